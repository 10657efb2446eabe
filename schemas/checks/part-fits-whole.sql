-- title: A part is not larger than its whole
-- why: Parts are counted within the whole, never added to it.
-- message: It reaches {part}, and {part_of_id} is at most {whole}.
-- mend: Mend part_of_id or the numbers.
-- after: part-unit, figure-cycle, figure-bounds-ordered
SELECT 'figures' AS "table", p.figure_id AS "key",
       CASE WHEN p.value_min > w.value_max THEN 'value_min' ELSE 'value_max' END AS field,
       CASE WHEN p.value_min > w.value_max THEN p.value_min ELSE p.value_max END AS value,
       CASE WHEN p.value_min > w.value_max THEN p.value_min ELSE p.value_max END AS part, p.part_of_id, w.value_max AS whole
FROM figures AS p
JOIN figures AS w ON w.figure_id = p.part_of_id
WHERE p.value_min > w.value_max OR p.value_max > w.value_max
