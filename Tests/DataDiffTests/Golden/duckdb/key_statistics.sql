WITH "rows_b" AS (
SELECT *
FROM (
SELECT * FROM dev.lines
) AS "query"
),
"keys" AS (
SELECT "rows_b"."ORDER_ID" AS "k0", CAST("rows_b"."line" AS VARCHAR) AS "k1"
FROM "rows_b"
),
"grouped" AS (
SELECT "keys"."k0" AS "k0", "keys"."k1" AS "k1", count(*) AS "copies"
FROM "keys"
GROUP BY "keys"."k0", "keys"."k1"
)
SELECT coalesce(sum("copies"), 0) AS "total_rows", coalesce(sum("copies") FILTER (WHERE NOT (("k0" IS NOT NULL AND "k1" IS NOT NULL))), 0) AS "nulls", coalesce(sum("copies") FILTER (WHERE (("k0" IS NOT NULL AND "k1" IS NOT NULL) AND "copies" > 1)), 0) AS "dupes", count(*) FILTER (WHERE ("k0" IS NOT NULL AND "k1" IS NOT NULL)) AS "distincts"
FROM "grouped"
