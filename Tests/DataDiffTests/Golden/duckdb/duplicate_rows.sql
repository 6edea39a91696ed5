WITH "rows_b" AS (
SELECT *
FROM (
SELECT * FROM dev.lines
) AS "query"
),
"b" AS (
SELECT "rows_b"."ORDER_ID" AS "k0", CAST("rows_b"."line" AS VARCHAR) AS "k1", "rows_b"."line" AS "c0", "rows_b"."ORDER_ID" AS "c1", "rows_b"."amount" AS "c2", "rows_b"."note" AS "c3", "rows_b"."at" AS "c4", "rows_b"."new" AS "c5"
FROM "rows_b"
WHERE ("rows_b"."ORDER_ID" IS NOT NULL AND "rows_b"."line" IS NOT NULL)
),
"b_dup" AS (
SELECT "b"."k0" AS "k0", "b"."k1" AS "k1"
FROM "b"
GROUP BY "b"."k0", "b"."k1"
HAVING count(*) > 1
)
SELECT "b"."c0" AS "c0", "b"."c1" AS "c1", "b"."c2" AS "c2", "b"."c3" AS "c3", "b"."c4" AS "c4", "b"."c5" AS "c5"
FROM "b"
WHERE EXISTS (
SELECT 1 AS "found"
FROM "b_dup"
WHERE ("b_dup"."k0" = "b"."k0" AND "b_dup"."k1" = "b"."k1")
)
ORDER BY "b"."k0", "b"."k1"
LIMIT 5
