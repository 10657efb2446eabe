-- title: What an event mode goes with is an event type
-- why: A misspelt type would let the mode go with none.
-- message: One of these is not in the list event_type.
-- mend: Mend applies_to.
WITH types AS (
  SELECT ';' || c.applies_to || ';' AS listed, c.code, t.code AS event_type
  FROM codes AS c
  JOIN codes AS t ON t.list = 'event_type'
  WHERE c.list = 'event_mode' AND c.applies_to IS NOT NULL
), known AS (
  SELECT code, sum(CASE WHEN strpos(listed, ';' || event_type || ';') > 0 THEN length(event_type) + 1 ELSE 0 END) AS length
  FROM types
  GROUP BY code
)
SELECT 'codes' AS "table", c.list || '/' || c.code AS "key", 'applies_to' AS field, c.applies_to AS value
FROM codes AS c
JOIN known AS k ON k.code = c.code
WHERE c.list = 'event_mode' AND k.length <> length(c.applies_to) + 1
