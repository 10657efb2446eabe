-- title: Earliest and latest day are those of the date
-- why: They are derived, so that a reader can sort and filter.
-- message: The date {date_edtf} means {earliest} to {latest}.
-- mend: Run nox -s derive.
SELECT 'events' AS "table", e.event_id AS "key",
       CASE WHEN e.date_earliest IS DISTINCT FROM d.earliest THEN 'date_earliest' ELSE 'date_latest' END AS field,
       CASE WHEN e.date_earliest IS DISTINCT FROM d.earliest THEN e.date_earliest ELSE e.date_latest END AS value,
       e.date_edtf, d.earliest, d.latest
FROM events AS e
JOIN edtf_dates AS d ON d.value = e.date_edtf
WHERE d.valid AND (e.date_earliest IS DISTINCT FROM d.earliest OR e.date_latest IS DISTINCT FROM d.latest)
