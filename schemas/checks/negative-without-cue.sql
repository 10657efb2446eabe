-- title: A denial stands on words
-- why: A flipped negation turns a fact into its contrary.
-- message: The polarity is negative, but no evidence row of role modal belongs to it.
-- mend: Add the words that deny with role modal, or mend polarity.
-- after: hedge-without-cue
SELECT 'facts' AS "table", f.fact_id AS "key", 'polarity' AS field, f.polarity AS value
FROM facts AS f
WHERE f.polarity = 'negative'
  AND NOT EXISTS (SELECT 1 FROM evidence AS e WHERE e.fact_id = f.fact_id AND e.role = 'modal')
