WITH "pl_rows_b" AS (
SELECT *
FROM "dev"
WHERE ((
id > 0
) AND (CAST("at" AS timestamp without time zone) IS NOT DISTINCT FROM NULL OR NOT (isfinite(CAST("at" AS timestamp without time zone))) OR (CAST("at" AS timestamp without time zone) >= TIMESTAMP '0044-03-15 BC 00:00:00' AND CAST("at" AS timestamp without time zone) <= TIMESTAMP '2024-02-29 18:00:00.000001')))
)
SELECT count(*) AS "total_rows"
FROM "pl_rows_b"
