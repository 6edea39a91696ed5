WITH "pl_rows_b" AS (
SELECT *
FROM (
SELECT * FROM dev.lines
) AS "query"
),
"pl_hashed" AS (
SELECT hashtextextended(CAST((CAST("pl_rows_b"."line" AS text) COLLATE "C") AS text) COLLATE "C", hashint8extended(CAST("pl_rows_b"."order_id" AS bigint), hashint8extended(CAST("pl_rows_b"."order_id" AS bigint) >> 32, 0))) AS "key_hash", NOT (("pl_rows_b"."order_id" IS DISTINCT FROM NULL AND "pl_rows_b"."line" IS DISTINCT FROM NULL)) AS "no_key", CAST("pl_rows_b"."amount" AS double precision) AS "v0", ("pl_rows_b"."note" COLLATE "C") AS "v1", CAST("pl_rows_b"."at" AS timestamp without time zone) AS "v2"
FROM "pl_rows_b"
)
SELECT count(*) AS "total_rows", count(*) FILTER (WHERE "no_key") AS "nulls", CAST(coalesce(sum(CASE WHEN NOT ("no_key") THEN "key_hash" END), 0) AS text) AS "keys", CAST(sum(hashfloat8extended(CAST("v0" AS double precision), "key_hash")) AS text) AS "s0", CAST(sum(hashtextextended(CAST("v1" AS text) COLLATE "C", "key_hash")) AS text) AS "s1", CAST(sum(hashtextextended(CAST("v2" AS text) COLLATE "C", "key_hash")) AS text) AS "s2"
FROM "pl_hashed"
