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
SELECT "rows_a"."order_id" AS "k0", CAST("rows_a"."line" AS VARCHAR) AS "k1", CAST("rows_a"."amount" AS DOUBLE) AS "v0", "rows_a"."note" AS "v1", CAST("rows_a"."at" AS TIMESTAMP) AS "v2", "rows_a"."old" AS "h0"
FROM "rows_a"
WHERE ("rows_a"."order_id" IS NOT NULL AND "rows_a"."line" IS NOT NULL)
),
"b" AS (
SELECT "rows_b"."ORDER_ID" AS "k0", CAST("rows_b"."line" AS VARCHAR) AS "k1", CAST("rows_b"."amount" AS DOUBLE) AS "v0", "rows_b"."note" AS "v1", CAST("rows_b"."at" AS TIMESTAMP) AS "v2", "rows_b"."new" AS "h0"
FROM "rows_b"
WHERE ("rows_b"."ORDER_ID" IS NOT NULL AND "rows_b"."line" IS NOT NULL)
)
SELECT count(*) AS "rows", count(*) FILTER (WHERE ("a"."v0" IS DISTINCT FROM "b"."v0" OR "a"."v1" IS DISTINCT FROM "b"."v1" OR "a"."v2" IS DISTINCT FROM "b"."v2")) AS "different_rows", count(*) FILTER (WHERE "a"."v0" IS DISTINCT FROM "b"."v0") AS "c0", count(*) FILTER (WHERE "a"."v1" IS DISTINCT FROM "b"."v1") AS "c1", count(*) FILTER (WHERE "a"."v2" IS DISTINCT FROM "b"."v2") AS "c2", count(*) FILTER (WHERE NOT ("a"."h0" IS DISTINCT FROM "b"."h0")) AS "same0", count(*) FILTER (WHERE (NOT ("a"."h0" IS DISTINCT FROM "b"."h0") AND "a"."h0" IS NOT NULL)) AS "filled0"
FROM "a"
JOIN "b" ON ("a"."k0" = "b"."k0" AND "a"."k1" = "b"."k1")
