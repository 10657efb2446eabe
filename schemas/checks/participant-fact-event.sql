-- title: The fact that says who took part is about that event
-- why: Each participation can be read in the words of its fact.
-- message: {fact_id} is about {about}, not about {event_id}, its whole or a part of it.
-- mend: Mend fact_id or event_id, or name the event in the fact.
SELECT 'participants' AS "table", p.participant_id AS "key", 'fact_id' AS field, p.fact_id AS value, p.fact_id, p.event_id, f.event_id AS about
FROM participants AS p
JOIN facts AS f ON f.fact_id = p.fact_id
JOIN events AS e ON e.event_id = p.event_id
LEFT JOIN events AS a ON a.event_id = f.event_id
WHERE f.event_id IS NULL
   OR (f.event_id <> p.event_id
       AND f.event_id IS DISTINCT FROM e.parent_event_id
       AND a.parent_event_id IS DISTINCT FROM p.event_id)
