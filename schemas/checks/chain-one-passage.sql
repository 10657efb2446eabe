-- title: A fact and the report that it is within have words in one paragraph
-- why: A fact is one proposition in one passage; what is said elsewhere is a fact of its own.
-- message: The words of {within_fact_id} stand in another paragraph.
-- mend: Point within_fact_id at the report in this passage, or add the row that is missing.
-- after: chain-cycle
WITH passages AS (
  SELECT DISTINCT e.fact_id, coalesce(s.parent_id, s.segment_id) AS passage
  FROM evidence AS e
  JOIN segments AS s ON s.segment_id = e.segment_id
  WHERE e.role = 'content'
)
SELECT 'facts' AS "table", f.fact_id AS "key", 'within_fact_id' AS field, f.within_fact_id AS value, f.within_fact_id
FROM facts AS f
WHERE f.within_fact_id IS NOT NULL
  AND EXISTS (SELECT 1 FROM passages AS p WHERE p.fact_id = f.fact_id)
  AND EXISTS (SELECT 1 FROM passages AS p WHERE p.fact_id = f.within_fact_id)
  AND NOT EXISTS (SELECT 1 FROM passages AS p JOIN passages AS o ON o.passage = p.passage
                  WHERE p.fact_id = f.fact_id AND o.fact_id = f.within_fact_id)
