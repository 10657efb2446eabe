-- title: A part has the unit and the quantity of its whole
-- why: Else the two cannot be compared.
-- message: It is measured in {unit} ({quantity_kind}), {part_of_id} in {whole_unit} ({whole_kind}).
-- mend: Mend part_of_id or unit.
SELECT 'figures' AS "table", p.figure_id AS "key", 'unit' AS field, p.unit AS value,
       p.unit, p.quantity_kind, p.part_of_id, w.unit AS whole_unit, w.quantity_kind AS whole_kind
FROM figures AS p
JOIN figures AS w ON w.figure_id = p.part_of_id
WHERE p.unit <> w.unit OR p.quantity_kind <> w.quantity_kind
