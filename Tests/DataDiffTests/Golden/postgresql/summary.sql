WITH "pl_rows_a" AS (
SELECT *
FROM "prod"."order ""lines"""
WHERE (
day >= '2026-01-01'
)
),
"pl_hashed" AS (
SELECT hashtextextended(CAST(CAST("pl_rows_a"."line" AS text) AS text) COLLATE "C", hashint8extended(CAST("pl_rows_a"."order_id" AS bigint), hashint8extended(CAST("pl_rows_a"."order_id" AS bigint) >> 32, 0))) AS "key_hash", NOT (("pl_rows_a"."order_id" IS DISTINCT FROM NULL AND "pl_rows_a"."line" IS DISTINCT FROM NULL)) AS "no_key"
FROM "pl_rows_a"
)
SELECT count(*) AS "total_rows", count(*) FILTER (WHERE "no_key") AS "nulls", CAST(coalesce(sum(CASE WHEN NOT ("no_key") THEN "key_hash" END), 0) AS text) AS "keys"
FROM "pl_hashed"
