-- title: A chain of parts does not lead back to where it began, and is at most 16 deep
-- why: Whoever follows it outward has to arrive.
-- message: Following {field} from {key} leads back to it, or further than 16 steps.
-- mend: Mend part_of_id of one of the rows on the way.
WITH RECURSIVE chain(origin, reached, depth) AS (
  SELECT figure_id, part_of_id, 1 FROM figures WHERE part_of_id IS NOT NULL
  UNION ALL
  SELECT c.origin, t.part_of_id, c.depth + 1
  FROM chain AS c
  JOIN figures AS t ON t.figure_id = c.reached
  WHERE t.part_of_id IS NOT NULL AND c.reached <> c.origin AND c.depth < 17
), walked AS (
  SELECT origin, min(reached) AS least, max(depth) AS depth, max(CASE WHEN reached = origin THEN 1 ELSE 0 END) AS returns
  FROM chain
  GROUP BY origin
), rings AS (
  SELECT origin FROM walked WHERE returns = 1
)
SELECT 'figures' AS "table", w.origin AS "key", 'part_of_id' AS field, t.part_of_id AS value
FROM walked AS w
JOIN figures AS t ON t.figure_id = w.origin
WHERE (w.returns = 1 AND w.least = w.origin)
   OR (w.depth = 17 AND w.returns = 0
       AND NOT EXISTS (SELECT 1 FROM chain AS c JOIN rings AS r ON r.origin = c.reached WHERE c.origin = w.origin))
