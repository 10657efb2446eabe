-- title: A fact whose words stand only in a headline is worth a second look
-- why: A headline says more than its text at times; look for the words in the text.
-- message: All its words stand in the title or subtitle.
-- mend: Look for the same in the text; leave it where the text does not say it.
-- severity: notice
SELECT 'facts' AS "table", e.fact_id AS "key", 'fact_id' AS field, e.fact_id AS value
FROM facts AS f
JOIN evidence AS e ON e.fact_id = f.fact_id
JOIN segments AS s ON s.segment_id = e.segment_id
WHERE e.role = 'content'
GROUP BY e.fact_id
HAVING sum(CASE WHEN s.segment_type IN ('title', 'subtitle') THEN 0 ELSE 1 END) = 0
