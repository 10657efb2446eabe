-- title: The two facts of an anomaly are two
-- why: A fact is in no tension with itself.
-- message: Both are {fact_id}.
-- mend: Mend other_fact_id.
SELECT 'anomalies' AS "table", anomaly_id AS "key", 'other_fact_id' AS field, other_fact_id AS value, fact_id
FROM anomalies
WHERE fact_id = other_fact_id
