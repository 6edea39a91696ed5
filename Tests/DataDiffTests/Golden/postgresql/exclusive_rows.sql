WITH "pl_rows_a" AS (
SELECT *
FROM "prod"."order ""lines"""
WHERE (
day >= '2026-01-01'
)
),
"pl_rows_b" AS (
SELECT *
FROM (
SELECT * FROM dev.lines
) AS "query"
),
"pl_a" AS (
SELECT "pl_rows_a"."order_id" AS "k0", CAST("pl_rows_a"."line" AS text) AS "k1", "pl_rows_a"."order_id" AS "c0", "pl_rows_a"."line" AS "c1", "pl_rows_a"."amount" AS "c2", "pl_rows_a"."note" AS "c3", CAST("pl_rows_a"."at" AS text) AS "c4", "pl_rows_a"."old" AS "c5"
FROM "pl_rows_a"
WHERE ("pl_rows_a"."order_id" IS DISTINCT FROM NULL AND "pl_rows_a"."line" IS DISTINCT FROM NULL)
),
"pl_b" AS (
SELECT "pl_rows_b"."order_id" AS "k0", (CAST("pl_rows_b"."line" AS text) COLLATE "C") AS "k1"
FROM "pl_rows_b"
WHERE ("pl_rows_b"."order_id" IS DISTINCT FROM NULL AND "pl_rows_b"."line" IS DISTINCT FROM NULL)
)
SELECT "pl_a"."c0" AS "c0", "pl_a"."c1" AS "c1", "pl_a"."c2" AS "c2", "pl_a"."c3" AS "c3", "pl_a"."c4" AS "c4", "pl_a"."c5" AS "c5"
FROM "pl_a"
WHERE NOT (EXISTS (
SELECT 1 AS "found"
FROM "pl_b"
WHERE ("pl_b"."k0" = "pl_a"."k0" AND "pl_b"."k1" = "pl_a"."k1")
))
ORDER BY "pl_a"."k0", "pl_a"."k1"
LIMIT 5
