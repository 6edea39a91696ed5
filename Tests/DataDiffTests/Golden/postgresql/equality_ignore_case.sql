WITH "pl_rows_a" AS (
SELECT *
FROM "t"
),
"pl_rows_b" AS (
SELECT *
FROM "t"
),
"pl_a" AS (
SELECT "pl_rows_a"."id" AS "k0", (lower(CAST("pl_rows_a"."c0" AS text)) COLLATE "C") AS "v0", "pl_rows_a"."c1" AS "v1"
FROM "pl_rows_a"
WHERE "pl_rows_a"."id" IS DISTINCT FROM NULL
),
"pl_b" AS (
SELECT "pl_rows_b"."id" AS "k0", (lower(CAST("pl_rows_b"."c0" AS text)) COLLATE "C") AS "v0", "pl_rows_b"."c1" AS "v1"
FROM "pl_rows_b"
WHERE "pl_rows_b"."id" IS DISTINCT FROM NULL
),
"pl_compared" AS (
SELECT (CASE WHEN "pl_a"."v0" IS DISTINCT FROM "pl_b"."v0" THEN 1 ELSE 0 END + CASE WHEN "pl_a"."v1" IS DISTINCT FROM "pl_b"."v1" THEN 2 ELSE 0 END) AS "pattern"
FROM "pl_a"
JOIN "pl_b" ON "pl_a"."k0" = "pl_b"."k0"
),
"pl_patterns" AS (
SELECT "pattern" AS "pattern", count(*) AS "rows"
FROM "pl_compared"
GROUP BY "pattern"
)
SELECT coalesce(sum("rows"), 0) AS "rows", coalesce(sum(CASE WHEN "pattern" > 0 THEN "rows" END), 0) AS "different_rows", coalesce(sum(CASE WHEN ("pattern" & 1) > 0 THEN "rows" END), 0) AS "c0", coalesce(sum(CASE WHEN ("pattern" & 2) > 0 THEN "rows" END), 0) AS "c1"
FROM "pl_patterns"
