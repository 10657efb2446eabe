-- title: A segment ends after it begins
-- why: An empty or reversed stretch holds no words.
-- message: The segment begins at {start} and ends at {end}.
-- mend: Mend start or end.
SELECT 'segments' AS "table", segment_id AS "key", 'end' AS field, "end" AS value, start, "end"
FROM segments
WHERE "end" <= start
