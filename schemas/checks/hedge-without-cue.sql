-- title: A hedge stands on words
-- why: The holder hedges in words or not at all; the doubt of the coder goes into anomalies.
-- message: The certainty is {certainty}, but no evidence row of role modal belongs to it.
-- mend: Add the words that hedge with role modal, or set certainty to certain or underspecified.
SELECT 'facts' AS "table", f.fact_id AS "key", 'certainty' AS field, f.certainty AS value, f.certainty
FROM facts AS f
WHERE f.certainty IN ('probable', 'possible')
  AND NOT EXISTS (SELECT 1 FROM evidence AS e WHERE e.fact_id = f.fact_id AND e.role = 'modal')
