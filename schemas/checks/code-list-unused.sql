-- title: A code list that no field uses is worth a second look
-- why: It may be left from before.
-- message: No field of any table names the list {list}.
-- mend: Remove the list, or name it in a field.
-- severity: notice
-- unless: resource-missing
SELECT 'codes' AS "table", c.list || '/' || min(c.code) AS "key", 'list' AS field, c.list AS value, c.list
FROM codes AS c
WHERE NOT EXISTS (SELECT 1 FROM fields AS f WHERE f.code_list = c.list)
GROUP BY c.list
