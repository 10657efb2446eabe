-- title: The enum of a field holds the codes of its list, and no others
-- why: The list in data/codes.csv is the truth; the enums are derived from it.
-- message: {words}
-- mend: Run nox -s derive.
WITH listed AS (
  SELECT f."table", f.field, c.list, c.code, c.label, f.separator
  FROM fields AS f
  JOIN codes AS c ON c.list = f.code_list
), lacking AS (
  SELECT l.list, l.code, min(l."table" || '.' || l.field) AS place
  FROM listed AS l
  LEFT JOIN enums AS e ON e."table" = l."table" AND e.field = l.field AND e.code = l.code
  WHERE e.code IS NULL OR (l.separator IS NULL AND e.label IS DISTINCT FROM l.label)
  GROUP BY l.list, l.code
)
SELECT 'codes' AS "table", list || '/' || code AS "key", 'code' AS field, code AS value,
       'The schema lacks this code, or has another label for it, at ' || place || '.' AS words
FROM lacking
UNION ALL
SELECT min(e."table"), '', min(e.field), e.code, 'The schema has a code that the list ' || f.code_list || ' has not.'
FROM enums AS e
JOIN fields AS f ON f."table" = e."table" AND f.field = e.field
WHERE f.code_list IS NOT NULL
  AND EXISTS (SELECT 1 FROM codes AS c WHERE c.list = f.code_list)
  AND NOT EXISTS (SELECT 1 FROM codes AS c WHERE c.list = f.code_list AND c.code = e.code)
  AND NOT EXISTS (SELECT 1 FROM lacking AS l WHERE l.list = f.code_list)
GROUP BY f.code_list, e.code
