WITH "pl_rows_a" AS (
SELECT *
FROM "t"
),
"pl_rows_b" AS (
SELECT *
FROM "t"
),
"pl_a" AS (
SELECT "pl_rows_a"."id" AS "k0", CASE WHEN array_ndims("pl_rows_a"."c0") = 1 THEN ARRAY(SELECT "value" FROM unnest("pl_rows_a"."c0") AS "element"("value") ORDER BY "value") ELSE "pl_rows_a"."c0" END AS "v0", CASE WHEN array_ndims(("pl_rows_a"."c1" COLLATE "C")) = 1 THEN ARRAY(SELECT "value" FROM unnest(("pl_rows_a"."c1" COLLATE "C")) AS "element"("value") ORDER BY "value") ELSE ("pl_rows_a"."c1" COLLATE "C") END AS "v1", CASE WHEN strpos(CAST("pl_rows_a"."c2" AS text), '\u') > 0 AND regexp_replace(CAST("pl_rows_a"."c2" AS text), '\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}', '', 'g') ~ '\\u(0000|[dD][89a-fA-F])' THEN to_jsonb(CAST("pl_rows_a"."c2" AS text)) ELSE CAST("pl_rows_a"."c2" AS jsonb) END AS "v2"
FROM "pl_rows_a"
WHERE "pl_rows_a"."id" IS DISTINCT FROM NULL
),
"pl_b" AS (
SELECT "pl_rows_b"."id" AS "k0", CASE WHEN array_ndims("pl_rows_b"."c0") = 1 THEN ARRAY(SELECT "value" FROM unnest("pl_rows_b"."c0") AS "element"("value") ORDER BY "value") ELSE "pl_rows_b"."c0" END AS "v0", CASE WHEN array_ndims(("pl_rows_b"."c1" COLLATE "C")) = 1 THEN ARRAY(SELECT "value" FROM unnest(("pl_rows_b"."c1" COLLATE "C")) AS "element"("value") ORDER BY "value") ELSE ("pl_rows_b"."c1" COLLATE "C") END AS "v1", CASE WHEN strpos(CAST("pl_rows_b"."c2" AS text), '\u') > 0 AND regexp_replace(CAST("pl_rows_b"."c2" AS text), '\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}', '', 'g') ~ '\\u(0000|[dD][89a-fA-F])' THEN to_jsonb(CAST("pl_rows_b"."c2" AS text)) ELSE CAST("pl_rows_b"."c2" AS jsonb) END AS "v2"
FROM "pl_rows_b"
WHERE "pl_rows_b"."id" IS DISTINCT FROM NULL
),
"pl_compared" AS (
WITH "fence" AS (SELECT 1)
SELECT ("pl_a"."v0" IS DISTINCT FROM "pl_b"."v0" OR "pl_a"."v1" IS DISTINCT FROM "pl_b"."v1" OR "pl_a"."v2" IS DISTINCT FROM "pl_b"."v2") AS "differs", "pl_a"."v0" AS "a0", "pl_b"."v0" AS "b0", "pl_a"."v1" AS "a1", "pl_b"."v1" AS "b1", "pl_a"."v2" AS "a2", "pl_b"."v2" AS "b2"
FROM "pl_a"
JOIN "pl_b" ON "pl_a"."k0" = "pl_b"."k0"
)
SELECT count(*) AS "rows", count(*) FILTER (WHERE "differs") AS "different_rows", count(*) FILTER (WHERE ("differs" AND "a0" IS DISTINCT FROM "b0")) AS "c0", count(*) FILTER (WHERE ("differs" AND "a1" IS DISTINCT FROM "b1")) AS "c1", count(*) FILTER (WHERE ("differs" AND "a2" IS DISTINCT FROM "b2")) AS "c2"
FROM "pl_compared"
