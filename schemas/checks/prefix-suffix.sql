-- title: Prefix and suffix are the words around the quote within its segment
-- why: They find the quote again when offsets have moved; so they must be the text, to the letter.
-- message: The text has "{found}" there.
-- mend: Run nox -s derive.
-- after: quote-equals-slice, evidence-in-segment
-- unless: segment-bounds, segments-overlap, segment-in-text
WITH around AS (
  SELECT e.evidence_id, coalesce(e.prefix, '') AS prefix, coalesce(e.suffix, '') AS suffix,
         substring(t.text, greatest(s.start, e.start - 24) + 1, e.start - greatest(s.start, e.start - 24)) AS before,
         substring(t.text, e."end" + 1, least(s."end", e."end" + 24) - e."end") AS after
  FROM evidence AS e
  JOIN segments AS s ON s.segment_id = e.segment_id
  JOIN texts AS t ON t.source_id = s.source_id
  WHERE s.start <= e.start AND e."end" <= s."end"
), expected AS (
  SELECT evidence_id, prefix, suffix, after, TRIM(LEADING '=+-@' || chr(9) FROM before) AS before FROM around
)
SELECT 'evidence' AS "table", evidence_id AS "key", 'prefix' AS field, prefix AS value, before AS found
FROM expected WHERE prefix <> before
UNION ALL
SELECT 'evidence', evidence_id, 'suffix', suffix, after
FROM expected WHERE suffix <> after
