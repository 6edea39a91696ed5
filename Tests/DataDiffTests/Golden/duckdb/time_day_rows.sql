WITH "pl_rows_a" AS (
SELECT *
FROM "prod"
WHERE (CAST("at" AS DATE) IS NULL OR NOT (isfinite(CAST("at" AS DATE))) OR (CAST("at" AS DATE) >= DATE '0044-03-15 (BC)' AND CAST("at" AS DATE) <= DATE '2024-02-29'))
),
"pl_times" AS (
SELECT CASE WHEN isfinite(CAST("pl_rows_a"."at" AS DATE)) THEN ((CAST("pl_rows_a"."at" AS DATE) - DATE '1970-01-01') - CAST(extract(isodow FROM CAST("pl_rows_a"."at" AS DATE)) AS INTEGER) + 1) END AS "start"
FROM "pl_rows_a"
)
SELECT "pl_times"."start" AS "start", count(*) AS "rows"
FROM "pl_times"
GROUP BY "pl_times"."start"
