-- title: A segment that yields a fact has no reason why not
-- why: One of the two is left from before.
-- message: Words of {fact_id} stand here.
-- mend: Empty no_fact_reason, or remove the fact.
SELECT 'segments' AS "table", s.segment_id AS "key", 'no_fact_reason' AS field, s.no_fact_reason AS value, min(e.fact_id) AS fact_id
FROM segments AS s
JOIN evidence AS e ON e.segment_id = s.segment_id AND e.role = 'content'
WHERE s.no_fact_reason IS NOT NULL
GROUP BY s.segment_id, s.no_fact_reason
