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
SELECT "pl_rows_a"."order_id" AS "k0", CAST("pl_rows_a"."line" AS VARCHAR) AS "k1", CAST("pl_rows_a"."amount" AS DOUBLE) AS "v0", ("pl_rows_a"."note" COLLATE "binary") AS "v1", CAST("pl_rows_a"."at" AS TIMESTAMP) AS "v2", ("pl_rows_a"."old" COLLATE "binary") AS "h0", hash(hash("pl_rows_a"."order_id", CAST("pl_rows_a"."line" AS VARCHAR)), 0) AS "key_hash"
FROM "pl_rows_a"
WHERE ("pl_rows_a"."order_id" IS NOT NULL AND "pl_rows_a"."line" IS NOT NULL)
),
"pl_b" AS (
SELECT "pl_rows_b"."ORDER_ID" AS "k0", (CAST("pl_rows_b"."line" AS VARCHAR) COLLATE "binary") AS "k1", CAST("pl_rows_b"."amount" AS DOUBLE) AS "v0", ("pl_rows_b"."note" COLLATE "binary") AS "v1", CAST("pl_rows_b"."at" AS TIMESTAMP) AS "v2", ("pl_rows_b"."new" COLLATE "binary") AS "h0", hash(hash("pl_rows_b"."ORDER_ID", (CAST("pl_rows_b"."line" AS VARCHAR) COLLATE "binary")), 0) AS "key_hash"
FROM "pl_rows_b"
WHERE ("pl_rows_b"."ORDER_ID" IS NOT NULL AND "pl_rows_b"."line" IS NOT NULL)
),
"pl_met" AS (
SELECT "pl_b"."k0" IS NULL AS "only_a", "pl_a"."k0" IS NULL AS "only_b", "pl_a"."key_hash" AS "key_a", "pl_b"."key_hash" AS "key_b", (("pl_a"."k0" IS NOT NULL AND "pl_b"."k0" IS NOT NULL) AND ("pl_a"."v0" IS DISTINCT FROM "pl_b"."v0" OR "pl_a"."v1" IS DISTINCT FROM "pl_b"."v1" OR "pl_a"."v2" IS DISTINCT FROM "pl_b"."v2")) AS "differs", "pl_a"."v0" AS "a0", "pl_b"."v0" AS "b0", "pl_a"."v1" AS "a1", "pl_b"."v1" AS "b1", "pl_a"."v2" AS "a2", "pl_b"."v2" AS "b2", (("pl_a"."k0" IS NOT NULL AND "pl_b"."k0" IS NOT NULL) AND ("pl_a"."h0" IS NOT NULL OR "pl_b"."h0" IS NOT NULL)) AS "f0", ((("pl_a"."k0" IS NOT NULL AND "pl_b"."k0" IS NOT NULL) AND ("pl_a"."h0" IS NOT NULL OR "pl_b"."h0" IS NOT NULL)) AND NOT ("pl_a"."h0" IS DISTINCT FROM "pl_b"."h0")) AS "s0", CASE WHEN ((("pl_a"."k0" IS NOT NULL AND "pl_b"."k0" IS NOT NULL) AND ("pl_a"."h0" IS NOT NULL OR "pl_b"."h0" IS NOT NULL)) AND NOT ("pl_a"."h0" IS DISTINCT FROM "pl_b"."h0")) THEN (CAST("pl_a"."h0" AS VARCHAR) COLLATE "binary") END AS "t0"
FROM "pl_a"
FULL JOIN "pl_b" ON ("pl_a"."k0" = "pl_b"."k0" AND "pl_a"."k1" = "pl_b"."k1")
)
SELECT coalesce(count_if((NOT ("only_a") AND NOT ("only_b"))), 0) AS "pairs", coalesce(count_if("only_a"), 0) AS "exclusive_a", coalesce(count_if("only_b"), 0) AS "exclusive_b", count(DISTINCT CASE WHEN "only_a" THEN "key_a" END) AS "distinct_a", count(DISTINCT CASE WHEN "only_b" THEN "key_b" END) AS "distinct_b", coalesce(count_if("differs"), 0) AS "different_rows", coalesce(count_if(("differs" AND "a0" IS DISTINCT FROM "b0")), 0) AS "c0", coalesce(count_if(("differs" AND "a1" IS DISTINCT FROM "b1")), 0) AS "c1", coalesce(count_if(("differs" AND "a2" IS DISTINCT FROM "b2")), 0) AS "c2", coalesce(count_if("f0"), 0) AS "filled0", coalesce(count_if("s0"), 0) AS "same0", CASE WHEN min("t0") < max("t0") THEN 1 ELSE 0 END AS "varies0"
FROM "pl_met"
