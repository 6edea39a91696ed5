WITH "pl_rows_a" AS (
SELECT *
FROM "prod"."order ""lines"""
WHERE (
day >= '2026-01-01'
)
)
SELECT count(*) AS "total_rows", CAST(min("pl_rows_a"."order_id") AS VARCHAR) AS "low0", CAST(max("pl_rows_a"."order_id") AS VARCHAR) AS "high0", CAST(min("pl_rows_a"."line") AS VARCHAR) AS "low1", CAST(max("pl_rows_a"."line") AS VARCHAR) AS "high1"
FROM "pl_rows_a"
