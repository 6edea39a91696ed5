SELECT "bucket" AS "bucket", count(*) AS "copies", CAST(sum("hash") AS text) AS "checksum"
FROM (
SELECT CAST("id" AS BIGINT) % 65521 AS "bucket", CAST(CAST('x' || left(md5(concat('|', "id", '|', "c1", '|', CASE WHEN (CAST("c2" AS double precision)) = 'NaN' THEN 'nan' ELSE upper(encode(float8send((CAST("c2" AS double precision)) + 0), 'hex')) END, '|', octet_length(CAST("c3" AS text)), ':', CAST("c3" AS text), '|', octet_length(CAST("c4" AS text)), ':', CAST("c4" AS text), '|', "c5", '|', "c6", '|', CAST("c7" AS timestamp without time zone), '|', "c8", '|', CASE WHEN isfinite("c9") THEN (CAST(extract(year FROM "c9") AS numeric) * 12 + CAST(extract(month FROM "c9") AS numeric)) || ' months ' || CAST(extract(day FROM "c9") AS numeric) || ' days ' || CAST(CAST(extract(hour FROM "c9") AS numeric) * 3600000000 + CAST(extract(minute FROM "c9") AS numeric) * 60000000 + CAST(extract(microseconds FROM "c9") AS numeric) AS numeric(40,0)) || ' microseconds' ELSE CAST("c9" AS text) END, '|', "c10", '|', 'x' || upper(encode("c11", 'hex')))), 16) AS bit(64)) AS bigint) AS "hash"
FROM (
SELECT *
FROM "prod"."order ""lines"""
WHERE (
day >= '2026-01-01' -- recent
)
) AS "query"
) AS "query"
GROUP BY "bucket"
