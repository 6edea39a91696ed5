WITH "pl_rows_a" AS (
SELECT *
FROM "t"
),
"pl_rows_b" AS (
SELECT *
FROM "t"
),
"pl_a" AS (
SELECT "pl_rows_a"."id" AS "k0", "pl_rows_a"."c0" AS "v0", CAST("pl_rows_a"."c1" AS timestamp without time zone) AS "v1", "pl_rows_a"."c2" AS "v2"
FROM "pl_rows_a"
WHERE "pl_rows_a"."id" IS DISTINCT FROM NULL
),
"pl_b" AS (
SELECT "pl_rows_b"."id" AS "k0", "pl_rows_b"."c0" AS "v0", CAST("pl_rows_b"."c1" AS timestamp without time zone) AS "v1", "pl_rows_b"."c2" AS "v2"
FROM "pl_rows_b"
WHERE "pl_rows_b"."id" IS DISTINCT FROM NULL
),
"pl_compared" AS (
SELECT CASE WHEN NOT ("pl_a"."v0" IS DISTINCT FROM "pl_b"."v0") THEN FALSE WHEN "pl_a"."v0" IS NULL OR "pl_b"."v0" IS NULL THEN TRUE ELSE coalesce(NOT ((CASE WHEN isfinite("pl_a"."v0") AND isfinite("pl_b"."v0") THEN abs("pl_a"."v0" - "pl_b"."v0") <= 0 ELSE FALSE END)), TRUE) END AS "d0", CASE WHEN NOT ("pl_a"."v1" IS DISTINCT FROM "pl_b"."v1") THEN FALSE WHEN "pl_a"."v1" IS NULL OR "pl_b"."v1" IS NULL THEN TRUE ELSE coalesce(NOT ((CASE WHEN NOT (isfinite(CAST("pl_a"."v1" AS timestamp without time zone)) AND isfinite(CAST("pl_b"."v1" AS timestamp without time zone))) THEN FALSE WHEN greatest(CAST("pl_a"."v1" AS timestamp without time zone), CAST("pl_b"."v1" AS timestamp without time zone)) > CAST('2000-01-01' AS timestamp without time zone) THEN least(CAST("pl_a"."v1" AS timestamp without time zone), CAST("pl_b"."v1" AS timestamp without time zone)) >= greatest(CAST("pl_a"."v1" AS timestamp without time zone), CAST("pl_b"."v1" AS timestamp without time zone)) - CAST('90000000 microseconds' AS interval) ELSE least(CAST("pl_a"."v1" AS timestamp without time zone), CAST("pl_b"."v1" AS timestamp without time zone)) + CAST('90000000 microseconds' AS interval) >= greatest(CAST("pl_a"."v1" AS timestamp without time zone), CAST("pl_b"."v1" AS timestamp without time zone)) END)), TRUE) END AS "d1", CASE WHEN NOT ("pl_a"."v2" IS DISTINCT FROM "pl_b"."v2") THEN FALSE WHEN "pl_a"."v2" IS NULL OR "pl_b"."v2" IS NULL THEN TRUE ELSE coalesce(NOT ((greatest(CAST("pl_a"."v2" AS time), CAST("pl_b"."v2" AS time)) - least(CAST("pl_a"."v2" AS time), CAST("pl_b"."v2" AS time)) <= CAST('90000000 microseconds' AS interval))), TRUE) END AS "d2"
FROM "pl_a"
JOIN "pl_b" ON "pl_a"."k0" = "pl_b"."k0"
)
SELECT count(*) AS "rows", count(*) FILTER (WHERE ("d0" OR "d1" OR "d2")) AS "different_rows", count(*) FILTER (WHERE "d0") AS "c0", count(*) FILTER (WHERE "d1") AS "c1", count(*) FILTER (WHERE "d2") AS "c2"
FROM "pl_compared"
