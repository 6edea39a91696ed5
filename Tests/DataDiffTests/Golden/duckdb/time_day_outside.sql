WITH "pl_rows_b" AS (
SELECT *
FROM "dev"
WHERE (
id > 0
)
),
"pl_times" AS (
SELECT CAST(CAST("pl_rows_b"."at" AS TIMESTAMP) AS DATE) AS "time"
FROM "pl_rows_b"
)
SELECT coalesce(count_if((isfinite("pl_times"."time") AND "pl_times"."time" < DATE '0044-03-15 (BC)')), 0) AS "older", coalesce(count_if((isfinite("pl_times"."time") AND "pl_times"."time" > DATE '2024-02-29')), 0) AS "newer"
FROM "pl_times"
