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
SELECT "pl_rows_a"."order_id" AS "k0", CAST("pl_rows_a"."line" AS VARCHAR) AS "k1", CAST("pl_rows_a"."amount" AS DOUBLE) AS "v0", ("pl_rows_a"."note" COLLATE "binary") AS "v1", CAST("pl_rows_a"."at" AS TIMESTAMP) AS "v2", "pl_rows_a"."order_id" AS "key0", "pl_rows_a"."line" AS "key1", "pl_rows_a"."amount" AS "raw0"
FROM "pl_rows_a"
WHERE ("pl_rows_a"."order_id" IS NOT NULL AND "pl_rows_a"."line" IS NOT NULL)
),
"pl_b" AS (
SELECT "pl_rows_b"."ORDER_ID" AS "k0", (CAST("pl_rows_b"."line" AS VARCHAR) COLLATE "binary") AS "k1", CAST("pl_rows_b"."amount" AS DOUBLE) AS "v0", ("pl_rows_b"."note" COLLATE "binary") AS "v1", CAST("pl_rows_b"."at" AS TIMESTAMP) AS "v2", "pl_rows_b"."amount" AS "raw0"
FROM "pl_rows_b"
WHERE ("pl_rows_b"."ORDER_ID" IS NOT NULL AND "pl_rows_b"."line" IS NOT NULL)
),
"pl_a_dup" AS (
SELECT "pl_a"."k0" AS "k0", "pl_a"."k1" AS "k1"
FROM "pl_a"
GROUP BY "pl_a"."k0", "pl_a"."k1"
HAVING count(*) > 1
),
"pl_b_dup" AS (
SELECT "pl_b"."k0" AS "k0", "pl_b"."k1" AS "k1"
FROM "pl_b"
GROUP BY "pl_b"."k0", "pl_b"."k1"
HAVING count(*) > 1
)
SELECT "pl_a"."key0" AS "k0", "pl_a"."key1" AS "k1", "pl_a"."v0" IS DISTINCT FROM "pl_b"."v0" AS "d0", "pl_a"."raw0" AS "a0", "pl_b"."raw0" AS "b0", "pl_a"."v1" IS DISTINCT FROM "pl_b"."v1" AS "d1", "pl_a"."v1" AS "a1", "pl_b"."v1" AS "b1"
FROM "pl_a"
JOIN "pl_b" ON ("pl_a"."k0" = "pl_b"."k0" AND "pl_a"."k1" = "pl_b"."k1")
WHERE (("pl_a"."v0" IS DISTINCT FROM "pl_b"."v0" OR "pl_a"."v1" IS DISTINCT FROM "pl_b"."v1" OR "pl_a"."v2" IS DISTINCT FROM "pl_b"."v2") AND (NOT (EXISTS (
SELECT 1 AS "found"
FROM "pl_a_dup"
WHERE ("pl_a_dup"."k0" = "pl_a"."k0" AND "pl_a_dup"."k1" = "pl_a"."k1")
)) AND NOT (EXISTS (
SELECT 1 AS "found"
FROM "pl_b_dup"
WHERE ("pl_b_dup"."k0" = "pl_b"."k0" AND "pl_b_dup"."k1" = "pl_b"."k1")
))))
ORDER BY "pl_a"."k0", "pl_a"."k1"
LIMIT 5
