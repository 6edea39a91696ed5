WITH "pl_rows_a" AS (
SELECT *
FROM "prod"."order ""lines"""
WHERE (
day >= '2026-01-01'
)
)
SELECT "pl_rows_a"."order_id" AS "c0", "pl_rows_a"."line" AS "c1", "pl_rows_a"."amount" AS "c2", "pl_rows_a"."note" AS "c3", CAST("pl_rows_a"."at" AS text) AS "c4", "pl_rows_a"."old" AS "c5"
FROM "pl_rows_a"
WHERE NOT (("pl_rows_a"."order_id" IS DISTINCT FROM NULL AND "pl_rows_a"."line" IS DISTINCT FROM NULL))
LIMIT 5
