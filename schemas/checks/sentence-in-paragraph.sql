-- title: The segment that a sentence stands in is a paragraph of the same source
-- why: Sentences are grouped by paragraph only.
-- message: {parent_id} is a {segment_type} of {source_id}.
-- mend: Give the paragraph of the sentence in parent_id.
SELECT 'segments' AS "table", s.segment_id AS "key", 'parent_id' AS field, s.parent_id AS value, s.parent_id, p.segment_type, p.source_id
FROM segments AS s
JOIN segments AS p ON p.segment_id = s.parent_id
WHERE p.segment_type <> 'paragraph' OR p.source_id <> s.source_id
