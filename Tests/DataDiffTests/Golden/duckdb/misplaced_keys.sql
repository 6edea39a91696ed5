WITH "pl_placed" AS (
SELECT "pl_rows_a"."order_id" AS "a_k0", CAST("pl_rows_a"."line" AS VARCHAR) AS "a_k1", "pl_rows_b"."ORDER_ID" AS "b_k0", (CAST("pl_rows_b"."line" AS VARCHAR) COLLATE "binary") AS "b_k1"
FROM "prod"."order ""lines""" AS "pl_rows_a"
POSITIONAL JOIN "dev"."lines" AS "pl_rows_b"
),
"pl_first" AS (
SELECT ("pl_placed"."a_k0" IS DISTINCT FROM "pl_placed"."b_k0" OR "pl_placed"."a_k1" IS DISTINCT FROM "pl_placed"."b_k1") AS "misplaced"
FROM "pl_placed"
LIMIT 10000
)
SELECT coalesce(count_if("misplaced"), 0) AS "misplaced", current_setting('threads') AS "threads"
FROM "pl_first"
