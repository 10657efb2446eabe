-- title: The words of a date stand in the text
-- why: They are copied, not retold.
-- message: No text has these words.
-- mend: Copy the words from the text, to the letter.
SELECT 'events' AS "table", x.event_id AS "key", 'date_verbatim' AS field, x.date_verbatim AS value
FROM events AS x
WHERE x.date_verbatim IS NOT NULL AND NOT EXISTS (SELECT 1 FROM texts AS t WHERE strpos(t.text, x.date_verbatim) > 0)
