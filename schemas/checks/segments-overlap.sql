-- title: Segments do not overlap, and stand in the order of the text
-- why: Each word belongs to one title, byline, sentence or note.
-- message: It begins at {start}, before {previous}, which ends at {previous_end}.
-- mend: Mend start, end or ordinal.
-- after: segment-bounds
WITH leaves AS (
  SELECT segment_id, start,
         lag(segment_id) OVER (PARTITION BY source_id ORDER BY ordinal) AS previous,
         lag("end") OVER (PARTITION BY source_id ORDER BY ordinal) AS previous_end
  FROM segments
  WHERE segment_type <> 'paragraph'
)
SELECT 'segments' AS "table", segment_id AS "key", 'start' AS field, start AS value, start, previous, previous_end
FROM leaves
WHERE start < previous_end
