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
SELECT (CASE WHEN CASE WHEN NOT ("pl_a"."v0" IS DISTINCT FROM "pl_b"."v0") THEN FALSE WHEN "pl_a"."v0" IS NULL OR "pl_b"."v0" IS NULL THEN TRUE ELSE coalesce(NOT ((CASE WHEN abs(CAST("pl_a"."v0" AS double precision)) < CAST('Infinity' AS double precision) AND abs(CAST("pl_b"."v0" AS double precision)) < CAST('Infinity' AS double precision) AND (CAST("pl_a"."v0" AS double precision) < 0) = (CAST("pl_b"."v0" AS double precision) < 0) THEN CASE WHEN greatest(abs(CAST("pl_a"."v0" AS double precision)), abs(CAST("pl_b"."v0" AS double precision))) < CAST('1e-280' AS double precision) THEN abs(CAST("pl_a"."v0" AS double precision) * CAST('1606938044258990275541962092341162602522202993782792835301376' AS double precision) - CAST("pl_b"."v0" AS double precision) * CAST('1606938044258990275541962092341162602522202993782792835301376' AS double precision)) <= CAST('0.05' AS double precision) * (greatest(abs(CAST("pl_a"."v0" AS double precision)), abs(CAST("pl_b"."v0" AS double precision))) * CAST('1606938044258990275541962092341162602522202993782792835301376' AS double precision)) ELSE abs(CAST("pl_a"."v0" AS double precision) - CAST("pl_b"."v0" AS double precision)) <= CAST('0.05' AS double precision) * greatest(abs(CAST("pl_a"."v0" AS double precision)), abs(CAST("pl_b"."v0" AS double precision))) END ELSE FALSE END)), TRUE) END THEN 1 ELSE 0 END + CASE WHEN CASE WHEN NOT ("pl_a"."v1" IS DISTINCT FROM "pl_b"."v1") THEN FALSE WHEN "pl_a"."v1" IS NULL OR "pl_b"."v1" IS NULL THEN TRUE ELSE coalesce(NOT ((CASE WHEN NOT (CAST("pl_a"."v1" AS numeric) - CAST("pl_a"."v1" AS numeric) = 0 AND CAST("pl_b"."v1" AS numeric) - CAST("pl_b"."v1" AS numeric) = 0) THEN FALSE WHEN (CAST("pl_a"."v1" AS numeric) < 0) = (CAST("pl_b"."v1" AS numeric) < 0) THEN abs(CAST("pl_a"."v1" AS numeric) - CAST("pl_b"."v1" AS numeric)) <= CAST('0.05' AS numeric) * greatest(abs(CAST("pl_a"."v1" AS numeric)), abs(CAST("pl_b"."v1" AS numeric))) ELSE FALSE END)), TRUE) END THEN 2 ELSE 0 END + CASE WHEN CASE WHEN NOT ("pl_a"."v2" IS DISTINCT FROM "pl_b"."v2") THEN FALSE WHEN "pl_a"."v2" IS NULL OR "pl_b"."v2" IS NULL THEN TRUE ELSE coalesce(NOT ((CASE WHEN NOT (CAST("pl_a"."v2" AS numeric) - CAST("pl_a"."v2" AS numeric) = 0 AND CAST("pl_b"."v2" AS numeric) - CAST("pl_b"."v2" AS numeric) = 0) THEN FALSE WHEN (CAST("pl_a"."v2" AS numeric) < 0) = (CAST("pl_b"."v2" AS numeric) < 0) THEN abs(CAST("pl_a"."v2" AS numeric) - CAST("pl_b"."v2" AS numeric)) <= CAST('0.05' AS numeric) * greatest(abs(CAST("pl_a"."v2" AS numeric)), abs(CAST("pl_b"."v2" AS numeric))) ELSE FALSE END)), TRUE) END THEN 4 ELSE 0 END) AS "pattern"
FROM "pl_a"
JOIN "pl_b" ON "pl_a"."k0" = "pl_b"."k0"
),
"pl_patterns" AS (
SELECT "pattern" AS "pattern", count(*) AS "rows"
FROM "pl_compared"
GROUP BY "pattern"
)
SELECT coalesce(sum("rows"), 0) AS "rows", coalesce(sum(CASE WHEN "pattern" > 0 THEN "rows" END), 0) AS "different_rows", coalesce(sum(CASE WHEN ("pattern" & 1) > 0 THEN "rows" END), 0) AS "c0", coalesce(sum(CASE WHEN ("pattern" & 2) > 0 THEN "rows" END), 0) AS "c1", coalesce(sum(CASE WHEN ("pattern" & 4) > 0 THEN "rows" END), 0) AS "c2"
FROM "pl_patterns"
