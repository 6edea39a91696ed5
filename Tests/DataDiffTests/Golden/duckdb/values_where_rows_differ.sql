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
"pl_hashed_a" AS (
SELECT "pl_rows_a"."order_id" AS "k0", CAST("pl_rows_a"."line" AS VARCHAR) AS "k1", hash(hash(CAST("pl_rows_a"."amount" AS DOUBLE), ("pl_rows_a"."note" COLLATE "binary"), CAST("pl_rows_a"."at" AS TIMESTAMP)), 0) AS "row"
FROM "pl_rows_a"
WHERE ("pl_rows_a"."order_id" IS NOT NULL AND "pl_rows_a"."line" IS NOT NULL)
),
"pl_hashed_b" AS (
SELECT "pl_rows_b"."ORDER_ID" AS "k0", (CAST("pl_rows_b"."line" AS VARCHAR) COLLATE "binary") AS "k1", hash(hash(CAST("pl_rows_b"."amount" AS DOUBLE), ("pl_rows_b"."note" COLLATE "binary"), CAST("pl_rows_b"."at" AS TIMESTAMP)), 0) AS "row"
FROM "pl_rows_b"
WHERE ("pl_rows_b"."ORDER_ID" IS NOT NULL AND "pl_rows_b"."line" IS NOT NULL)
),
"pl_suspects" AS (
SELECT "pl_hashed_a"."k0" AS "k0", "pl_hashed_a"."k1" AS "k1"
FROM "pl_hashed_a"
JOIN "pl_hashed_b" ON ("pl_hashed_a"."k0" = "pl_hashed_b"."k0" AND "pl_hashed_a"."k1" = "pl_hashed_b"."k1")
WHERE "pl_hashed_a"."row" IS DISTINCT FROM "pl_hashed_b"."row"
),
"pl_a" AS (
SELECT "pl_rows_a"."order_id" AS "k0", CAST("pl_rows_a"."line" AS VARCHAR) AS "k1", CAST("pl_rows_a"."amount" AS DOUBLE) AS "v0", ("pl_rows_a"."note" COLLATE "binary") AS "v1", CAST("pl_rows_a"."at" AS TIMESTAMP) AS "v2", "pl_rows_a"."order_id" AS "key0", "pl_rows_a"."line" AS "key1", "pl_rows_a"."amount" AS "raw0", "pl_rows_a"."at" AS "raw2"
FROM "pl_rows_a"
WHERE (("pl_rows_a"."order_id" IS NOT NULL AND "pl_rows_a"."line" IS NOT NULL) AND EXISTS (
SELECT 1 AS "found"
FROM "pl_suspects"
WHERE ("pl_suspects"."k0" = "pl_rows_a"."order_id" AND "pl_suspects"."k1" = CAST("pl_rows_a"."line" AS VARCHAR))
))
),
"pl_b" AS (
SELECT "pl_rows_b"."ORDER_ID" AS "k0", (CAST("pl_rows_b"."line" AS VARCHAR) COLLATE "binary") AS "k1", CAST("pl_rows_b"."amount" AS DOUBLE) AS "v0", ("pl_rows_b"."note" COLLATE "binary") AS "v1", CAST("pl_rows_b"."at" AS TIMESTAMP) AS "v2", "pl_rows_b"."amount" AS "raw0", "pl_rows_b"."at" AS "raw2"
FROM "pl_rows_b"
WHERE (("pl_rows_b"."ORDER_ID" IS NOT NULL AND "pl_rows_b"."line" IS NOT NULL) AND EXISTS (
SELECT 1 AS "found"
FROM "pl_suspects"
WHERE ("pl_suspects"."k0" = "pl_rows_b"."ORDER_ID" AND "pl_suspects"."k1" = (CAST("pl_rows_b"."line" AS VARCHAR) COLLATE "binary"))
))
),
"pl_compared" AS (
SELECT "pl_a"."v0" IS DISTINCT FROM "pl_b"."v0" AS "d0", "pl_a"."v1" IS DISTINCT FROM "pl_b"."v1" AS "d1", "pl_a"."v2" IS DISTINCT FROM "pl_b"."v2" AS "d2", "pl_a"."key0" AS "k0", "pl_a"."key1" AS "k1", "pl_a"."raw0" AS "a0", "pl_b"."raw0" AS "b0", "pl_a"."v1" AS "a1", "pl_b"."v1" AS "b1", "pl_a"."raw2" AS "a2", "pl_b"."raw2" AS "b2", "pl_a"."k0" AS "order0", "pl_a"."k1" AS "order1"
FROM "pl_a"
JOIN "pl_b" ON ("pl_a"."k0" = "pl_b"."k0" AND "pl_a"."k1" = "pl_b"."k1")
)
SELECT count(*) AS "rows", coalesce(count_if(("d0" OR "d1" OR "d2")), 0) AS "different_rows", coalesce(count_if("d0"), 0) AS "c0", coalesce(count_if("d1"), 0) AS "c1", coalesce(count_if("d2"), 0) AS "c2", arg_min(struct_pack(f0 := "k0", f1 := "k1", f2 := "d0", f3 := "a0", f4 := "b0", f5 := "d1", f6 := "a1", f7 := "b1", f8 := "d2", f9 := "a2", f10 := "b2"), row("order0", "order1"), 5) FILTER (WHERE ("d0" OR "d1" OR "d2")) AS "examples"
FROM "pl_compared"
