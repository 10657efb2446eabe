-- title: A chain of events does not lead back to where it began, and is at most 16 deep
-- why: Whoever follows it outward has to arrive.
-- message: Following {field} from {key} leads back to it, or further than 16 steps.
-- mend: Mend parent_event_id of one of the rows on the way.
WITH RECURSIVE chain(origin, reached, depth) AS (
  SELECT event_id, parent_event_id, 1 FROM events WHERE parent_event_id IS NOT NULL
  UNION ALL
  SELECT c.origin, t.parent_event_id, c.depth + 1
  FROM chain AS c
  JOIN events AS t ON t.event_id = c.reached
  WHERE t.parent_event_id IS NOT NULL AND c.reached <> c.origin AND c.depth < 17
), walked AS (
  SELECT origin, min(reached) AS least, max(depth) AS depth, max(CASE WHEN reached = origin THEN 1 ELSE 0 END) AS returns
  FROM chain
  GROUP BY origin
), rings AS (
  SELECT origin FROM walked WHERE returns = 1
)
SELECT 'events' AS "table", w.origin AS "key", 'parent_event_id' AS field, t.parent_event_id AS value
FROM walked AS w
JOIN events AS t ON t.event_id = w.origin
WHERE (w.returns = 1 AND w.least = w.origin)
   OR (w.depth = 17 AND w.returns = 0
       AND NOT EXISTS (SELECT 1 FROM chain AS c JOIN rings AS r ON r.origin = c.reached WHERE c.origin = w.origin))
