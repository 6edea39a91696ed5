WITH "pl_values" AS NOT MATERIALIZED (
WITH "pl_rows_a" AS (
SELECT *
FROM "prod"."order ""lines"""
WHERE (
day >= '2026-01-01'
)
)
SELECT "pl_rows_a"."order_id" AS "v0", "pl_rows_a"."line" AS "v1", "pl_rows_a"."amount" AS "v2", ("pl_rows_a"."note" COLLATE "binary") AS "v3", "pl_rows_a"."at" AS "v4", ("pl_rows_a"."old" COLLATE "binary") AS "v5", hash("pl_rows_a"."order_id", CAST("pl_rows_a"."line" AS VARCHAR)) % 1048576 < 14980 AS "sampled"
FROM "pl_rows_a"
),
"pl_sample" AS (
WITH "pl_values" AS NOT MATERIALIZED (
WITH "pl_rows_a" AS (
SELECT *
FROM "prod"."order ""lines"""
WHERE (
day >= '2026-01-01'
)
)
SELECT "pl_rows_a"."order_id" AS "v0", "pl_rows_a"."line" AS "v1", "pl_rows_a"."amount" AS "v2", ("pl_rows_a"."note" COLLATE "binary") AS "v3", "pl_rows_a"."at" AS "v4", ("pl_rows_a"."old" COLLATE "binary") AS "v5", hash("pl_rows_a"."order_id", CAST("pl_rows_a"."line" AS VARCHAR)) % 1048576 < 14980 AS "sampled"
FROM "pl_rows_a"
)
SELECT *
FROM "pl_values"
WHERE "pl_values"."sampled"
)
SELECT count(*) AS "rows", coalesce(count_if("pl_values"."sampled"), 0) AS "sampled", [CAST(count("pl_values"."v0") AS VARCHAR), CAST(approx_count_distinct("pl_values"."v0") AS VARCHAR), CAST(min("pl_values"."v0") AS VARCHAR), CAST(max("pl_values"."v0") AS VARCHAR), CAST(avg("pl_values"."v0") AS VARCHAR), CAST(0 AS VARCHAR), CAST(0 AS VARCHAR), CAST(min("pl_values"."v0") AS VARCHAR), CAST(max("pl_values"."v0") AS VARCHAR)] AS "s0", CAST(quantile_disc("pl_values"."v0", [0.05, 0.25, 0.5, 0.75, 0.95]) FILTER (WHERE "pl_values"."sampled") AS VARCHAR[]) AS "q0", [CAST(count("pl_values"."v1") AS VARCHAR), CAST(approx_count_distinct("pl_values"."v1") AS VARCHAR), CAST(min("pl_values"."v1") AS VARCHAR), CAST(max("pl_values"."v1") AS VARCHAR), CAST(avg("pl_values"."v1") AS VARCHAR), CAST(0 AS VARCHAR), CAST(0 AS VARCHAR), CAST(min("pl_values"."v1") AS VARCHAR), CAST(max("pl_values"."v1") AS VARCHAR)] AS "s1", CAST(quantile_disc("pl_values"."v1", [0.05, 0.25, 0.5, 0.75, 0.95]) FILTER (WHERE "pl_values"."sampled") AS VARCHAR[]) AS "q1", [CAST(count("pl_values"."v2") AS VARCHAR), CAST(approx_count_distinct("pl_values"."v2") AS VARCHAR), CAST(min("pl_values"."v2") AS VARCHAR), CAST(max("pl_values"."v2") AS VARCHAR), CAST(favg(TRY_CAST("pl_values"."v2" AS DOUBLE)) AS VARCHAR), CAST(0 AS VARCHAR), CAST(0 AS VARCHAR), CAST(min("pl_values"."v2") AS VARCHAR), CAST(max("pl_values"."v2") AS VARCHAR)] AS "s2", CAST(quantile_disc("pl_values"."v2", [0.05, 0.25, 0.5, 0.75, 0.95]) FILTER (WHERE "pl_values"."sampled") AS VARCHAR[]) AS "q2", [CAST(count("pl_values"."v3") AS VARCHAR), CAST(approx_count_distinct("pl_values"."v3") AS VARCHAR), CAST(min(length(CAST("pl_values"."v3" AS VARCHAR))) AS VARCHAR), CAST(max(length(CAST("pl_values"."v3" AS VARCHAR))) AS VARCHAR), CAST(coalesce(count_if(CAST("pl_values"."v3" AS VARCHAR) = ''), 0) AS VARCHAR)] AS "s3", [CAST(count("pl_values"."v4") AS VARCHAR), CAST(approx_count_distinct("pl_values"."v4") AS VARCHAR), CAST(min("pl_values"."v4") AS VARCHAR), CAST(max("pl_values"."v4") AS VARCHAR), CAST(epoch_us(min(CASE WHEN isfinite("pl_values"."v4") THEN "pl_values"."v4" END)) AS VARCHAR), CAST(epoch_us(max(CASE WHEN isfinite("pl_values"."v4") THEN "pl_values"."v4" END)) AS VARCHAR)] AS "s4", CAST(quantile_disc("pl_values"."v4", [0.05, 0.25, 0.5, 0.75, 0.95]) FILTER (WHERE "pl_values"."sampled") AS VARCHAR[]) AS "q4", [CAST(count("pl_values"."v5") AS VARCHAR), CAST(approx_count_distinct("pl_values"."v5") AS VARCHAR), CAST(min(length(CAST("pl_values"."v5" AS VARCHAR))) AS VARCHAR), CAST(max(length(CAST("pl_values"."v5" AS VARCHAR))) AS VARCHAR), CAST(coalesce(count_if(CAST("pl_values"."v5" AS VARCHAR) = ''), 0) AS VARCHAR)] AS "s5", (SELECT flatten(list(["place", "text", "rows", "values"])) FROM (
(
WITH "pl_groups" AS (
WITH "pl_values" AS (
SELECT "order_id" AS "v0", hash("order_id", CAST("line" AS VARCHAR)) % 1048576 < 14980 AS "sampled"
FROM "prod"."order ""lines"""
WHERE (
day >= '2026-01-01'
)
)
SELECT "pl_values"."v0" AS "value", count(*) AS "copies"
FROM "pl_values"
WHERE ("pl_values"."v0" IS NOT NULL AND "pl_values"."sampled")
GROUP BY "pl_values"."v0"
)
SELECT CAST(0 AS VARCHAR) AS "place", left(CAST("pl_groups"."value" AS VARCHAR), 1001) AS "text", CAST("pl_groups"."copies" AS VARCHAR) AS "rows", CAST(count(*) OVER () AS VARCHAR) AS "values"
FROM "pl_groups"
ORDER BY "pl_groups"."copies" DESC, "pl_groups"."value"
LIMIT 10
)
UNION ALL
(
WITH "pl_groups" AS (
WITH "pl_values" AS (
SELECT "line" AS "v1", hash("order_id", CAST("line" AS VARCHAR)) % 1048576 < 14980 AS "sampled"
FROM "prod"."order ""lines"""
WHERE (
day >= '2026-01-01'
)
)
SELECT "pl_values"."v1" AS "value", count(*) AS "copies"
FROM "pl_values"
WHERE ("pl_values"."v1" IS NOT NULL AND "pl_values"."sampled")
GROUP BY "pl_values"."v1"
)
SELECT CAST(1 AS VARCHAR) AS "place", left(CAST("pl_groups"."value" AS VARCHAR), 1001) AS "text", CAST("pl_groups"."copies" AS VARCHAR) AS "rows", CAST(count(*) OVER () AS VARCHAR) AS "values"
FROM "pl_groups"
ORDER BY "pl_groups"."copies" DESC, "pl_groups"."value"
LIMIT 10
)
UNION ALL
(
WITH "pl_groups" AS (
WITH "pl_values" AS (
SELECT "amount" AS "v2", hash("order_id", CAST("line" AS VARCHAR)) % 1048576 < 14980 AS "sampled"
FROM "prod"."order ""lines"""
WHERE (
day >= '2026-01-01'
)
)
SELECT "pl_values"."v2" AS "value", count(*) AS "copies"
FROM "pl_values"
WHERE ("pl_values"."v2" IS NOT NULL AND "pl_values"."sampled")
GROUP BY "pl_values"."v2"
)
SELECT CAST(2 AS VARCHAR) AS "place", left(CAST("pl_groups"."value" AS VARCHAR), 1001) AS "text", CAST("pl_groups"."copies" AS VARCHAR) AS "rows", CAST(count(*) OVER () AS VARCHAR) AS "values"
FROM "pl_groups"
ORDER BY "pl_groups"."copies" DESC, "pl_groups"."value"
LIMIT 10
)
UNION ALL
(
WITH "pl_groups" AS (
WITH "pl_values" AS (
SELECT ("note" COLLATE "binary") AS "v3", hash("order_id", CAST("line" AS VARCHAR)) % 1048576 < 14980 AS "sampled"
FROM "prod"."order ""lines"""
WHERE (
day >= '2026-01-01'
)
)
SELECT "pl_values"."v3" AS "value", count(*) AS "copies"
FROM "pl_values"
WHERE ("pl_values"."v3" IS NOT NULL AND "pl_values"."sampled")
GROUP BY "pl_values"."v3"
)
SELECT CAST(3 AS VARCHAR) AS "place", left(CAST("pl_groups"."value" AS VARCHAR), 1001) AS "text", CAST("pl_groups"."copies" AS VARCHAR) AS "rows", CAST(count(*) OVER () AS VARCHAR) AS "values"
FROM "pl_groups"
ORDER BY "pl_groups"."copies" DESC, "pl_groups"."value"
LIMIT 10
)
UNION ALL
(
WITH "pl_groups" AS (
WITH "pl_values" AS (
SELECT "at" AS "v4", hash("order_id", CAST("line" AS VARCHAR)) % 1048576 < 14980 AS "sampled"
FROM "prod"."order ""lines"""
WHERE (
day >= '2026-01-01'
)
)
SELECT "pl_values"."v4" AS "value", count(*) AS "copies"
FROM "pl_values"
WHERE ("pl_values"."v4" IS NOT NULL AND "pl_values"."sampled")
GROUP BY "pl_values"."v4"
)
SELECT CAST(4 AS VARCHAR) AS "place", left(CAST("pl_groups"."value" AS VARCHAR), 1001) AS "text", CAST("pl_groups"."copies" AS VARCHAR) AS "rows", CAST(count(*) OVER () AS VARCHAR) AS "values"
FROM "pl_groups"
ORDER BY "pl_groups"."copies" DESC, "pl_groups"."value"
LIMIT 10
)
UNION ALL
(
WITH "pl_groups" AS (
WITH "pl_values" AS (
SELECT ("old" COLLATE "binary") AS "v5", hash("order_id", CAST("line" AS VARCHAR)) % 1048576 < 14980 AS "sampled"
FROM "prod"."order ""lines"""
WHERE (
day >= '2026-01-01'
)
)
SELECT "pl_values"."v5" AS "value", count(*) AS "copies"
FROM "pl_values"
WHERE ("pl_values"."v5" IS NOT NULL AND "pl_values"."sampled")
GROUP BY "pl_values"."v5"
)
SELECT CAST(5 AS VARCHAR) AS "place", left(CAST("pl_groups"."value" AS VARCHAR), 1001) AS "text", CAST("pl_groups"."copies" AS VARCHAR) AS "rows", CAST(count(*) OVER () AS VARCHAR) AS "values"
FROM "pl_groups"
ORDER BY "pl_groups"."copies" DESC, "pl_groups"."value"
LIMIT 10
)
) AS "listed") AS "top"
FROM "pl_values"
