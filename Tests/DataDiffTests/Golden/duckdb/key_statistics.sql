WITH "pl_rows_b" AS (
SELECT *
FROM (
SELECT * FROM dev.lines
) AS "query"
),
"pl_keys" AS (
SELECT "pl_rows_b"."ORDER_ID" AS "k0", (CAST("pl_rows_b"."line" AS VARCHAR) COLLATE "binary") AS "k1"
FROM "pl_rows_b"
),
"pl_grouped" AS (
SELECT "pl_keys"."k0" AS "k0", "pl_keys"."k1" AS "k1", count(*) AS "copies"
FROM "pl_keys"
GROUP BY "pl_keys"."k0", "pl_keys"."k1"
)
SELECT coalesce(sum("copies"), 0) AS "total_rows", coalesce(sum(CASE WHEN NOT (("k0" IS NOT NULL AND "k1" IS NOT NULL)) THEN "copies" END), 0) AS "nulls", coalesce(sum(CASE WHEN (("k0" IS NOT NULL AND "k1" IS NOT NULL) AND "copies" > 1) THEN "copies" END), 0) AS "dupes", coalesce(count_if(("k0" IS NOT NULL AND "k1" IS NOT NULL)), 0) AS "distincts"
FROM "pl_grouped"
