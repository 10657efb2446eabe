-- title: A place within another shares a country with it
-- why: Else it does not lie there.
-- message: It lies in {countries}, but {parent_id} lies in {parent_countries}.
-- mend: Mend countries or parent_id.
-- after: place-cycle
WITH positions AS (
  SELECT 1 AS place UNION ALL SELECT 5 UNION ALL SELECT 9 UNION ALL SELECT 13
  UNION ALL SELECT 17 UNION ALL SELECT 21 UNION ALL SELECT 25 UNION ALL SELECT 29
)
SELECT 'places' AS "table", p.place_id AS "key", 'countries' AS field, p.countries AS value,
       p.countries, p.parent_id, o.countries AS parent_countries
FROM places AS p
JOIN places AS o ON o.place_id = p.parent_id
WHERE p.countries IS NOT NULL AND o.countries IS NOT NULL
  AND NOT EXISTS (
    SELECT 1 FROM positions
    WHERE place <= length(p.countries) AND strpos(o.countries, substring(p.countries, place, 3)) > 0
  )
