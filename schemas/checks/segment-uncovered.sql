-- title: Each segment yields a fact, or a reason why not
-- why: An article is coded to the last clause.
-- message: No fact has its words here, and no_fact_reason is empty.
-- mend: Code what it says, or write the reason into no_fact_reason.
SELECT 'segments' AS "table", s.segment_id AS "key", 'no_fact_reason' AS field, s.no_fact_reason AS value
FROM segments AS s
WHERE s.segment_type <> 'paragraph' AND s.no_fact_reason IS NULL
  AND NOT EXISTS (SELECT 1 FROM evidence AS e WHERE e.segment_id = s.segment_id AND e.role = 'content')
