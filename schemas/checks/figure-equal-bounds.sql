-- title: An exact, approximate or ordinal figure has one number
-- why: It was said as one number, so both bounds are that number.
-- message: The figure is {bound}, and its bounds are {value_min} and {value_max}.
-- mend: Make the two equal, or mend bound.
SELECT 'figures' AS "table", figure_id AS "key", 'value_max' AS field, value_max AS value, bound, value_min, value_max
FROM figures
WHERE bound IN ('exact', 'approximate', 'ordinal') AND value_min <> value_max
