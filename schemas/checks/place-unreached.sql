-- title: A place that no row uses does not stand there
-- why: What no fact reaches was not said. (A chain of parents ends in a fact, or in the row found here.)
-- message: Nothing refers to it.
-- mend: Let a fact, an event, a participation or an actor name it, or remove it.
WITH used AS (
  SELECT place_id AS used FROM facts 
  UNION ALL SELECT place_id AS used FROM participants 
  UNION ALL SELECT place_id AS used FROM events 
  UNION ALL SELECT place_id AS used FROM actors 
  UNION ALL SELECT parent_id AS used FROM places WHERE parent_id <> place_id
)
SELECT 'places' AS "table", place_id AS "key", 'place_id' AS field, place_id AS value
FROM places
WHERE NOT EXISTS (SELECT 1 FROM used WHERE used.used = places.place_id)
