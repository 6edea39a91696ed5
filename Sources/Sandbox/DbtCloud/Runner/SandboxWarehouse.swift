import Foundation

/// The warehouse that the jobs build into.
package enum SandboxWarehouse: Sendable, Equatable {
    /// Absolute path of the database file.
    case duckDB(path: String)
    case postgreSQL(PostgreSQLAddress)

    /// A program with all that it is given.
    struct Program {
        let executable: String
        let arguments: [String]
        var environment: [String: String] = [:]
    }

    /// The warehouse behind a connection URI such as `postgresql://user@host:5432/database`.
    ///
    /// - Throws: `SandboxError`, which never repeats the URI.
    package init(uri: String) throws(SandboxError) {
        guard ["postgresql://", "postgres://"].contains(where: { uri.lowercased().hasPrefix($0) }) else {
            throw SandboxError(
                "cannot use the warehouse's URI: it has to begin with postgresql://; without --warehouse the sandbox has a DuckDB file")
        }
        self = .postgreSQL(try PostgreSQLAddress(uri: uri))
    }

    /// Name of the connection in run steps.
    var connectionName: String {
        switch self {
        case .duckDB: "DuckDB"
        case .postgreSQL: "PostgreSQL"
        }
    }

    /// `profiles.yml` with one profile and one target.
    func profile(target: String, schema: String, threads: Int) -> String {
        let output =
            switch self {
            case .duckDB(let path): DuckDBWarehouse(path: path).output(schema: schema, threads: threads)
            case .postgreSQL(let address): PostgreSQLWarehouse(address: address).output(schema: schema, threads: threads)
            }
        return """
            \(DbtEnvironment.profileName):
              target: \(Self.quoted(target))
              outputs:
                \(Self.quoted(target)):
            \(output.map { "      " + $0 }.joined(separator: "\n"))

            """
    }

    /// The program that drops a schema and the custom schemas named after it.
    func dropProgram(venv: String, schema: String) -> Program {
        switch self {
        case .duckDB(let path): DuckDBWarehouse(path: path).dropProgram(venv: venv, schema: schema)
        case .postgreSQL(let address): PostgreSQLWarehouse(address: address).dropProgram(venv: venv, schema: schema)
        }
    }

    /// The same variables the example project's own profile reads, so that models may read them too.
    ///
    /// A password is not among those that models can read.
    func environment(schema: String) -> [String: String] {
        switch self {
        case .duckDB(let path): DuckDBWarehouse(path: path).environment(schema: schema)
        case .postgreSQL(let address): PostgreSQLWarehouse(address: address).environment(schema: schema)
        }
    }

    /// A JSON string is a YAML string too.
    static func quoted(_ text: String) -> String {
        (try? JSONAnswer.data(text)).map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
    }
}
