-- title: A date is EDTF level 1
-- why: A date that does not parse cannot be put on a time line.
-- message: This is not a date of EDTF level 1, or no such day exists, or it ends before it begins.
-- mend: Write 2025-04-09, 2025-04, 2025-04-09/2025-04-10, 2022-09/.. or 2020~.
WITH given AS (
  SELECT 'sources' AS "table", source_id AS "key", 'date_edtf' AS field, date_edtf AS value FROM sources
  UNION ALL
  SELECT 'events', event_id, 'date_edtf', date_edtf FROM events
  UNION ALL
  SELECT 'figures', figure_id, 'as_of', as_of FROM figures
)
SELECT g."table", g."key", g.field, g.value
FROM given AS g
JOIN edtf_dates AS d ON d.value = g.value
WHERE NOT d.valid
