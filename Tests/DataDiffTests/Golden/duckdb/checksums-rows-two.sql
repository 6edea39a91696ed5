SELECT "id" AS "a0", "c1" AS "a1", "c2" AS "a2", "c3" AS "a3", CAST("c4" AS VARCHAR) AS "a4", "c5" AS "a5", "c6" AS "a6", "c7" AS "a7", "c8" AS "a8", (CAST(date_part('year', "c9") AS HUGEINT) * 12 + CAST(date_part('month', "c9") AS HUGEINT)) || ' months ' || CAST(date_part('day', "c9") AS HUGEINT) || ' days ' || (CAST(date_part('hour', "c9") AS HUGEINT) * 3600000000 + CAST(date_part('minute', "c9") AS HUGEINT) * 60000000 + CAST(date_part('microsecond', "c9") AS HUGEINT)) || ' microseconds' AS "a9", "c10" AS "a10", "c11" AS "a11"
FROM (
SELECT *
FROM "prod"."order ""lines"""
WHERE (
day >= '2026-01-01' -- recent
)
) AS "query"
WHERE (CAST("id" AS BIGINT) % 65521 IN (-3, 5) OR "id" IS NULL)
