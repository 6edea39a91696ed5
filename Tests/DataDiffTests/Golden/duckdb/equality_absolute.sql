WITH "pl_rows_a" AS (
SELECT *
FROM "t"
),
"pl_rows_b" AS (
SELECT *
FROM "t"
),
"pl_a" AS (
SELECT "pl_rows_a"."id" AS "k0", "pl_rows_a"."c0" AS "v0", "pl_rows_a"."c1" AS "v1", regexp_replace(CAST("pl_rows_a"."c2" AS VARCHAR), '(\.[0-9]*[1-9])0+$|\.0+$', '\1') AS "v2"
FROM "pl_rows_a"
WHERE "pl_rows_a"."id" IS NOT NULL
),
"pl_b" AS (
SELECT "pl_rows_b"."id" AS "k0", "pl_rows_b"."c0" AS "v0", "pl_rows_b"."c1" AS "v1", regexp_replace(CAST("pl_rows_b"."c2" AS VARCHAR), '(\.[0-9]*[1-9])0+$|\.0+$', '\1') AS "v2"
FROM "pl_rows_b"
WHERE "pl_rows_b"."id" IS NOT NULL
),
"pl_compared" AS (
SELECT CASE WHEN NOT ("pl_a"."v0" IS DISTINCT FROM "pl_b"."v0") THEN FALSE WHEN "pl_a"."v0" IS NULL OR "pl_b"."v0" IS NULL THEN TRUE ELSE coalesce(NOT ((CASE WHEN abs(CAST("pl_a"."v0" AS double precision)) < CAST('8e307' AS double precision) AND abs(CAST("pl_b"."v0" AS double precision)) < CAST('8e307' AS double precision) THEN abs(CAST("pl_a"."v0" AS double precision) - CAST("pl_b"."v0" AS double precision)) <= CAST('0.01' AS double precision) ELSE FALSE END)), TRUE) END AS "d0", CASE WHEN NOT ("pl_a"."v1" IS DISTINCT FROM "pl_b"."v1") THEN FALSE WHEN "pl_a"."v1" IS NULL OR "pl_b"."v1" IS NULL THEN TRUE ELSE coalesce(NOT ((CASE WHEN (CAST("pl_a"."v1" AS DECIMAL(38,2)) < 0) = (CAST("pl_b"."v1" AS DECIMAL(38,2)) < 0) THEN abs(CAST("pl_a"."v1" AS DECIMAL(38,2)) - CAST("pl_b"."v1" AS DECIMAL(38,2))) <= CAST('0.01' AS DECIMAL(38,2)) ELSE greatest(CAST("pl_a"."v1" AS DECIMAL(38,2)), CAST("pl_b"."v1" AS DECIMAL(38,2))) <= CAST('0.01' AS DECIMAL(38,2)) + least(CAST("pl_a"."v1" AS DECIMAL(38,2)), CAST("pl_b"."v1" AS DECIMAL(38,2))) END)), TRUE) END AS "d1", CASE WHEN NOT ("pl_a"."v2" IS DISTINCT FROM "pl_b"."v2") THEN FALSE WHEN "pl_a"."v2" IS NULL OR "pl_b"."v2" IS NULL THEN TRUE ELSE coalesce(NOT ((greatest(CAST(split_part(CAST("pl_a"."v2" AS VARCHAR), '.', 1) || rpad(split_part(CAST("pl_a"."v2" AS VARCHAR), '.', 2), 18, '0') AS BIGNUM), CAST(split_part(CAST("pl_b"."v2" AS VARCHAR), '.', 1) || rpad(split_part(CAST("pl_b"."v2" AS VARCHAR), '.', 2), 18, '0') AS BIGNUM)) - least(CAST(split_part(CAST("pl_a"."v2" AS VARCHAR), '.', 1) || rpad(split_part(CAST("pl_a"."v2" AS VARCHAR), '.', 2), 18, '0') AS BIGNUM), CAST(split_part(CAST("pl_b"."v2" AS VARCHAR), '.', 1) || rpad(split_part(CAST("pl_b"."v2" AS VARCHAR), '.', 2), 18, '0') AS BIGNUM)) <= CAST('10000000000000000' AS BIGNUM))), TRUE) END AS "d2"
FROM "pl_a"
JOIN "pl_b" ON "pl_a"."k0" = "pl_b"."k0"
)
SELECT count(*) AS "rows", coalesce(count_if(("d0" OR "d1" OR "d2")), 0) AS "different_rows", coalesce(count_if("d0"), 0) AS "c0", coalesce(count_if("d1"), 0) AS "c1", coalesce(count_if("d2"), 0) AS "c2"
FROM "pl_compared"
