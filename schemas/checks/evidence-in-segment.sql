-- title: A quote lies within its segment, which is no paragraph
-- why: A quote across two sentences would belong to neither.
-- message: The quote at {start}-{end} does not lie within {segment_id}, a {segment_type} at {first}-{last}.
-- mend: Empty segment_id and start, and run nox -s derive.
-- after: quote-equals-slice
-- unless: segment-bounds
SELECT 'evidence' AS "table", q.evidence_id AS "key", 'segment_id' AS field, q.segment_id AS value,
       q.start, q."end", q.segment_id, s.segment_type, s.start AS first, s."end" AS last
FROM evidence AS q
JOIN segments AS s ON s.segment_id = q.segment_id
WHERE q.start < s.start OR q."end" > s."end" OR s.segment_type = 'paragraph'
