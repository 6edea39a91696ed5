WITH "pl_rows_a" AS (
SELECT *
FROM "t"
),
"pl_rows_b" AS (
SELECT *
FROM "t"
),
"pl_a" AS (
SELECT "pl_rows_a"."id" AS "k0", "pl_rows_a"."c0" AS "v0", "pl_rows_a"."c1" AS "v1", CAST("pl_rows_a"."c2" AS numeric) AS "v2"
FROM "pl_rows_a"
WHERE "pl_rows_a"."id" IS DISTINCT FROM NULL
),
"pl_b" AS (
SELECT "pl_rows_b"."id" AS "k0", "pl_rows_b"."c0" AS "v0", "pl_rows_b"."c1" AS "v1", CAST("pl_rows_b"."c2" AS numeric) AS "v2"
FROM "pl_rows_b"
WHERE "pl_rows_b"."id" IS DISTINCT FROM NULL
),
"pl_compared" AS (
WITH "fence" AS (SELECT 1)
SELECT (CASE WHEN NOT ("pl_a"."v0" IS DISTINCT FROM "pl_b"."v0") THEN FALSE WHEN "pl_a"."v0" IS NULL OR "pl_b"."v0" IS NULL THEN TRUE ELSE coalesce(NOT ((CASE WHEN abs(CAST("pl_a"."v0" AS double precision)) < CAST('8e307' AS double precision) AND abs(CAST("pl_b"."v0" AS double precision)) < CAST('8e307' AS double precision) THEN abs(CAST("pl_a"."v0" AS double precision) - CAST("pl_b"."v0" AS double precision)) <= CAST('0.01' AS double precision) ELSE FALSE END)), TRUE) END OR CASE WHEN NOT ("pl_a"."v1" IS DISTINCT FROM "pl_b"."v1") THEN FALSE WHEN "pl_a"."v1" IS NULL OR "pl_b"."v1" IS NULL THEN TRUE ELSE coalesce(NOT ((CASE WHEN NOT (CAST("pl_a"."v1" AS numeric) - CAST("pl_a"."v1" AS numeric) = 0 AND CAST("pl_b"."v1" AS numeric) - CAST("pl_b"."v1" AS numeric) = 0) THEN FALSE WHEN (CAST("pl_a"."v1" AS numeric) < 0) = (CAST("pl_b"."v1" AS numeric) < 0) THEN abs(CAST("pl_a"."v1" AS numeric) - CAST("pl_b"."v1" AS numeric)) <= CAST('0.01' AS numeric) ELSE greatest(CAST("pl_a"."v1" AS numeric), CAST("pl_b"."v1" AS numeric)) <= CAST('0.01' AS numeric) + least(CAST("pl_a"."v1" AS numeric), CAST("pl_b"."v1" AS numeric)) END)), TRUE) END OR CASE WHEN NOT ("pl_a"."v2" IS DISTINCT FROM "pl_b"."v2") THEN FALSE WHEN "pl_a"."v2" IS NULL OR "pl_b"."v2" IS NULL THEN TRUE ELSE coalesce(NOT ((CASE WHEN NOT (CAST("pl_a"."v2" AS numeric) - CAST("pl_a"."v2" AS numeric) = 0 AND CAST("pl_b"."v2" AS numeric) - CAST("pl_b"."v2" AS numeric) = 0) THEN FALSE WHEN (CAST("pl_a"."v2" AS numeric) < 0) = (CAST("pl_b"."v2" AS numeric) < 0) THEN abs(CAST("pl_a"."v2" AS numeric) - CAST("pl_b"."v2" AS numeric)) <= CAST('0.01' AS numeric) ELSE greatest(CAST("pl_a"."v2" AS numeric), CAST("pl_b"."v2" AS numeric)) <= CAST('0.01' AS numeric) + least(CAST("pl_a"."v2" AS numeric), CAST("pl_b"."v2" AS numeric)) END)), TRUE) END) AS "differs", "pl_a"."v0" AS "a0", "pl_b"."v0" AS "b0", "pl_a"."v1" AS "a1", "pl_b"."v1" AS "b1", "pl_a"."v2" AS "a2", "pl_b"."v2" AS "b2"
FROM "pl_a"
JOIN "pl_b" ON "pl_a"."k0" = "pl_b"."k0"
)
SELECT count(*) AS "rows", count(*) FILTER (WHERE "differs") AS "different_rows", count(*) FILTER (WHERE ("differs" AND CASE WHEN NOT ("a0" IS DISTINCT FROM "b0") THEN FALSE WHEN "a0" IS NULL OR "b0" IS NULL THEN TRUE ELSE coalesce(NOT ((CASE WHEN abs(CAST("a0" AS double precision)) < CAST('8e307' AS double precision) AND abs(CAST("b0" AS double precision)) < CAST('8e307' AS double precision) THEN abs(CAST("a0" AS double precision) - CAST("b0" AS double precision)) <= CAST('0.01' AS double precision) ELSE FALSE END)), TRUE) END)) AS "c0", count(*) FILTER (WHERE ("differs" AND CASE WHEN NOT ("a1" IS DISTINCT FROM "b1") THEN FALSE WHEN "a1" IS NULL OR "b1" IS NULL THEN TRUE ELSE coalesce(NOT ((CASE WHEN NOT (CAST("a1" AS numeric) - CAST("a1" AS numeric) = 0 AND CAST("b1" AS numeric) - CAST("b1" AS numeric) = 0) THEN FALSE WHEN (CAST("a1" AS numeric) < 0) = (CAST("b1" AS numeric) < 0) THEN abs(CAST("a1" AS numeric) - CAST("b1" AS numeric)) <= CAST('0.01' AS numeric) ELSE greatest(CAST("a1" AS numeric), CAST("b1" AS numeric)) <= CAST('0.01' AS numeric) + least(CAST("a1" AS numeric), CAST("b1" AS numeric)) END)), TRUE) END)) AS "c1", count(*) FILTER (WHERE ("differs" AND CASE WHEN NOT ("a2" IS DISTINCT FROM "b2") THEN FALSE WHEN "a2" IS NULL OR "b2" IS NULL THEN TRUE ELSE coalesce(NOT ((CASE WHEN NOT (CAST("a2" AS numeric) - CAST("a2" AS numeric) = 0 AND CAST("b2" AS numeric) - CAST("b2" AS numeric) = 0) THEN FALSE WHEN (CAST("a2" AS numeric) < 0) = (CAST("b2" AS numeric) < 0) THEN abs(CAST("a2" AS numeric) - CAST("b2" AS numeric)) <= CAST('0.01' AS numeric) ELSE greatest(CAST("a2" AS numeric), CAST("b2" AS numeric)) <= CAST('0.01' AS numeric) + least(CAST("a2" AS numeric), CAST("b2" AS numeric)) END)), TRUE) END)) AS "c2"
FROM "pl_compared"
