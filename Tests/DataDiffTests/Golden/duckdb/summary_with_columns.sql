WITH "pl_rows_b" AS (
SELECT *
FROM (
SELECT * FROM dev.lines
) AS "query"
),
"pl_hashed" AS (
SELECT hash(hash("pl_rows_b"."ORDER_ID", (CAST("pl_rows_b"."line" AS VARCHAR) COLLATE "binary")), 0) AS "key_hash", NOT (("pl_rows_b"."ORDER_ID" IS NOT NULL AND "pl_rows_b"."line" IS NOT NULL)) AS "no_key", CAST("pl_rows_b"."amount" AS DOUBLE) AS "v0", ("pl_rows_b"."note" COLLATE "binary") AS "v1", CAST("pl_rows_b"."at" AS TIMESTAMP) AS "v2"
FROM "pl_rows_b"
)
SELECT count(*) AS "total_rows", coalesce(count_if("no_key"), 0) AS "nulls", CAST(coalesce(sum(CASE WHEN NOT ("no_key") THEN "key_hash" END), 0) AS VARCHAR) AS "keys", bit_xor(hash(xor(hash("v0"), "key_hash"))) AS "s0", bit_xor(hash(xor(hash("v1"), "key_hash"))) AS "s1", bit_xor(hash(xor(hash("v2"), "key_hash"))) AS "s2"
FROM "pl_hashed"
