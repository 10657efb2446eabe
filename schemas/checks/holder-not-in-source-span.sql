-- title: The words that name the holder hold one of its surface forms
-- why: A pronoun or a wrong holder shows here; a context span may resolve the pronoun, also one of the report around it.
-- message: None of the words of role source or context, here or in the reports around it, holds a surface form of {holder_id}.
-- mend: Mend holder_id, quote the words that name the holder, or add the surface form to data/names.csv.
-- after: holder-unnamed, holder-is-writer
WITH RECURSIVE around(fact_id, reached, depth) AS (
  SELECT fact_id, fact_id, 0 FROM facts WHERE attribution_type <> 'own'
  UNION ALL
  SELECT a.fact_id, f.within_fact_id, a.depth + 1
  FROM around AS a
  JOIN facts AS f ON f.fact_id = a.reached
  WHERE f.within_fact_id IS NOT NULL AND a.depth < 16
)
SELECT 'facts' AS "table", f.fact_id AS "key", 'holder_id' AS field, f.holder_id AS value, f.holder_id
FROM facts AS f
WHERE f.attribution_type <> 'own'
  AND EXISTS (SELECT 1 FROM names AS n WHERE n.actor_id = f.holder_id)
  AND NOT EXISTS (
    SELECT 1
    FROM around AS a
    JOIN evidence AS e ON e.fact_id = a.reached
    JOIN names AS n ON strpos(e.exact, n.name) > 0
    WHERE a.fact_id = f.fact_id AND e.role IN ('source', 'context') AND n.actor_id = f.holder_id
  )
