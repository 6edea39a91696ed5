WITH "pl_rows_a" AS (
SELECT *
FROM "prod"
WHERE (CAST("at" AS timestamp without time zone) IS NOT DISTINCT FROM NULL OR NOT (isfinite(CAST("at" AS timestamp without time zone))) OR (CAST("at" AS timestamp without time zone) >= TIMESTAMP '0044-03-15 BC 00:00:00' AND CAST("at" AS timestamp without time zone) <= TIMESTAMP '2024-02-29 18:00:00.000001'))
),
"pl_times" AS (
SELECT CASE WHEN isfinite(CAST("pl_rows_a"."at" AS timestamp without time zone)) THEN ((CAST(CAST("pl_rows_a"."at" AS timestamp without time zone) AS DATE) - DATE '1970-01-01') - CAST(extract(isodow FROM CAST(CAST("pl_rows_a"."at" AS timestamp without time zone) AS DATE)) AS INTEGER) + 1) END AS "start"
FROM "pl_rows_a"
)
SELECT "pl_times"."start" AS "start", count(*) AS "rows"
FROM "pl_times"
GROUP BY "pl_times"."start"
