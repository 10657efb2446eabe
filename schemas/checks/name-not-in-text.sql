-- title: A surface form occurs in a text
-- why: It is copied, not made up.
-- message: No text has these words.
-- mend: Copy the form from the text, to the letter.
SELECT 'names' AS "table", n.name_id AS "key", 'name' AS field, n.name AS value
FROM names AS n
WHERE NOT EXISTS (SELECT 1 FROM texts AS t WHERE strpos(t.text, n.name) > 0)
