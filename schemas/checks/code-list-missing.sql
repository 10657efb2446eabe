-- title: The code list that a field names exists
-- why: Without it any value would pass.
-- message: data/codes.csv has no list {code_list}.
-- mend: Add the list to data/codes.csv.
SELECT f."table", '' AS "key", f.field, f.code_list AS value, f.code_list
FROM fields AS f
WHERE f.code_list IS NOT NULL AND NOT EXISTS (SELECT 1 FROM codes AS c WHERE c.list = f.code_list)
