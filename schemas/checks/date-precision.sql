-- title: The precision of a date is one that its days allow
-- why: A single day is no year, and a month is no exact day.
-- message: The date {date_edtf} means {earliest} to {latest}.
-- mend: Mend date_precision or date_edtf.
WITH spans AS (
  SELECT e.event_id, e.date_precision, e.date_edtf, d.earliest, d.latest,
         d.earliest = d.latest AS one_day,
         year(d.latest) > year(d.earliest) + 1
         OR (year(d.latest) = year(d.earliest) + 1
             AND substring(CAST(d.latest AS VARCHAR), 6) >= substring(CAST(d.earliest AS VARCHAR), 6)) AS over_a_year,
         strpos(e.date_edtf, '/') > 0 AS is_interval
  FROM events AS e
  JOIN edtf_dates AS d ON d.value = e.date_edtf
  WHERE d.valid
)
SELECT 'events' AS "table", event_id AS "key", 'date_precision' AS field, date_precision AS value, date_edtf, earliest, latest
FROM spans
WHERE (date_precision = 'day' AND NOT is_interval AND NOT one_day)
   OR (date_precision IN ('month', 'year', 'multi_year') AND one_day)
   OR (date_precision IN ('day', 'days', 'week', 'month', 'year') AND over_a_year)
   OR (date_precision = 'multi_year' AND NOT over_a_year)
