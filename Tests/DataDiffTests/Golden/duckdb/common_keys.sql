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
SELECT "rows_a"."order_id" AS "k0", CAST("rows_a"."line" AS VARCHAR) AS "k1"
FROM "rows_a"
WHERE ("rows_a"."order_id" IS NOT NULL AND "rows_a"."line" IS NOT NULL)
),
"b" AS (
SELECT "rows_b"."ORDER_ID" AS "k0", CAST("rows_b"."line" AS VARCHAR) AS "k1"
FROM "rows_b"
WHERE ("rows_b"."ORDER_ID" IS NOT NULL AND "rows_b"."line" IS NOT NULL)
),
"a_keys" AS (
SELECT "a"."k0" AS "k0", "a"."k1" AS "k1"
FROM "a"
GROUP BY "a"."k0", "a"."k1"
),
"b_keys" AS (
SELECT "b"."k0" AS "k0", "b"."k1" AS "k1"
FROM "b"
GROUP BY "b"."k0", "b"."k1"
)
SELECT count(*) AS "common"
FROM "a_keys"
JOIN "b_keys" ON ("a_keys"."k0" = "b_keys"."k0" AND "a_keys"."k1" = "b_keys"."k1")
