WITH "pl_rows_a" AS (
SELECT *
FROM "t"
),
"pl_rows_b" AS (
SELECT *
FROM "t"
),
"pl_a" AS (
SELECT "pl_rows_a"."id" AS "k0", "pl_rows_a"."c0" AS "v0", CASE WHEN isfinite("pl_rows_a"."c1") THEN CAST("pl_rows_a"."c1" - DATE '1970-01-01' AS HUGEINT) * 86400000000 WHEN "pl_rows_a"."c1" > DATE '1970-01-01' THEN 1000000000000000000000000000000 WHEN "pl_rows_a"."c1" < DATE '1970-01-01' THEN -1000000000000000000000000000000 END AS "v1", "pl_rows_a"."c2" AS "v2"
FROM "pl_rows_a"
WHERE "pl_rows_a"."id" IS NOT NULL
),
"pl_b" AS (
SELECT "pl_rows_b"."id" AS "k0", "pl_rows_b"."c0" AS "v0", CASE WHEN isfinite(CAST("pl_rows_b"."c1" AS TIMESTAMP)) THEN CAST(epoch_us(CAST("pl_rows_b"."c1" AS TIMESTAMP)) AS HUGEINT) WHEN CAST("pl_rows_b"."c1" AS TIMESTAMP) > TIMESTAMP '1970-01-01' THEN 1000000000000000000000000000000 WHEN CAST("pl_rows_b"."c1" AS TIMESTAMP) < TIMESTAMP '1970-01-01' THEN -1000000000000000000000000000000 END AS "v1", "pl_rows_b"."c2" AS "v2"
FROM "pl_rows_b"
WHERE "pl_rows_b"."id" IS NOT NULL
),
"pl_compared" AS (
SELECT CASE WHEN NOT ("pl_a"."v0" IS DISTINCT FROM "pl_b"."v0") THEN FALSE WHEN "pl_a"."v0" IS NULL OR "pl_b"."v0" IS NULL THEN TRUE ELSE coalesce(NOT ((CASE WHEN isfinite("pl_a"."v0") AND isfinite("pl_b"."v0") THEN abs("pl_a"."v0" - "pl_b"."v0") <= 0 ELSE FALSE END)), TRUE) END AS "d0", CASE WHEN NOT ("pl_a"."v1" IS DISTINCT FROM "pl_b"."v1") THEN FALSE WHEN "pl_a"."v1" IS NULL OR "pl_b"."v1" IS NULL THEN TRUE ELSE coalesce(NOT ((abs("pl_a"."v1" - "pl_b"."v1") <= 90000000)), TRUE) END AS "d1", CASE WHEN NOT ("pl_a"."v2" IS DISTINCT FROM "pl_b"."v2") THEN FALSE WHEN "pl_a"."v2" IS NULL OR "pl_b"."v2" IS NULL THEN TRUE ELSE coalesce(NOT ((abs(CAST(epoch_us("pl_a"."v2") AS HUGEINT) - CAST(epoch_us("pl_b"."v2") AS HUGEINT)) <= 90000000)), TRUE) END AS "d2"
FROM "pl_a"
JOIN "pl_b" ON "pl_a"."k0" = "pl_b"."k0"
)
SELECT count(*) AS "rows", coalesce(count_if(("d0" OR "d1" OR "d2")), 0) AS "different_rows", coalesce(count_if("d0"), 0) AS "c0", coalesce(count_if("d1"), 0) AS "c1", coalesce(count_if("d2"), 0) AS "c2"
FROM "pl_compared"
