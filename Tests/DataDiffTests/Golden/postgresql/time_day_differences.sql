WITH "pl_rows_a" AS (
SELECT *
FROM "prod"
WHERE (CAST("at" AS DATE) IS NOT DISTINCT FROM NULL OR NOT (isfinite(CAST("at" AS DATE))) OR (CAST("at" AS DATE) >= DATE '0044-03-15 BC' AND CAST("at" AS DATE) <= DATE '2024-02-29'))
),
"pl_rows_b" AS (
SELECT *
FROM "dev"
WHERE ((
id > 0
) AND (CAST(CAST("at" AS timestamp without time zone) AS DATE) IS NOT DISTINCT FROM NULL OR NOT (isfinite(CAST(CAST("at" AS timestamp without time zone) AS DATE))) OR (CAST(CAST("at" AS timestamp without time zone) AS DATE) >= DATE '0044-03-15 BC' AND CAST(CAST("at" AS timestamp without time zone) AS DATE) <= DATE '2024-02-29')))
),
"pl_a" AS (
SELECT "pl_rows_a"."id" AS "k0", CASE WHEN isfinite("pl_rows_a"."at") THEN CAST("pl_rows_a"."at" - DATE '1970-01-01' AS numeric) * 86400000000 WHEN "pl_rows_a"."at" > DATE '1970-01-01' THEN 1000000000000000000000000000000 WHEN "pl_rows_a"."at" < DATE '1970-01-01' THEN -1000000000000000000000000000000 END AS "v0", CASE WHEN isfinite(CAST("pl_rows_a"."at" AS DATE)) THEN (CAST("pl_rows_a"."at" AS DATE) - DATE '1970-01-01') END AS "time"
FROM "pl_rows_a"
WHERE "pl_rows_a"."id" IS DISTINCT FROM NULL
),
"pl_b" AS (
SELECT "pl_rows_b"."id" AS "k0", CASE WHEN isfinite(CAST("pl_rows_b"."at" AS timestamp without time zone)) THEN CAST(CAST(CAST("pl_rows_b"."at" AS timestamp without time zone) AS date) - DATE '1970-01-01' AS numeric) * 86400000000 + CAST(extract(epoch FROM CAST(CAST("pl_rows_b"."at" AS timestamp without time zone) AS time)) * 1000000 AS bigint) WHEN CAST("pl_rows_b"."at" AS timestamp without time zone) > DATE '1970-01-01' THEN 1000000000000000000000000000000 WHEN CAST("pl_rows_b"."at" AS timestamp without time zone) < DATE '1970-01-01' THEN -1000000000000000000000000000000 END AS "v0"
FROM "pl_rows_b"
WHERE "pl_rows_b"."id" IS DISTINCT FROM NULL
),
"pl_times" AS (
SELECT "pl_a"."time" AS "start"
FROM "pl_a"
JOIN "pl_b" ON "pl_a"."k0" = "pl_b"."k0"
WHERE "pl_a"."v0" IS DISTINCT FROM "pl_b"."v0"
)
SELECT "pl_times"."start" AS "start", count(*) AS "rows"
FROM "pl_times"
GROUP BY "pl_times"."start"
