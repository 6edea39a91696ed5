SELECT "bucket" AS "bucket", CAST(coalesce(sum("copies"), 0) AS VARCHAR) AS "copies", CAST(sum("hash") AS VARCHAR) AS "checksum", count(*) AS "keys"
FROM (
SELECT "bucket" AS "bucket", count(*) AS "copies", coalesce(sum("hash"), 0) AS "hash"
FROM (
SELECT CAST("id" AS BIGINT) % 65521 AS "bucket", CAST(CAST(xor(CAST('0x' || left(md5(concat('|', CAST("id" AS VARCHAR), '|', CAST("c1" AS VARCHAR), '|', CASE WHEN isnan(CAST("c2" AS DOUBLE)) THEN 'nan' ELSE hex(CAST(CAST(CAST("c2" AS DOUBLE) + 0 AS BIT) AS BLOB)) END, '|', strlen(CAST("c3" AS VARCHAR)), ':', CAST("c3" AS VARCHAR), '|', strlen(CAST("c4" AS VARCHAR)), ':', CAST("c4" AS VARCHAR), '|', CAST("c5" AS VARCHAR), '|', CAST("c6" AS VARCHAR), '|', CAST(CAST("c7" AS TIMESTAMP) AS VARCHAR), '|', CAST("c8" AS VARCHAR), '|', (CAST(date_part('year', "c9") AS HUGEINT) * 12 + CAST(date_part('month', "c9") AS HUGEINT)) || ' months ' || CAST(date_part('day', "c9") AS HUGEINT) || ' days ' || (CAST(date_part('hour', "c9") AS HUGEINT) * 3600000000 + CAST(date_part('minute', "c9") AS HUGEINT) * 60000000 + CAST(date_part('microsecond', "c9") AS HUGEINT)) || ' microseconds', '|', CAST("c10" AS VARCHAR), '|', 'x' || hex("c11"))), 16) AS UBIGINT), CAST(9223372036854775808 AS UBIGINT)) AS HUGEINT) - 9223372036854775808 AS BIGINT) AS "hash", "id" AS "key0"
FROM (
SELECT *
FROM "prod"."order ""lines"""
WHERE (
day >= '2026-01-01' -- recent
)
) AS "query"
) AS "query"
GROUP BY "bucket", "key0"
) AS "query"
GROUP BY "bucket"
