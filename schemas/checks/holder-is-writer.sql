-- title: The writer holds the facts of type own, and no others
-- why: Voice is kept apart from truth: whose proposition it is has to be plain.
-- message: Its attribution is {attribution_type}, and the writer is {creator_id}.
-- mend: Mend holder_id or attribution_type.
WITH writers AS (
  SELECT DISTINCT e.fact_id, o.creator_id
  FROM evidence AS e
  JOIN segments AS s ON s.segment_id = e.segment_id
  JOIN sources AS o ON o.source_id = s.source_id
  WHERE e.role = 'content' AND o.access = 'read' AND o.creator_id IS NOT NULL
)
SELECT 'facts' AS "table", f.fact_id AS "key", 'holder_id' AS field, f.holder_id AS value, f.attribution_type, min(w.creator_id) AS creator_id
FROM facts AS f
JOIN writers AS w ON w.fact_id = f.fact_id
GROUP BY f.fact_id, f.holder_id, f.attribution_type
HAVING (f.attribution_type = 'own') <> (max(CASE WHEN w.creator_id = f.holder_id THEN 1 ELSE 0 END) = 1)
