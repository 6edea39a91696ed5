WITH "pl_rows_a" AS (
SELECT *
FROM "t"
),
"pl_rows_b" AS (
SELECT *
FROM "t"
),
"pl_a" AS (
SELECT "pl_rows_a"."id" AS "k0", "pl_rows_a"."c0" AS "v0", CASE WHEN isfinite("pl_rows_a"."c1") THEN CAST("pl_rows_a"."c1" - DATE '1970-01-01' AS numeric) * 86400000000 WHEN "pl_rows_a"."c1" > DATE '1970-01-01' THEN 1000000000000000000000000000000 WHEN "pl_rows_a"."c1" < DATE '1970-01-01' THEN -1000000000000000000000000000000 END AS "v1", "pl_rows_a"."c2" AS "v2"
FROM "pl_rows_a"
WHERE "pl_rows_a"."id" IS DISTINCT FROM NULL
),
"pl_b" AS (
SELECT "pl_rows_b"."id" AS "k0", "pl_rows_b"."c0" AS "v0", CASE WHEN isfinite(CAST("pl_rows_b"."c1" AS timestamp without time zone)) THEN CAST(CAST(CAST("pl_rows_b"."c1" AS timestamp without time zone) AS date) - DATE '1970-01-01' AS numeric) * 86400000000 + CAST(extract(epoch FROM CAST(CAST("pl_rows_b"."c1" AS timestamp without time zone) AS time)) * 1000000 AS bigint) WHEN CAST("pl_rows_b"."c1" AS timestamp without time zone) > DATE '1970-01-01' THEN 1000000000000000000000000000000 WHEN CAST("pl_rows_b"."c1" AS timestamp without time zone) < DATE '1970-01-01' THEN -1000000000000000000000000000000 END AS "v1", "pl_rows_b"."c2" AS "v2"
FROM "pl_rows_b"
WHERE "pl_rows_b"."id" IS DISTINCT FROM NULL
),
"pl_compared" AS (
WITH "fence" AS (SELECT 1)
SELECT (CASE WHEN NOT ("pl_a"."v0" IS DISTINCT FROM "pl_b"."v0") THEN FALSE WHEN "pl_a"."v0" IS NULL OR "pl_b"."v0" IS NULL THEN TRUE ELSE coalesce(NOT ((CASE WHEN isfinite("pl_a"."v0") AND isfinite("pl_b"."v0") THEN abs("pl_a"."v0" - "pl_b"."v0") <= 0 ELSE FALSE END)), TRUE) END OR CASE WHEN NOT ("pl_a"."v1" IS DISTINCT FROM "pl_b"."v1") THEN FALSE WHEN "pl_a"."v1" IS NULL OR "pl_b"."v1" IS NULL THEN TRUE ELSE coalesce(NOT ((abs("pl_a"."v1" - "pl_b"."v1") <= 90000000)), TRUE) END OR CASE WHEN NOT ("pl_a"."v2" IS DISTINCT FROM "pl_b"."v2") THEN FALSE WHEN "pl_a"."v2" IS NULL OR "pl_b"."v2" IS NULL THEN TRUE ELSE coalesce(NOT ((greatest(CAST("pl_a"."v2" AS time), CAST("pl_b"."v2" AS time)) - least(CAST("pl_a"."v2" AS time), CAST("pl_b"."v2" AS time)) <= CAST('90000000 microseconds' AS interval))), TRUE) END) AS "differs", "pl_a"."v0" AS "a0", "pl_b"."v0" AS "b0", "pl_a"."v1" AS "a1", "pl_b"."v1" AS "b1", "pl_a"."v2" AS "a2", "pl_b"."v2" AS "b2"
FROM "pl_a"
JOIN "pl_b" ON "pl_a"."k0" = "pl_b"."k0"
)
SELECT count(*) AS "rows", count(*) FILTER (WHERE "differs") AS "different_rows", count(*) FILTER (WHERE ("differs" AND CASE WHEN NOT ("a0" IS DISTINCT FROM "b0") THEN FALSE WHEN "a0" IS NULL OR "b0" IS NULL THEN TRUE ELSE coalesce(NOT ((CASE WHEN isfinite("a0") AND isfinite("b0") THEN abs("a0" - "b0") <= 0 ELSE FALSE END)), TRUE) END)) AS "c0", count(*) FILTER (WHERE ("differs" AND CASE WHEN NOT ("a1" IS DISTINCT FROM "b1") THEN FALSE WHEN "a1" IS NULL OR "b1" IS NULL THEN TRUE ELSE coalesce(NOT ((abs("a1" - "b1") <= 90000000)), TRUE) END)) AS "c1", count(*) FILTER (WHERE ("differs" AND CASE WHEN NOT ("a2" IS DISTINCT FROM "b2") THEN FALSE WHEN "a2" IS NULL OR "b2" IS NULL THEN TRUE ELSE coalesce(NOT ((greatest(CAST("a2" AS time), CAST("b2" AS time)) - least(CAST("a2" AS time), CAST("b2" AS time)) <= CAST('90000000 microseconds' AS interval))), TRUE) END)) AS "c2"
FROM "pl_compared"
