/// How jobs reach a DuckDB file.
struct DuckDBWarehouse {
    /// Absolute path of the database file.
    let path: String

    /// One output of `profiles.yml`.
    func output(schema: String, threads: Int) -> [String] {
        [
            "type: duckdb",
            "path: \(SandboxWarehouse.quoted(path))",
            "schema: \(SandboxWarehouse.quoted(schema))",
            "threads: \(threads)",
            "# A reader of the file keeps writers out; it goes away soon. dbt waits 1, 2, 4 … seconds between its attempts.",
            "retries:",
            "  connect_attempts: 6",
            "  retryable_exceptions: [\"IOException\"]",
        ]
    }

    /// What models read.
    func environment(schema: String) -> [String: String] {
        ["PLUMBLINE_WAREHOUSE_PATH": path, "PLUMBLINE_SCHEMA": schema]
    }

    func dropProgram(venv: String, schema: String) -> SandboxWarehouse.Program {
        .init(executable: venv + "/bin/python", arguments: ["-c", Self.dropScript, path, schema])
    }

    private static let dropScript = """
        import sys, time, duckdb
        path, schema = sys.argv[1:]
        for attempt in range(60):
            try:
                connection = duckdb.connect(path)
                break
            except duckdb.IOException:
                time.sleep(0.5)
        else:
            sys.exit(f"{path} stayed locked for 30 seconds")
        names = connection.execute(
            "select schema_name from information_schema.schemata where catalog_name = current_database()"
            " and (schema_name = ? or starts_with(schema_name, ? || '_'))",
            [schema, schema],
        ).fetchall()
        for (name,) in names:
            quoted = name.replace('"', '""')
            connection.execute(f'drop schema "{quoted}" cascade')
            print("dropped", name)
        """
}
