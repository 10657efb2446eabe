-- title: The lower bound of a figure is not above the upper one
-- why: The other way round it holds nothing.
-- message: The bounds are {value_min} and {value_max}.
-- mend: Exchange the two, or mend them.
-- after: figure-equal-bounds
SELECT 'figures' AS "table", figure_id AS "key", 'value_min' AS field, value_min AS value, value_min, value_max
FROM figures
WHERE value_min > value_max
