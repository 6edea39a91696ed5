WITH "pl_rows_a" AS (
SELECT *
FROM "prod"."order ""lines"""
WHERE (
day >= '2026-01-01'
)
),
"pl_rows_b" AS (
SELECT *
FROM (
SELECT * FROM dev.lines
) AS "query"
),
"pl_a" AS (
SELECT "pl_rows_a"."order_id" AS "k0", CAST("pl_rows_a"."line" AS text) AS "k1", CASE WHEN "pl_rows_a"."amount" = 'NaN' THEN CAST('NaN' AS double precision) WHEN "pl_rows_a"."amount" >= 1.797693134862315807e308 THEN CAST('Infinity' AS double precision) WHEN "pl_rows_a"."amount" <= -1.797693134862315807e308 THEN CAST('-Infinity' AS double precision) WHEN abs("pl_rows_a"."amount") < 2.4703282292062328e-324 THEN 0 ELSE CAST("pl_rows_a"."amount" AS double precision) END AS "v0", ("pl_rows_a"."note" COLLATE "C") AS "v1", CAST("pl_rows_a"."at" AS timestamp without time zone) AS "v2", ("pl_rows_a"."old" COLLATE "C") AS "h0", (hashtextextended(CAST(CAST("pl_rows_a"."line" AS text) AS text) COLLATE "C", hashint8extended(CAST("pl_rows_a"."order_id" AS bigint), hashint8extended(CAST("pl_rows_a"."order_id" AS bigint) >> 32, 0))) & 2047) AS "class"
FROM "pl_rows_a"
WHERE ("pl_rows_a"."order_id" IS DISTINCT FROM NULL AND "pl_rows_a"."line" IS DISTINCT FROM NULL)
),
"pl_b" AS (
SELECT "pl_rows_b"."order_id" AS "k0", (CAST("pl_rows_b"."line" AS text) COLLATE "C") AS "k1", CAST("pl_rows_b"."amount" AS double precision) AS "v0", ("pl_rows_b"."note" COLLATE "C") AS "v1", CAST("pl_rows_b"."at" AS timestamp without time zone) AS "v2", ("pl_rows_b"."new" COLLATE "C") AS "h0"
FROM "pl_rows_b"
WHERE ("pl_rows_b"."order_id" IS DISTINCT FROM NULL AND "pl_rows_b"."line" IS DISTINCT FROM NULL)
),
"pl_compared" AS (
WITH "fence" AS (SELECT 1)
SELECT ("pl_a"."v0" IS DISTINCT FROM "pl_b"."v0" OR "pl_a"."v1" IS DISTINCT FROM "pl_b"."v1" OR "pl_a"."v2" IS DISTINCT FROM "pl_b"."v2") AS "differs", "pl_a"."v0" AS "a0", "pl_b"."v0" AS "b0", "pl_a"."v1" AS "a1", "pl_b"."v1" AS "b1", "pl_a"."v2" AS "a2", "pl_b"."v2" AS "b2", ("pl_a"."h0" IS DISTINCT FROM NULL OR "pl_b"."h0" IS DISTINCT FROM NULL) AS "f0", (("pl_a"."h0" IS DISTINCT FROM NULL OR "pl_b"."h0" IS DISTINCT FROM NULL) AND NOT ("pl_a"."h0" IS DISTINCT FROM "pl_b"."h0")) AS "s0", CASE WHEN (("pl_a"."h0" IS DISTINCT FROM NULL OR "pl_b"."h0" IS DISTINCT FROM NULL) AND NOT ("pl_a"."h0" IS DISTINCT FROM "pl_b"."h0")) THEN (CAST("pl_a"."h0" AS text) COLLATE "C") END AS "t0", "pl_a"."class" AS "class"
FROM "pl_a"
JOIN "pl_b" ON ("pl_a"."k0" = "pl_b"."k0" AND "pl_a"."k1" = "pl_b"."k1")
)
SELECT count(*) AS "rows", count(*) FILTER (WHERE "differs") AS "different_rows", count(*) FILTER (WHERE ("differs" AND "a0" IS DISTINCT FROM "b0")) AS "c0", count(*) FILTER (WHERE ("differs" AND "a1" IS DISTINCT FROM "b1")) AS "c1", count(*) FILTER (WHERE ("differs" AND "a2" IS DISTINCT FROM "b2")) AS "c2", count(*) FILTER (WHERE "f0") AS "filled0", count(*) FILTER (WHERE "s0") AS "same0", CASE WHEN min("t0") < max("t0") THEN 1 ELSE 0 END AS "varies0", CAST(bit_or(CASE WHEN "differs" THEN set_bit(CAST(repeat('0', 2048) AS bit(2048)), CAST("class" AS integer), 1) END) AS text) AS "classes"
FROM "pl_compared"
