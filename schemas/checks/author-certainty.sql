-- title: The writer is as certain of his own facts as their holder, since he is the holder
-- why: Two values for one voice contradict each other.
-- message: The certainty of the holder, who is the writer, is {certainty}.
-- mend: Make the two equal.
SELECT 'facts' AS "table", fact_id AS "key", 'author_certainty' AS field, author_certainty AS value, certainty
FROM facts
WHERE attribution_type = 'own' AND author_certainty <> certainty
