WITH "rows_a" AS (
SELECT *
FROM "prod"."order ""lines"""
WHERE (
day >= '2026-01-01'
)
)
SELECT "rows_a"."order_id" AS "c0", "rows_a"."line" AS "c1", "rows_a"."amount" AS "c2", "rows_a"."note" AS "c3", "rows_a"."at" AS "c4", "rows_a"."old" AS "c5"
FROM "rows_a"
WHERE NOT (("rows_a"."order_id" IS NOT NULL AND "rows_a"."line" IS NOT NULL))
LIMIT 5
