WITH "pl_rows_b" AS (
SELECT *
FROM "dev"
WHERE (
id > 0
)
),
"pl_times" AS (
SELECT CAST("pl_rows_b"."at" AS TIMESTAMP) AS "time"
FROM "pl_rows_b"
),
"pl_bounds" AS (
SELECT min(CASE WHEN isfinite("pl_times"."time") THEN "pl_times"."time" END) AS "earliest", max(CASE WHEN isfinite("pl_times"."time") THEN "pl_times"."time" END) AS "latest"
FROM "pl_times"
)
SELECT (CAST("earliest" AS DATE) - DATE '1970-01-01') AS "earliest_day", epoch_us(CAST("earliest" AS TIME)) AS "earliest", (CAST("latest" AS DATE) - DATE '1970-01-01') AS "latest_day", epoch_us(CAST("latest" AS TIME)) AS "latest"
FROM "pl_bounds"
