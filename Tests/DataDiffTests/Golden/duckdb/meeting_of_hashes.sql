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
SELECT "pl_rows_a"."order_id" AS "k0", CAST("pl_rows_a"."line" AS VARCHAR) AS "k1", hash(hash(CAST("pl_rows_a"."amount" AS DOUBLE), ("pl_rows_a"."note" COLLATE "binary"), CAST("pl_rows_a"."at" AS TIMESTAMP)), 0) AS "row", hash(hash("pl_rows_a"."order_id", CAST("pl_rows_a"."line" AS VARCHAR)), 0) AS "key_hash"
FROM "pl_rows_a"
WHERE ("pl_rows_a"."order_id" IS NOT NULL AND "pl_rows_a"."line" IS NOT NULL)
),
"pl_hashed_b" AS (
SELECT "pl_rows_b"."ORDER_ID" AS "k0", (CAST("pl_rows_b"."line" AS VARCHAR) COLLATE "binary") AS "k1", hash(hash(CAST("pl_rows_b"."amount" AS DOUBLE), ("pl_rows_b"."note" COLLATE "binary"), CAST("pl_rows_b"."at" AS TIMESTAMP)), 0) AS "row", hash(hash("pl_rows_b"."ORDER_ID", (CAST("pl_rows_b"."line" AS VARCHAR) COLLATE "binary")), 0) AS "key_hash"
FROM "pl_rows_b"
WHERE ("pl_rows_b"."ORDER_ID" IS NOT NULL AND "pl_rows_b"."line" IS NOT NULL)
),
"pl_met" AS (
SELECT "pl_hashed_b"."k0" IS NULL AS "only_a", "pl_hashed_a"."k0" IS NULL AS "only_b", "pl_hashed_a"."key_hash" AS "key_a", "pl_hashed_b"."key_hash" AS "key_b", (("pl_hashed_a"."k0" IS NOT NULL AND "pl_hashed_b"."k0" IS NOT NULL) AND "pl_hashed_a"."row" IS DISTINCT FROM "pl_hashed_b"."row") AS "differs"
FROM "pl_hashed_a"
FULL JOIN "pl_hashed_b" ON ("pl_hashed_a"."k0" = "pl_hashed_b"."k0" AND "pl_hashed_a"."k1" = "pl_hashed_b"."k1")
)
SELECT coalesce(count_if((NOT ("only_a") AND NOT ("only_b"))), 0) AS "pairs", coalesce(count_if("only_a"), 0) AS "exclusive_a", coalesce(count_if("only_b"), 0) AS "exclusive_b", count(DISTINCT CASE WHEN "only_a" THEN "key_a" END) AS "distinct_a", count(DISTINCT CASE WHEN "only_b" THEN "key_b" END) AS "distinct_b", coalesce(count_if("differs"), 0) AS "different_rows"
FROM "pl_met"
