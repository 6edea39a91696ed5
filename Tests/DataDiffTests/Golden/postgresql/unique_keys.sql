SELECT CAST(i.indexrelid AS text) AS key, CAST(a.attname AS text) AS column_name
FROM pg_catalog.pg_index AS i JOIN pg_catalog.pg_class AS c ON c.oid = i.indrelid
CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS part(number, place)
JOIN pg_catalog.pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = part.number
WHERE i.indrelid = CAST('"warehouse"."prod"."order''s ""lines"""' AS regclass) AND c.relkind IN ('r', 'p', 'm')
AND i.indisunique AND i.indisvalid AND i.indisready AND i.indimmediate AND i.indpred IS NULL AND i.indexprs IS NULL
AND part.place <= coalesce(CAST(to_jsonb(i) ->> 'indnkeyatts' AS integer), i.indnatts)
AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_inherits AS h WHERE h.inhparent = c.oid AND c.relkind = 'r')
AND NOT EXISTS (
SELECT 1 FROM unnest(i.indclass) AS used(class) JOIN pg_catalog.pg_opclass AS o ON o.oid = used.class WHERE NOT o.opcdefault
)
