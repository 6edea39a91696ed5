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
SELECT "pl_rows_a"."order_id" AS "k0", CAST("pl_rows_a"."line" AS VARCHAR) AS "k1", ("pl_rows_a"."note" COLLATE "binary") AS "v1", "pl_rows_a"."order_id" AS "key0", "pl_rows_a"."line" AS "key1"
FROM "pl_rows_a"
WHERE (("pl_rows_a"."order_id" IS NOT NULL AND "pl_rows_a"."line" IS NOT NULL) AND (hash(hash("pl_rows_a"."order_id", CAST("pl_rows_a"."line" AS VARCHAR)), 0) & 2047) IN (3, 2047))
),
"pl_b" AS (
SELECT "pl_rows_b"."ORDER_ID" AS "k0", (CAST("pl_rows_b"."line" AS VARCHAR) COLLATE "binary") AS "k1", ("pl_rows_b"."note" COLLATE "binary") AS "v1"
FROM "pl_rows_b"
WHERE (("pl_rows_b"."ORDER_ID" IS NOT NULL AND "pl_rows_b"."line" IS NOT NULL) AND (hash(hash("pl_rows_b"."ORDER_ID", (CAST("pl_rows_b"."line" AS VARCHAR) COLLATE "binary")), 0) & 2047) IN (3, 2047))
)
SELECT "pl_a"."key0" AS "k0", "pl_a"."key1" AS "k1", "pl_a"."v1" IS DISTINCT FROM "pl_b"."v1" AS "d1", "pl_a"."v1" AS "a1", "pl_b"."v1" AS "b1"
FROM "pl_a"
JOIN "pl_b" ON ("pl_a"."k0" = "pl_b"."k0" AND "pl_a"."k1" = "pl_b"."k1")
WHERE "pl_a"."v1" IS DISTINCT FROM "pl_b"."v1"
ORDER BY "pl_a"."k0", "pl_a"."k1"
LIMIT 5
