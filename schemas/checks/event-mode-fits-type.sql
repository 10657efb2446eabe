-- title: An event mode goes with the type of the event
-- why: PLOVER gives each mode to certain types only; codes.applies_to lists them.
-- message: {event_mode} goes with {applies_to}, not with {event_type}.
-- mend: Mend event_mode or event_type.
SELECT 'events' AS "table", e.event_id AS "key", 'event_mode' AS field, e.event_mode AS value, e.event_mode, e.event_type, c.applies_to
FROM events AS e
JOIN codes AS c ON c.list = 'event_mode' AND c.code = e.event_mode
WHERE strpos(';' || c.applies_to || ';', ';' || e.event_type || ';') = 0
