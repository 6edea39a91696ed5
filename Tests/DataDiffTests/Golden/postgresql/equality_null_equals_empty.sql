WITH "pl_rows_a" AS (
SELECT *
FROM "t"
),
"pl_rows_b" AS (
SELECT *
FROM "t"
),
"pl_a" AS (
SELECT "pl_rows_a"."id" AS "k0", (coalesce(CAST("pl_rows_a"."c0" AS text), '') COLLATE "C") AS "v0", CAST("pl_rows_a"."c1" AS text) AS "v1"
FROM "pl_rows_a"
WHERE "pl_rows_a"."id" IS DISTINCT FROM NULL
),
"pl_b" AS (
SELECT "pl_rows_b"."id" AS "k0", (coalesce(CAST("pl_rows_b"."c0" AS text), '') COLLATE "C") AS "v0", (CAST("pl_rows_b"."c1" AS text) COLLATE "C") AS "v1"
FROM "pl_rows_b"
WHERE "pl_rows_b"."id" IS DISTINCT FROM NULL
),
"pl_compared" AS (
WITH "fence" AS (SELECT 1)
SELECT ("pl_a"."v0" IS DISTINCT FROM "pl_b"."v0" OR "pl_a"."v1" IS DISTINCT FROM "pl_b"."v1") AS "differs", "pl_a"."v0" AS "a0", "pl_b"."v0" AS "b0", "pl_a"."v1" AS "a1", "pl_b"."v1" AS "b1"
FROM "pl_a"
JOIN "pl_b" ON "pl_a"."k0" = "pl_b"."k0"
)
SELECT count(*) AS "rows", count(*) FILTER (WHERE "differs") AS "different_rows", count(*) FILTER (WHERE ("differs" AND "a0" IS DISTINCT FROM "b0")) AS "c0", count(*) FILTER (WHERE ("differs" AND "a1" IS DISTINCT FROM "b1")) AS "c1"
FROM "pl_compared"
