-- title: A source that is only cited is used
-- why: A work that no fact was taken from, and that cites none, was not cited.
-- message: No fact names it as its source, and no source is cited in it.
-- mend: Name it in the source_id of a fact, or remove it.
SELECT 'sources' AS "table", s.source_id AS "key", 'source_id' AS field, s.source_id AS value
FROM sources AS s
WHERE s.access <> 'read'
  AND NOT EXISTS (SELECT 1 FROM facts AS f WHERE f.source_id = s.source_id)
  AND NOT EXISTS (SELECT 1 FROM sources AS c WHERE c.cited_in = s.source_id AND c.source_id <> s.source_id)
