-- title: An actor that no row uses does not stand there
-- why: What no fact reaches was not said. (A chain of parents ends in a fact, or in the row found here.)
-- message: Nothing refers to it.
-- mend: Let a fact, a participation, a figure or a source name it, or remove it.
WITH used AS (
  SELECT holder_id AS used FROM facts 
  UNION ALL SELECT subject_id AS used FROM facts 
  UNION ALL SELECT object_id AS used FROM facts 
  UNION ALL SELECT actor_id AS used FROM participants 
  UNION ALL SELECT of_actor_id AS used FROM figures 
  UNION ALL SELECT creator_id AS used FROM sources 
  UNION ALL SELECT publisher_id AS used FROM sources 
  UNION ALL SELECT parent_id AS used FROM actors WHERE parent_id <> actor_id
)
SELECT 'actors' AS "table", actor_id AS "key", 'actor_id' AS field, actor_id AS value
FROM actors
WHERE NOT EXISTS (SELECT 1 FROM used WHERE used.used = actors.actor_id)
