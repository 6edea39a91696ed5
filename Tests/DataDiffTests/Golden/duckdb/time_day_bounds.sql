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
),
"pl_bounds" AS (
SELECT min(CASE WHEN isfinite("pl_times"."time") THEN "pl_times"."time" END) AS "earliest", max(CASE WHEN isfinite("pl_times"."time") THEN "pl_times"."time" END) AS "latest"
FROM "pl_times"
)
SELECT ("earliest" - DATE '1970-01-01') AS "earliest_day", CASE WHEN "earliest" IS NOT NULL THEN 0 END AS "earliest", ("latest" - DATE '1970-01-01') AS "latest_day", CASE WHEN "latest" IS NOT NULL THEN 0 END AS "latest"
FROM "pl_bounds"
