WITH "pl_rows_b" AS (
SELECT *
FROM "dev"
WHERE (
id > 0
)
),
"pl_times" AS (
SELECT CAST("pl_rows_b"."at" AS timestamp without time zone) AS "time"
FROM "pl_rows_b"
)
SELECT count(*) FILTER (WHERE (isfinite("pl_times"."time") AND "pl_times"."time" < TIMESTAMP '0044-03-15 BC 00:00:00')) AS "older", count(*) FILTER (WHERE (isfinite("pl_times"."time") AND "pl_times"."time" > TIMESTAMP '2024-02-29 18:00:00.000001')) AS "newer"
FROM "pl_times"
