WITH "rows_a" AS (
SELECT *
FROM "prod"."order ""lines"""
WHERE (
day >= '2026-01-01'
)
),
"rows_b" AS (
SELECT *
FROM (
SELECT * FROM dev.lines
) AS "query"
),
"a" AS (
SELECT "rows_a"."order_id" AS "k0", CAST("rows_a"."line" AS VARCHAR) AS "k1", "rows_a"."order_id" AS "c0", "rows_a"."line" AS "c1", "rows_a"."amount" AS "c2", "rows_a"."note" AS "c3", "rows_a"."at" AS "c4", "rows_a"."old" AS "c5"
FROM "rows_a"
WHERE ("rows_a"."order_id" IS NOT NULL AND "rows_a"."line" IS NOT NULL)
),
"b" AS (
SELECT "rows_b"."ORDER_ID" AS "k0", CAST("rows_b"."line" AS VARCHAR) AS "k1"
FROM "rows_b"
WHERE ("rows_b"."ORDER_ID" IS NOT NULL AND "rows_b"."line" IS NOT NULL)
)
SELECT "a"."c0" AS "c0", "a"."c1" AS "c1", "a"."c2" AS "c2", "a"."c3" AS "c3", "a"."c4" AS "c4", "a"."c5" AS "c5"
FROM "a"
WHERE NOT (EXISTS (
SELECT 1 AS "found"
FROM "b"
WHERE ("b"."k0" = "a"."k0" AND "b"."k1" = "a"."k1")
))
ORDER BY "a"."k0", "a"."k1"
LIMIT 5
