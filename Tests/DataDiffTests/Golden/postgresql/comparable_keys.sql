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
SELECT "pl_rows_a"."order_id" AS "k0", CAST("pl_rows_a"."line" AS text) AS "k1"
FROM "pl_rows_a"
WHERE ("pl_rows_a"."order_id" IS DISTINCT FROM NULL AND "pl_rows_a"."line" IS DISTINCT FROM NULL)
),
"pl_b" AS (
SELECT "pl_rows_b"."order_id" AS "k0", (CAST("pl_rows_b"."line" AS text) COLLATE "C") AS "k1"
FROM "pl_rows_b"
WHERE ("pl_rows_b"."order_id" IS DISTINCT FROM NULL AND "pl_rows_b"."line" IS DISTINCT FROM NULL)
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
SELECT count(*) AS "rows"
FROM "pl_a"
JOIN "pl_b" ON ("pl_a"."k0" = "pl_b"."k0" AND "pl_a"."k1" = "pl_b"."k1")
WHERE (NOT (EXISTS (
SELECT 1 AS "found"
FROM "pl_a_dup"
WHERE ("pl_a_dup"."k0" = "pl_a"."k0" AND "pl_a_dup"."k1" = "pl_a"."k1")
)) AND NOT (EXISTS (
SELECT 1 AS "found"
FROM "pl_b_dup"
WHERE ("pl_b_dup"."k0" = "pl_b"."k0" AND "pl_b_dup"."k1" = "pl_b"."k1")
)))
