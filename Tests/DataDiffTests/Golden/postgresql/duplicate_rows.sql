WITH "pl_rows_b" AS (
SELECT *
FROM (
SELECT * FROM dev.lines
) AS "query"
),
"pl_b" AS (
SELECT "pl_rows_b"."order_id" AS "k0", (CAST("pl_rows_b"."line" AS text) COLLATE "C") AS "k1", "pl_rows_b"."line" AS "c0", "pl_rows_b"."order_id" AS "c1", "pl_rows_b"."amount" AS "c2", "pl_rows_b"."note" AS "c3", CAST("pl_rows_b"."at" AS text) AS "c4", "pl_rows_b"."new" AS "c5"
FROM "pl_rows_b"
WHERE ("pl_rows_b"."order_id" IS DISTINCT FROM NULL AND "pl_rows_b"."line" IS DISTINCT FROM NULL)
),
"pl_b_dup" AS (
SELECT "pl_b"."k0" AS "k0", "pl_b"."k1" AS "k1"
FROM "pl_b"
GROUP BY "pl_b"."k0", "pl_b"."k1"
HAVING count(*) > 1
)
SELECT "pl_b"."c0" AS "c0", "pl_b"."c1" AS "c1", "pl_b"."c2" AS "c2", "pl_b"."c3" AS "c3", "pl_b"."c4" AS "c4", "pl_b"."c5" AS "c5"
FROM "pl_b"
WHERE EXISTS (
SELECT 1 AS "found"
FROM "pl_b_dup"
WHERE ("pl_b_dup"."k0" = "pl_b"."k0" AND "pl_b_dup"."k1" = "pl_b"."k1")
)
ORDER BY "pl_b"."k0", "pl_b"."k1"
LIMIT 5
