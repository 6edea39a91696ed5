WITH "pl_rows_a" AS (
SELECT *
FROM "t"
),
"pl_rows_b" AS (
SELECT *
FROM "t"
),
"pl_a" AS (
SELECT "pl_rows_a"."id" AS "k0", CAST("pl_rows_a"."c0" AS double precision) AS "v0", "pl_rows_a"."c1" AS "v1", "pl_rows_a"."c2" AS "v2"
FROM "pl_rows_a"
WHERE "pl_rows_a"."id" IS DISTINCT FROM NULL
),
"pl_b" AS (
SELECT "pl_rows_b"."id" AS "k0", CASE WHEN "pl_rows_b"."c0" = 'NaN' THEN CAST('NaN' AS double precision) WHEN "pl_rows_b"."c0" >= 1.797693134862315807e308 THEN CAST('Infinity' AS double precision) WHEN "pl_rows_b"."c0" <= -1.797693134862315807e308 THEN CAST('-Infinity' AS double precision) WHEN abs("pl_rows_b"."c0") < 2.4703282292062328e-324 THEN 0 ELSE CAST("pl_rows_b"."c0" AS double precision) END AS "v0", "pl_rows_b"."c1" AS "v1", "pl_rows_b"."c2" AS "v2"
FROM "pl_rows_b"
WHERE "pl_rows_b"."id" IS DISTINCT FROM NULL
),
"pl_compared" AS (
SELECT CASE WHEN NOT ("pl_a"."v0" IS DISTINCT FROM "pl_b"."v0") THEN FALSE WHEN "pl_a"."v0" IS NULL OR "pl_b"."v0" IS NULL THEN TRUE ELSE coalesce(NOT ((CASE WHEN abs(CAST("pl_a"."v0" AS double precision)) < CAST('Infinity' AS double precision) AND abs(CAST("pl_b"."v0" AS double precision)) < CAST('Infinity' AS double precision) AND (CAST("pl_a"."v0" AS double precision) < 0) = (CAST("pl_b"."v0" AS double precision) < 0) THEN CASE WHEN greatest(abs(CAST("pl_a"."v0" AS double precision)), abs(CAST("pl_b"."v0" AS double precision))) < CAST('1e-280' AS double precision) THEN abs(CAST("pl_a"."v0" AS double precision) * CAST('1606938044258990275541962092341162602522202993782792835301376' AS double precision) - CAST("pl_b"."v0" AS double precision) * CAST('1606938044258990275541962092341162602522202993782792835301376' AS double precision)) <= CAST('0.05' AS double precision) * (greatest(abs(CAST("pl_a"."v0" AS double precision)), abs(CAST("pl_b"."v0" AS double precision))) * CAST('1606938044258990275541962092341162602522202993782792835301376' AS double precision)) ELSE abs(CAST("pl_a"."v0" AS double precision) - CAST("pl_b"."v0" AS double precision)) <= CAST('0.05' AS double precision) * greatest(abs(CAST("pl_a"."v0" AS double precision)), abs(CAST("pl_b"."v0" AS double precision))) END ELSE FALSE END)), TRUE) END AS "d0", CASE WHEN NOT ("pl_a"."v1" IS DISTINCT FROM "pl_b"."v1") THEN FALSE WHEN "pl_a"."v1" IS NULL OR "pl_b"."v1" IS NULL THEN TRUE ELSE coalesce(NOT ((CASE WHEN NOT (CAST("pl_a"."v1" AS numeric) - CAST("pl_a"."v1" AS numeric) = 0 AND CAST("pl_b"."v1" AS numeric) - CAST("pl_b"."v1" AS numeric) = 0) THEN FALSE WHEN (CAST("pl_a"."v1" AS numeric) < 0) = (CAST("pl_b"."v1" AS numeric) < 0) THEN abs(CAST("pl_a"."v1" AS numeric) - CAST("pl_b"."v1" AS numeric)) <= CAST('0.05' AS numeric) * greatest(abs(CAST("pl_a"."v1" AS numeric)), abs(CAST("pl_b"."v1" AS numeric))) ELSE FALSE END)), TRUE) END AS "d1", CASE WHEN NOT ("pl_a"."v2" IS DISTINCT FROM "pl_b"."v2") THEN FALSE WHEN "pl_a"."v2" IS NULL OR "pl_b"."v2" IS NULL THEN TRUE ELSE coalesce(NOT ((CASE WHEN NOT (CAST("pl_a"."v2" AS numeric) - CAST("pl_a"."v2" AS numeric) = 0 AND CAST("pl_b"."v2" AS numeric) - CAST("pl_b"."v2" AS numeric) = 0) THEN FALSE WHEN (CAST("pl_a"."v2" AS numeric) < 0) = (CAST("pl_b"."v2" AS numeric) < 0) THEN abs(CAST("pl_a"."v2" AS numeric) - CAST("pl_b"."v2" AS numeric)) <= CAST('0.05' AS numeric) * greatest(abs(CAST("pl_a"."v2" AS numeric)), abs(CAST("pl_b"."v2" AS numeric))) ELSE FALSE END)), TRUE) END AS "d2"
FROM "pl_a"
JOIN "pl_b" ON "pl_a"."k0" = "pl_b"."k0"
)
SELECT count(*) AS "rows", count(*) FILTER (WHERE ("d0" OR "d1" OR "d2")) AS "different_rows", count(*) FILTER (WHERE "d0") AS "c0", count(*) FILTER (WHERE "d1") AS "c1", count(*) FILTER (WHERE "d2") AS "c2"
FROM "pl_compared"
