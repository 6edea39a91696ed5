WITH "pl_placed" AS (
SELECT "pl_rows_a"."order_id" AS "a_k0", CAST("pl_rows_a"."line" AS VARCHAR) AS "a_k1", CAST("pl_rows_a"."amount" AS DOUBLE) AS "a_v0", ("pl_rows_a"."note" COLLATE "binary") AS "a_v1", CAST("pl_rows_a"."at" AS TIMESTAMP) AS "a_v2", "pl_rows_a"."order_id" AS "a_key0", "pl_rows_a"."line" AS "a_key1", "pl_rows_a"."amount" AS "a_raw0", "pl_rows_a"."at" AS "a_raw2", "pl_rows_b"."ORDER_ID" AS "b_k0", (CAST("pl_rows_b"."line" AS VARCHAR) COLLATE "binary") AS "b_k1", CAST("pl_rows_b"."amount" AS DOUBLE) AS "b_v0", ("pl_rows_b"."note" COLLATE "binary") AS "b_v1", CAST("pl_rows_b"."at" AS TIMESTAMP) AS "b_v2", "pl_rows_b"."amount" AS "b_raw0", "pl_rows_b"."at" AS "b_raw2"
FROM "prod"."order ""lines""" AS "pl_rows_a"
POSITIONAL JOIN "dev"."lines" AS "pl_rows_b"
),
"pl_compared" AS (
SELECT "pl_placed"."a_v0" IS DISTINCT FROM "pl_placed"."b_v0" AS "d0", "pl_placed"."a_v1" IS DISTINCT FROM "pl_placed"."b_v1" AS "d1", "pl_placed"."a_v2" IS DISTINCT FROM "pl_placed"."b_v2" AS "d2", "pl_placed"."a_key0" AS "k0", "pl_placed"."a_key1" AS "k1", "pl_placed"."a_raw0" AS "a0", "pl_placed"."b_raw0" AS "b0", "pl_placed"."a_v1" AS "a1", "pl_placed"."b_v1" AS "b1", "pl_placed"."a_raw2" AS "a2", "pl_placed"."b_raw2" AS "b2", "pl_placed"."a_k0" AS "order0", "pl_placed"."a_k1" AS "order1", ("pl_placed"."a_k0" IS DISTINCT FROM "pl_placed"."b_k0" OR "pl_placed"."a_k1" IS DISTINCT FROM "pl_placed"."b_k1") AS "misplaced"
FROM "pl_placed"
)
SELECT count(*) AS "rows", coalesce(count_if(("d0" OR "d1" OR "d2")), 0) AS "different_rows", coalesce(count_if("d0"), 0) AS "c0", coalesce(count_if("d1"), 0) AS "c1", coalesce(count_if("d2"), 0) AS "c2", arg_min(struct_pack(f0 := "k0", f1 := "k1", f2 := "d0", f3 := "a0", f4 := "b0", f5 := "d1", f6 := "a1", f7 := "b1", f8 := "d2", f9 := "a2", f10 := "b2"), row("order0", "order1"), 5) FILTER (WHERE ("d0" OR "d1" OR "d2")) AS "examples", coalesce(count_if("misplaced"), 0) AS "misplaced"
FROM "pl_compared"
