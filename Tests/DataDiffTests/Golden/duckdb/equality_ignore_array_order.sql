WITH "pl_rows_a" AS (
SELECT *
FROM "t"
),
"pl_rows_b" AS (
SELECT *
FROM "t"
),
"pl_a" AS (
SELECT "pl_rows_a"."id" AS "k0", list_sort("pl_rows_a"."c0") AS "v0", list_sort(list_transform("pl_rows_a"."c1", lambda e1: struct_pack(text := (e1 COLLATE "binary")))) AS "v1", (SELECT list_sort(list(fullkey || ':' || type || ':' || coalesce(CAST(atom AS VARCHAR), ''))) FROM json_tree("pl_rows_a"."c2")) AS "v2"
FROM "pl_rows_a"
WHERE "pl_rows_a"."id" IS NOT NULL
),
"pl_b" AS (
SELECT "pl_rows_b"."id" AS "k0", list_sort("pl_rows_b"."c0") AS "v0", list_sort(list_transform("pl_rows_b"."c1", lambda e1: struct_pack(text := (e1 COLLATE "binary")))) AS "v1", (SELECT list_sort(list(fullkey || ':' || type || ':' || coalesce(CAST(atom AS VARCHAR), ''))) FROM json_tree("pl_rows_b"."c2")) AS "v2"
FROM "pl_rows_b"
WHERE "pl_rows_b"."id" IS NOT NULL
),
"pl_compared" AS (
SELECT "pl_a"."v0" IS DISTINCT FROM "pl_b"."v0" AS "d0", "pl_a"."v1" IS DISTINCT FROM "pl_b"."v1" AS "d1", "pl_a"."v2" IS DISTINCT FROM "pl_b"."v2" AS "d2"
FROM "pl_a"
JOIN "pl_b" ON "pl_a"."k0" = "pl_b"."k0"
)
SELECT count(*) AS "rows", coalesce(count_if(("d0" OR "d1" OR "d2")), 0) AS "different_rows", coalesce(count_if("d0"), 0) AS "c0", coalesce(count_if("d1"), 0) AS "c1", coalesce(count_if("d2"), 0) AS "c2"
FROM "pl_compared"
