-- title: What a fact is within is a report
-- why: Only a report has words of somebody else in it.
-- message: {within_fact_id} is of type {fact_type}.
-- mend: Point within_fact_id at the report, or mend the fact_type of {within_fact_id}.
-- after: chain-cycle
SELECT 'facts' AS "table", f.fact_id AS "key", 'within_fact_id' AS field, f.within_fact_id AS value, f.within_fact_id, o.fact_type
FROM facts AS f
JOIN facts AS o ON o.fact_id = f.within_fact_id
WHERE o.fact_type <> 'report'
