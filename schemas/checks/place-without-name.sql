-- title: Each place has a surface form in the text
-- why: Nothing is invented: the article names or describes it in words.
-- message: No row of names belongs to it.
-- mend: Add the words that name or describe it to data/names.csv.
-- after: place-unreached
SELECT 'places' AS "table", x.place_id AS "key", 'name' AS field, x.name AS value
FROM places AS x
WHERE NOT EXISTS (SELECT 1 FROM names AS n WHERE n.place_id = x.place_id)
