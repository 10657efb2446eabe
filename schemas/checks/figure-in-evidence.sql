-- title: The words of a figure stand where its fact has its words
-- why: A figure belongs to the fact that states it, not to another one.
-- message: None of the segments with the words of {fact_id} holds them.
-- mend: Mend fact_id or verbatim.
-- after: figure-in-text
SELECT 'figures' AS "table", f.figure_id AS "key", 'verbatim' AS field, f.verbatim AS value, f.fact_id
FROM figures AS f
WHERE EXISTS (SELECT 1 FROM evidence AS e WHERE e.fact_id = f.fact_id AND e.role = 'content')
  AND NOT EXISTS (
    SELECT 1
    FROM evidence AS e
    JOIN segments AS s ON s.segment_id = e.segment_id
    JOIN texts AS t ON t.source_id = s.source_id
    WHERE e.fact_id = f.fact_id AND e.role = 'content'
      AND strpos(substring(t.text, s.start + 1, s."end" - s.start), f.verbatim) > 0
  )
