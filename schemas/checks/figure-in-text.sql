-- title: The words of a figure stand in the text
-- why: They are copied, not retold.
-- message: No text has these words.
-- mend: Copy the words from the text, to the letter.
SELECT 'figures' AS "table", x.figure_id AS "key", 'verbatim' AS field, x.verbatim AS value
FROM figures AS x
WHERE x.verbatim IS NOT NULL AND NOT EXISTS (SELECT 1 FROM texts AS t WHERE strpos(t.text, x.verbatim) > 0)
