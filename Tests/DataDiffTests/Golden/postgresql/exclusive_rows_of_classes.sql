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
"pl_b" AS (
SELECT "pl_rows_b"."order_id" AS "k0", (CAST("pl_rows_b"."line" AS text) COLLATE "C") AS "k1", "pl_rows_b"."line" AS "c0", "pl_rows_b"."order_id" AS "c1", "pl_rows_b"."amount" AS "c2", "pl_rows_b"."note" AS "c3", CAST("pl_rows_b"."at" AS text) AS "c4", "pl_rows_b"."new" AS "c5"
FROM "pl_rows_b"
WHERE (("pl_rows_b"."order_id" IS DISTINCT FROM NULL AND "pl_rows_b"."line" IS DISTINCT FROM NULL) AND (hashtextextended(CAST((CAST("pl_rows_b"."line" AS text) COLLATE "C") AS text) COLLATE "C", hashint8extended(CAST("pl_rows_b"."order_id" AS bigint), hashint8extended(CAST("pl_rows_b"."order_id" AS bigint) >> 32, 0))) & 2047) IN (1))
),
"pl_a" AS (
SELECT "pl_rows_a"."order_id" AS "k0", CAST("pl_rows_a"."line" AS text) AS "k1"
FROM "pl_rows_a"
WHERE (("pl_rows_a"."order_id" IS DISTINCT FROM NULL AND "pl_rows_a"."line" IS DISTINCT FROM NULL) AND (hashtextextended(CAST(CAST("pl_rows_a"."line" AS text) AS text) COLLATE "C", hashint8extended(CAST("pl_rows_a"."order_id" AS bigint), hashint8extended(CAST("pl_rows_a"."order_id" AS bigint) >> 32, 0))) & 2047) IN (1))
)
SELECT "pl_b"."c0" AS "c0", "pl_b"."c1" AS "c1", "pl_b"."c2" AS "c2", "pl_b"."c3" AS "c3", "pl_b"."c4" AS "c4", "pl_b"."c5" AS "c5"
FROM "pl_b"
WHERE NOT (EXISTS (
SELECT 1 AS "found"
FROM "pl_a"
WHERE ("pl_a"."k0" = "pl_b"."k0" AND "pl_a"."k1" = "pl_b"."k1")
))
ORDER BY "pl_b"."k0", "pl_b"."k1"
LIMIT 5
