-- title: Nothing but blanks stands between, before or after the segments of a text
-- why: Words outside every segment would never be coded.
-- message: The words "{gap}" stand before it, in no segment.
-- mend: Mend the offsets so that the words belong to a segment.
-- unless: segment-bounds, segments-overlap, segment-in-text
WITH leaves AS (
  SELECT s.segment_id, t.text, s.start, s."end",
         coalesce(lag(s."end") OVER (PARTITION BY s.source_id ORDER BY s.ordinal), 0) AS previous_end,
         lead(s.start) OVER (PARTITION BY s.source_id ORDER BY s.ordinal) AS next_start
  FROM segments AS s
  JOIN texts AS t ON t.source_id = s.source_id
  WHERE s.segment_type <> 'paragraph'
), gaps AS (
  SELECT segment_id, 'start' AS field, start AS value, substring(text, previous_end + 1, start - previous_end) AS gap
  FROM leaves
  WHERE start > previous_end
  UNION ALL
  SELECT segment_id, 'end', "end", substring(text, "end" + 1, length(text) - "end")
  FROM leaves
  WHERE next_start IS NULL AND length(text) > "end"
), trimmed AS (
  SELECT segment_id, field, value, TRIM(BOTH ' ' || chr(9) || chr(10) || chr(160) FROM gap) AS gap FROM gaps
)
SELECT 'segments' AS "table", segment_id AS "key", field, value, gap
FROM trimmed
WHERE gap <> ''
