WITH "pl_rows_a" AS (
SELECT *
FROM "prod"
WHERE (CAST("at" AS TIMESTAMP) IS NULL OR NOT (isfinite(CAST("at" AS TIMESTAMP))) OR (CAST("at" AS TIMESTAMP) >= TIMESTAMP '0044-03-15 (BC) 00:00:00' AND CAST("at" AS TIMESTAMP) <= TIMESTAMP '2024-02-29 18:00:00.000001'))
),
"pl_rows_b" AS (
SELECT *
FROM "dev"
WHERE ((
id > 0
) AND (CAST("at" AS TIMESTAMP) IS NULL OR NOT (isfinite(CAST("at" AS TIMESTAMP))) OR (CAST("at" AS TIMESTAMP) >= TIMESTAMP '0044-03-15 (BC) 00:00:00' AND CAST("at" AS TIMESTAMP) <= TIMESTAMP '2024-02-29 18:00:00.000001')))
),
"pl_b" AS (
SELECT "pl_rows_b"."id" AS "k0", CASE WHEN isfinite(CAST("pl_rows_b"."at" AS TIMESTAMP)) THEN ((CAST(CAST("pl_rows_b"."at" AS TIMESTAMP) AS DATE) - DATE '1970-01-01') - CAST(extract(doy FROM CAST(CAST("pl_rows_b"."at" AS TIMESTAMP) AS DATE)) AS INTEGER) + 1) END AS "time"
FROM "pl_rows_b"
WHERE "pl_rows_b"."id" IS NOT NULL
),
"pl_a" AS (
SELECT "pl_rows_a"."id" AS "k0"
FROM "pl_rows_a"
WHERE "pl_rows_a"."id" IS NOT NULL
),
"pl_times" AS (
SELECT min("pl_b"."time") AS "start"
FROM "pl_b"
WHERE NOT (EXISTS (
SELECT 1 AS "found"
FROM "pl_a"
WHERE "pl_a"."k0" = "pl_b"."k0"
))
GROUP BY "pl_b"."k0"
)
SELECT "pl_times"."start" AS "start", count(*) AS "rows"
FROM "pl_times"
GROUP BY "pl_times"."start"
