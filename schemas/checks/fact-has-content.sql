-- title: A fact has words that state it
-- why: A proposition without words behind it is an invention.
-- message: No evidence row of role content belongs to it.
-- mend: Add its words to data/evidence.csv, or remove the fact.
SELECT 'facts' AS "table", f.fact_id AS "key", 'fact_id' AS field, f.fact_id AS value
FROM facts AS f
WHERE NOT EXISTS (SELECT 1 FROM evidence AS e WHERE e.fact_id = f.fact_id AND e.role = 'content')
