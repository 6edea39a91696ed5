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
"b" AS (
SELECT "rows_b"."ORDER_ID" AS "k0", CAST("rows_b"."line" AS VARCHAR) AS "k1", "rows_b"."line" AS "c0", "rows_b"."ORDER_ID" AS "c1", "rows_b"."amount" AS "c2", "rows_b"."note" AS "c3", "rows_b"."at" AS "c4", "rows_b"."new" AS "c5"
FROM "rows_b"
WHERE ("rows_b"."ORDER_ID" IS NOT NULL AND "rows_b"."line" IS NOT NULL)
),
"a" AS (
SELECT "rows_a"."order_id" AS "k0", CAST("rows_a"."line" AS VARCHAR) AS "k1"
FROM "rows_a"
WHERE ("rows_a"."order_id" IS NOT NULL AND "rows_a"."line" IS NOT NULL)
),
"numbered" AS (
SELECT *, row_number() OVER (PARTITION BY "b"."k0", "b"."k1" ORDER BY "b"."k0", "b"."k1") AS "copy"
FROM "b"
WHERE NOT (EXISTS (
SELECT 1 AS "found"
FROM "a"
WHERE ("a"."k0" = "b"."k0" AND "a"."k1" = "b"."k1")
))
)
SELECT "numbered"."c0" AS "c0", "numbered"."c1" AS "c1", "numbered"."c2" AS "c2", "numbered"."c3" AS "c3", "numbered"."c4" AS "c4", "numbered"."c5" AS "c5"
FROM "numbered"
WHERE "numbered"."copy" = 1
ORDER BY "numbered"."k0", "numbered"."k1"
LIMIT 5
