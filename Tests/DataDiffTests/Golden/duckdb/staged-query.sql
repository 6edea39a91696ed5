SELECT "id" AS "b0", "c1" AS "b1", "c2" AS "b2", "c3" AS "b3", CAST("c4" AS VARCHAR) AS "b4", "c5" AS "b5", "c6" AS "b6", "c7" AS "b7", "c8" AS "b8", (CAST(date_part('year', "c9") AS HUGEINT) * 12 + CAST(date_part('month', "c9") AS HUGEINT)) || ' months ' || CAST(date_part('day', "c9") AS HUGEINT) || ' days ' || (CAST(date_part('hour', "c9") AS HUGEINT) * 3600000000 + CAST(date_part('minute', "c9") AS HUGEINT) * 60000000 + CAST(date_part('microsecond', "c9") AS HUGEINT)) || ' microseconds' AS "b9", "c10" AS "b10", "c11" AS "b11", "c12" AS "b12", CAST("c13" AS VARCHAR) AS "b13", "c14" AS "b14"
FROM (
SELECT * FROM dev.lines
) AS "query"
