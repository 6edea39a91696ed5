WITH "pl_rows_a" AS (
SELECT *
FROM "prod"."order ""lines"""
WHERE (
day >= '2026-01-01'
)
),
"pl_hashed" AS (
SELECT hash(hash("pl_rows_a"."order_id", CAST("pl_rows_a"."line" AS VARCHAR)), 0) AS "key_hash", NOT (("pl_rows_a"."order_id" IS NOT NULL AND "pl_rows_a"."line" IS NOT NULL)) AS "no_key"
FROM "pl_rows_a"
)
SELECT count(*) AS "total_rows", coalesce(count_if("no_key"), 0) AS "nulls", CAST(coalesce(sum(CASE WHEN NOT ("no_key") THEN "key_hash" END), 0) AS VARCHAR) AS "keys"
FROM "pl_hashed"
