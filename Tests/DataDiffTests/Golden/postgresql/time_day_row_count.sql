WITH "pl_rows_b" AS (
SELECT *
FROM "dev"
WHERE ((
id > 0
) AND (CAST(CAST("at" AS timestamp without time zone) AS DATE) IS NOT DISTINCT FROM NULL OR NOT (isfinite(CAST(CAST("at" AS timestamp without time zone) AS DATE))) OR (CAST(CAST("at" AS timestamp without time zone) AS DATE) >= DATE '0044-03-15 BC' AND CAST(CAST("at" AS timestamp without time zone) AS DATE) <= DATE '2024-02-29')))
)
SELECT count(*) AS "total_rows"
FROM "pl_rows_b"
