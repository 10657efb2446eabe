-- title: A segment ends within its text
-- why: Offsets beyond the end point at nothing.
-- message: The text has {length} characters; the segment ends at {end}.
-- mend: Mend end.
-- after: segment-bounds, segments-overlap
SELECT 'segments' AS "table", s.segment_id AS "key", 'end' AS field, s."end" AS value, s."end", length(t.text) AS length
FROM segments AS s
JOIN texts AS t ON t.source_id = s.source_id
WHERE s."end" > length(t.text)
