-- title: Each actor has a surface form in the text
-- why: Nothing is invented: the article names or describes it in words.
-- message: No row of names belongs to it.
-- mend: Add the words that name or describe it to data/names.csv.
-- after: actor-unreached
SELECT 'actors' AS "table", x.actor_id AS "key", 'name' AS field, x.name AS value
FROM actors AS x
WHERE NOT EXISTS (SELECT 1 FROM names AS n WHERE n.actor_id = x.actor_id)
