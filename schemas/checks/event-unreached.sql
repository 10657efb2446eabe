-- title: An event that no row uses does not stand there
-- why: What no fact reaches was not said. (A chain of parents ends in a fact, or in the row found here.)
-- message: Nothing refers to it.
-- mend: Let the fact that states it name it, or remove it.
WITH used AS (
  SELECT event_id AS used FROM facts 
  UNION ALL SELECT event_id AS used FROM participants 
  UNION ALL SELECT parent_event_id AS used FROM events WHERE parent_event_id <> event_id
)
SELECT 'events' AS "table", event_id AS "key", 'event_id' AS field, event_id AS value
FROM events
WHERE NOT EXISTS (SELECT 1 FROM used WHERE used.used = events.event_id)
