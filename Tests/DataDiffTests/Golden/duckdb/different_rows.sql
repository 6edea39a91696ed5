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
SELECT "rows_a"."order_id" AS "k0", CAST("rows_a"."line" AS VARCHAR) AS "k1", CAST("rows_a"."amount" AS DOUBLE) AS "v0", "rows_a"."note" AS "v1", CAST("rows_a"."at" AS TIMESTAMP) AS "v2", "rows_a"."order_id" AS "key0", "rows_a"."line" AS "key1", "rows_a"."amount" AS "raw0", "rows_a"."note" AS "raw1", "rows_a"."at" AS "raw2"
FROM "rows_a"
WHERE ("rows_a"."order_id" IS NOT NULL AND "rows_a"."line" IS NOT NULL)
),
"b" AS (
SELECT "rows_b"."ORDER_ID" AS "k0", CAST("rows_b"."line" AS VARCHAR) AS "k1", CAST("rows_b"."amount" AS DOUBLE) AS "v0", "rows_b"."note" AS "v1", CAST("rows_b"."at" AS TIMESTAMP) AS "v2", "rows_b"."amount" AS "raw0", "rows_b"."note" AS "raw1", "rows_b"."at" AS "raw2"
FROM "rows_b"
WHERE ("rows_b"."ORDER_ID" IS NOT NULL AND "rows_b"."line" IS NOT NULL)
),
"a_dup" AS (
SELECT "a"."k0" AS "k0", "a"."k1" AS "k1"
FROM "a"
GROUP BY "a"."k0", "a"."k1"
HAVING count(*) > 1
),
"b_dup" AS (
SELECT "b"."k0" AS "k0", "b"."k1" AS "k1"
FROM "b"
GROUP BY "b"."k0", "b"."k1"
HAVING count(*) > 1
)
SELECT "a"."key0" AS "k0", "a"."key1" AS "k1", "a"."v0" IS DISTINCT FROM "b"."v0" AS "d0", "a"."raw0" AS "a0", "b"."raw0" AS "b0", "a"."v1" IS DISTINCT FROM "b"."v1" AS "d1", "a"."raw1" AS "a1", "b"."raw1" AS "b1", "a"."v2" IS DISTINCT FROM "b"."v2" AS "d2", "a"."raw2" AS "a2", "b"."raw2" AS "b2"
FROM "a"
JOIN "b" ON ("a"."k0" = "b"."k0" AND "a"."k1" = "b"."k1")
WHERE (("a"."v0" IS DISTINCT FROM "b"."v0" OR "a"."v1" IS DISTINCT FROM "b"."v1" OR "a"."v2" IS DISTINCT FROM "b"."v2") AND (NOT (EXISTS (
SELECT 1 AS "found"
FROM "a_dup"
WHERE ("a_dup"."k0" = "a"."k0" AND "a_dup"."k1" = "a"."k1")
)) AND NOT (EXISTS (
SELECT 1 AS "found"
FROM "b_dup"
WHERE ("b_dup"."k0" = "b"."k0" AND "b_dup"."k1" = "b"."k1")
))))
ORDER BY "a"."k0", "a"."k1"
LIMIT 5
