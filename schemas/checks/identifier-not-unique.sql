-- title: An identifier is that of one actor and one place at most
-- why: Two that share one are one and the same, or one of the two is wrong.
-- message: {owners} share it.
-- mend: Remove the wrong one, or merge the two.
SELECT 'identifiers' AS "table", max(identifier_id) AS "key", 'value' AS field, value, 'Actors ' || min(actor_id) || ' and ' || max(actor_id) AS owners
FROM identifiers
WHERE actor_id IS NOT NULL
GROUP BY scheme, value
HAVING count(DISTINCT actor_id) > 1
UNION ALL
SELECT 'identifiers', max(identifier_id), 'value', value, 'Places ' || min(place_id) || ' and ' || max(place_id)
FROM identifiers
WHERE place_id IS NOT NULL
GROUP BY scheme, value
HAVING count(DISTINCT place_id) > 1
