SELECT "id" AS "a0", CAST("c1" AS text) AS "a1", "c2" AS "a2", "c3" AS "a3", CAST("c4" AS text) AS "a4", CASE WHEN "c5" > '-infinity' AND "c5" < '294247-01-01' THEN "c5" END AS "a5", CASE WHEN NOT ("c5" > '-infinity' AND "c5" < '294247-01-01') THEN CAST("c5" AS text) END AS "a5x", CASE WHEN "c6" > '-infinity' AND "c6" < '294247-01-01' THEN "c6" END AS "a6", CASE WHEN NOT ("c6" > '-infinity' AND "c6" < '294247-01-01') THEN CAST("c6" AS text) END AS "a6x", CASE WHEN "c7" > '-infinity' AND "c7" < '294247-01-01' THEN "c7" END AS "a7", CASE WHEN NOT (CAST("c7" AS timestamp without time zone) > '-infinity' AND CAST("c7" AS timestamp without time zone) < '294247-01-01') THEN CAST(CAST("c7" AS timestamp without time zone) AS text) END AS "a7x", CAST("c8" AS text) AS "a8", CASE WHEN isfinite("c9") THEN (CAST(extract(year FROM "c9") AS numeric) * 12 + CAST(extract(month FROM "c9") AS numeric)) || ' months ' || CAST(extract(day FROM "c9") AS numeric) || ' days ' || CAST(CAST(extract(hour FROM "c9") AS numeric) * 3600000000 + CAST(extract(minute FROM "c9") AS numeric) * 60000000 + CAST(extract(microseconds FROM "c9") AS numeric) AS numeric(40,0)) || ' microseconds' ELSE CAST("c9" AS text) END AS "a9", CAST("c10" AS text) AS "a10", "c11" AS "a11"
FROM (
SELECT *
FROM "prod"."order ""lines"""
WHERE (
day >= '2026-01-01' -- recent
)
) AS "query"
WHERE (CAST("id" AS BIGINT) % 65521 IN (-3, 5) OR "id" IS NOT DISTINCT FROM NULL)
