import Foundation

/// The warehouse that the jobs build into.
///
/// PostgreSQL has its place here; this version knows DuckDB.
enum SandboxWarehouse: Sendable, Equatable {
    /// Absolute path of the database file.
    case duckDB(path: String)

    /// Name of the connection in run steps.
    var connectionName: String { "DuckDB" }

    /// `profiles.yml` with one profile and one target.
    func profile(target: String, schema: String, threads: Int) -> String {
        switch self {
        case .duckDB(let path):
            """
            \(DbtEnvironment.profileName):
              target: \(Self.quoted(target))
              outputs:
                \(Self.quoted(target)):
                  type: duckdb
                  path: \(Self.quoted(path))
                  schema: \(Self.quoted(schema))
                  threads: \(threads)
                  # A reader of the file keeps writers out; it goes away soon. dbt waits 1, 2, 4 … seconds between its attempts.
                  retries:
                    connect_attempts: 6
                    retryable_exceptions: ["IOException"]

            """
        }
    }

    /// The program, arguments and input that drop a schema and the custom schemas named after it.
    func dropProgram(venv: String, schema: String) -> (executable: String, arguments: [String]) {
        switch self {
        case .duckDB(let path):
            (venv + "/bin/python", ["-c", Self.dropScript, path, schema])
        }
    }

    /// The same variables the example project's own profile reads, so that models may read them too.
    func environment(schema: String) -> [String: String] {
        switch self {
        case .duckDB(let path): ["PLUMBLINE_WAREHOUSE_PATH": path, "PLUMBLINE_SCHEMA": schema]
        }
    }

    /// A JSON string is a YAML string too.
    private static func quoted(_ text: String) -> String {
        (try? JSONAnswer.data(text)).map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
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
