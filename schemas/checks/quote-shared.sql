-- title: One quote behind four facts or more is worth a second look
-- why: A list that was split shares its words; else a quote may have been given to what it does not say.
-- message: {count} facts have these words: {first_fact} to {last_fact}.
-- mend: Take the shortest words that carry each fact.
-- severity: notice
SELECT 'evidence' AS "table", min(e.evidence_id) AS "key", 'exact' AS field, min(e.exact) AS value,
       count(DISTINCT e.fact_id) AS count, min(e.fact_id) AS first_fact, max(e.fact_id) AS last_fact
FROM evidence AS e
JOIN segments AS s ON s.segment_id = e.segment_id
WHERE e.role = 'content'
GROUP BY s.source_id, e.start, e."end"
HAVING count(DISTINCT e.fact_id) >= 4
