-- title: A fact of somebody else has the words that name its holder
-- why: Who says it is read in the text, not guessed.
-- message: No evidence row of role source belongs to it.
-- mend: Add the words that name the holder to data/evidence.csv with role source.
-- after: holder-is-writer
SELECT 'facts' AS "table", f.fact_id AS "key", 'holder_id' AS field, f.holder_id AS value
FROM facts AS f
WHERE f.attribution_type <> 'own'
  AND NOT EXISTS (SELECT 1 FROM evidence AS e WHERE e.fact_id = f.fact_id AND e.role = 'source')
