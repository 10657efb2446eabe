-- title: A paragraph spans exactly its sentences and comes before them
-- why: It has no words of its own.
-- message: The paragraph is at {start}-{end}, its sentences are at {first}-{last}.
-- mend: Mend start, end or ordinal of the paragraph, or parent_id of a sentence.
-- unless: segment-bounds, segments-overlap, segment-parent, sentence-in-paragraph
WITH spans AS (
  SELECT p.segment_id, p.start, p."end", p.ordinal, min(s.start) AS first, max(s."end") AS last, min(s.ordinal) AS first_ordinal
  FROM segments AS p
  LEFT JOIN segments AS s ON s.parent_id = p.segment_id AND s.source_id = p.source_id
  WHERE p.segment_type = 'paragraph'
  GROUP BY p.segment_id, p.start, p."end", p.ordinal
)
SELECT 'segments' AS "table", segment_id AS "key", 'start' AS field, start AS value, start, "end", first, last
FROM spans
WHERE first IS NULL OR start <> first OR "end" <> last OR ordinal >= first_ordinal
