WITH "pl_values" AS (
WITH "pl_rows_a" AS (
SELECT *
FROM "prod"."order ""lines"""
WHERE (
day >= '2026-01-01'
)
)
SELECT "pl_rows_a"."order_id" AS "v0", "pl_rows_a"."line" AS "v1", "pl_rows_a"."amount" AS "v2", ("pl_rows_a"."note" COLLATE "C") AS "v3", "pl_rows_a"."at" AS "v4", ("pl_rows_a"."old" COLLATE "C") AS "v5"
FROM "pl_rows_a"
)
SELECT count(*) AS "rows", count(*) AS "sampled", ARRAY[CAST(count("pl_values"."v0") AS text), CAST(min("pl_values"."v0") AS text), CAST(max("pl_values"."v0") AS text), CAST(avg("pl_values"."v0") AS text), CAST(0 AS text), CAST(0 AS text), CAST(min("pl_values"."v0") AS text), CAST(max("pl_values"."v0") AS text)] AS "s0", CAST(percentile_disc(ARRAY[0.05, 0.25, 0.5, 0.75, 0.95]) WITHIN GROUP (ORDER BY "pl_values"."v0") AS text[]) AS "q0", ARRAY[CAST(count("pl_values"."v1") AS text), CAST(min("pl_values"."v1") AS text), CAST(max("pl_values"."v1") AS text), CAST(avg("pl_values"."v1") AS text), CAST(0 AS text), CAST(0 AS text), CAST(min("pl_values"."v1") AS text), CAST(max("pl_values"."v1") AS text)] AS "s1", CAST(percentile_disc(ARRAY[0.05, 0.25, 0.5, 0.75, 0.95]) WITHIN GROUP (ORDER BY "pl_values"."v1") AS text[]) AS "q1", ARRAY[CAST(count("pl_values"."v2") AS text), CAST(min(nullif("pl_values"."v2", 'NaN')) AS text), CAST(max(nullif("pl_values"."v2", 'NaN')) AS text), CAST(avg(CASE WHEN "pl_values"."v2" - "pl_values"."v2" = 0 THEN "pl_values"."v2" END) AS text), CAST(count(*) FILTER (WHERE "pl_values"."v2" = 'NaN') AS text), CAST(count(*) FILTER (WHERE "pl_values"."v2" <> 'NaN' AND "pl_values"."v2" - "pl_values"."v2" <> 0) AS text), CAST(min(CASE WHEN "pl_values"."v2" - "pl_values"."v2" = 0 THEN "pl_values"."v2" END) AS text), CAST(max(CASE WHEN "pl_values"."v2" - "pl_values"."v2" = 0 THEN "pl_values"."v2" END) AS text)] AS "s2", CAST(percentile_disc(ARRAY[0.05, 0.25, 0.5, 0.75, 0.95]) WITHIN GROUP (ORDER BY nullif("pl_values"."v2", 'NaN')) AS text[]) AS "q2", ARRAY[CAST(count("pl_values"."v3") AS text), CAST(min(length(CAST("pl_values"."v3" AS text))) AS text), CAST(max(length(CAST("pl_values"."v3" AS text))) AS text), CAST(count(*) FILTER (WHERE CAST("pl_values"."v3" AS text) = '') AS text)] AS "s3", ARRAY[CAST(count("pl_values"."v4") AS text), CAST(min("pl_values"."v4") AS text), CAST(max("pl_values"."v4") AS text), CAST(CAST(floor(extract(epoch FROM min(CASE WHEN isfinite("pl_values"."v4") THEN "pl_values"."v4" END)) * 1000000) AS numeric) AS text), CAST(CAST(floor(extract(epoch FROM max(CASE WHEN isfinite("pl_values"."v4") THEN "pl_values"."v4" END)) * 1000000) AS numeric) AS text)] AS "s4", CAST(percentile_disc(ARRAY[0.05, 0.25, 0.5, 0.75, 0.95]) WITHIN GROUP (ORDER BY "pl_values"."v4") AS text[]) AS "q4", ARRAY[CAST(count("pl_values"."v5") AS text), CAST(min(length(CAST("pl_values"."v5" AS text))) AS text), CAST(max(length(CAST("pl_values"."v5" AS text))) AS text), CAST(count(*) FILTER (WHERE CAST("pl_values"."v5" AS text) = '') AS text)] AS "s5", ARRAY(SELECT unnest(ARRAY["place", "text", "rows", "values"]) FROM (
(
WITH "pl_groups" AS (
SELECT "pl_values"."v0" AS "value", count(*) AS "copies"
FROM "pl_values"
WHERE "pl_values"."v0" IS DISTINCT FROM NULL
GROUP BY "pl_values"."v0"
)
SELECT CAST(0 AS text) AS "place", left(CAST("pl_groups"."value" AS text), 1001) AS "text", CAST("pl_groups"."copies" AS text) AS "rows", CAST(count(*) OVER () AS text) AS "values"
FROM "pl_groups"
ORDER BY "pl_groups"."copies" DESC, "pl_groups"."value"
LIMIT 10
)
UNION ALL
(
WITH "pl_groups" AS (
SELECT "pl_values"."v1" AS "value", count(*) AS "copies"
FROM "pl_values"
WHERE "pl_values"."v1" IS DISTINCT FROM NULL
GROUP BY "pl_values"."v1"
)
SELECT CAST(1 AS text) AS "place", left(CAST("pl_groups"."value" AS text), 1001) AS "text", CAST("pl_groups"."copies" AS text) AS "rows", CAST(count(*) OVER () AS text) AS "values"
FROM "pl_groups"
ORDER BY "pl_groups"."copies" DESC, "pl_groups"."value"
LIMIT 10
)
UNION ALL
(
WITH "pl_groups" AS (
SELECT "pl_values"."v2" AS "value", count(*) AS "copies"
FROM "pl_values"
WHERE "pl_values"."v2" IS DISTINCT FROM NULL
GROUP BY "pl_values"."v2"
)
SELECT CAST(2 AS text) AS "place", left(CAST("pl_groups"."value" AS text), 1001) AS "text", CAST("pl_groups"."copies" AS text) AS "rows", CAST(count(*) OVER () AS text) AS "values"
FROM "pl_groups"
ORDER BY "pl_groups"."copies" DESC, "pl_groups"."value"
LIMIT 10
)
UNION ALL
(
WITH "pl_groups" AS (
SELECT "pl_values"."v3" AS "value", count(*) AS "copies"
FROM "pl_values"
WHERE "pl_values"."v3" IS DISTINCT FROM NULL
GROUP BY "pl_values"."v3"
)
SELECT CAST(3 AS text) AS "place", left(CAST("pl_groups"."value" AS text), 1001) AS "text", CAST("pl_groups"."copies" AS text) AS "rows", CAST(count(*) OVER () AS text) AS "values"
FROM "pl_groups"
ORDER BY "pl_groups"."copies" DESC, "pl_groups"."value"
LIMIT 10
)
UNION ALL
(
WITH "pl_groups" AS (
SELECT "pl_values"."v4" AS "value", count(*) AS "copies"
FROM "pl_values"
WHERE "pl_values"."v4" IS DISTINCT FROM NULL
GROUP BY "pl_values"."v4"
)
SELECT CAST(4 AS text) AS "place", left(CAST("pl_groups"."value" AS text), 1001) AS "text", CAST("pl_groups"."copies" AS text) AS "rows", CAST(count(*) OVER () AS text) AS "values"
FROM "pl_groups"
ORDER BY "pl_groups"."copies" DESC, "pl_groups"."value"
LIMIT 10
)
UNION ALL
(
WITH "pl_groups" AS (
SELECT "pl_values"."v5" AS "value", count(*) AS "copies"
FROM "pl_values"
WHERE "pl_values"."v5" IS DISTINCT FROM NULL
GROUP BY "pl_values"."v5"
)
SELECT CAST(5 AS text) AS "place", left(CAST("pl_groups"."value" AS text), 1001) AS "text", CAST("pl_groups"."copies" AS text) AS "rows", CAST(count(*) OVER () AS text) AS "values"
FROM "pl_groups"
ORDER BY "pl_groups"."copies" DESC, "pl_groups"."value"
LIMIT 10
)
) AS "listed") AS "top"
FROM "pl_values"
