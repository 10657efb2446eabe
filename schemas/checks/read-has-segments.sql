-- title: A source that was read is cut into segments
-- why: Without them its words cannot be covered.
-- message: No segment belongs to it.
-- mend: Run nox -s derive.
SELECT 'sources' AS "table", source_id AS "key", 'text_file' AS field, text_file AS value
FROM sources
WHERE access = 'read' AND NOT EXISTS (SELECT 1 FROM segments AS s WHERE s.source_id = sources.source_id)
