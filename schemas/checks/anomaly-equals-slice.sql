-- title: The words of an anomaly equals the text between its offsets, to the letter
-- why: It is what ties a row to the words of the article: nothing is folded, trimmed or left out.
-- message: The text has "{found}" at {start}-{end}.
-- mend: Copy the words from the text, empty start, and run nox -s derive.
SELECT 'anomalies' AS "table", q.anomaly_id AS "key", 'exact' AS field, q.exact AS value,
       substring(t.text, q.start + 1, length(q.exact)) AS found, q.start, q."end"
FROM anomalies AS q
JOIN segments AS s ON s.segment_id = q.segment_id
JOIN texts AS t ON t.source_id = s.source_id
WHERE substring(t.text, q.start + 1, length(q.exact)) <> q.exact
   OR q."end" <> q.start + length(q.exact)
