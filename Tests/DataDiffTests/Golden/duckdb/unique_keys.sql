SELECT concat(table_oid, ' ', constraint_index) AS key, unnest(constraint_column_names) AS column_name
FROM duckdb_constraints() WHERE constraint_type IN ('PRIMARY KEY', 'UNIQUE')
AND lower(database_name) = lower('warehouse')
AND lower(schema_name) = lower('prod')
AND lower(table_name) = lower('order''s "lines"')
