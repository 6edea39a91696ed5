import Foundation

/// How jobs reach a PostgreSQL database.
struct PostgreSQLWarehouse {
    let address: PostgreSQLAddress

    /// dbt keeps the values of variables that begin so out of its logs and artifacts, and models cannot read them.
    /// https://docs.getdbt.com/docs/build/environment-variables#handling-secrets
    private static let passwordVariable = "DBT_ENV_SECRET_POSTGRES_PASSWORD"

    /// One output of `profiles.yml`; the password is not in it, as the profile is in the step's log.
    func output(schema: String, threads: Int) -> [String] {
        [
            "type: postgres",
            "host: \(SandboxWarehouse.quoted(address.host))",
            "port: \(address.port)",
            "user: \(SandboxWarehouse.quoted(address.user))",
            address.password.isEmpty ? "password: \"\"" : "password: \"{{ env_var('\(Self.passwordVariable)') }}\"",
            "dbname: \(SandboxWarehouse.quoted(address.database))",
            "schema: \(SandboxWarehouse.quoted(schema))",
            "threads: \(threads)",
        ] + (address.sslMode.map { ["sslmode: \(SandboxWarehouse.quoted($0))"] } ?? [])
    }

    /// For dbt and what models read.
    func environment(schema: String, inherited: [String: String] = ProcessInfo.processInfo.environment) -> [String: String] {
        var variables = [
            "PLUMBLINE_TARGET": "postgres",
            "PLUMBLINE_SCHEMA": schema,
            "PLUMBLINE_POSTGRES_HOST": address.host,
            "PLUMBLINE_POSTGRES_PORT": String(address.port),
            "PLUMBLINE_POSTGRES_USER": address.user,
            "PLUMBLINE_POSTGRES_DATABASE": address.database,
            // A cancelled run's dbt is killed; without this the server works on its statement and keeps the locks.
            "PGOPTIONS": [inherited["PGOPTIONS"], "-c client_connection_check_interval=1s"].compactMap { $0 }.joined(separator: " "),
        ]
        if !address.password.isEmpty { variables[Self.passwordVariable] = address.password }
        return variables
    }

    func dropProgram(venv: String, schema: String) -> SandboxWarehouse.Program {
        var variables = [
            "PGHOST": address.host, "PGPORT": String(address.port), "PGUSER": address.user, "PGDATABASE": address.database,
        ]
        if !address.password.isEmpty { variables["PGPASSWORD"] = address.password }
        variables["PGSSLMODE"] = address.sslMode
        return .init(executable: venv + "/bin/python", arguments: ["-c", Self.dropScript, schema], environment: variables)
    }

    /// Somebody who reads a table keeps its schema; that ends soon, or the schema stays and the log says so.
    private static let dropScript = """
        import sys, psycopg2
        from psycopg2 import sql
        schema = sys.argv[1]
        connection = psycopg2.connect(connect_timeout=10)
        connection.autocommit = True
        cursor = connection.cursor()
        cursor.execute("set lock_timeout = '30s'")
        cursor.execute(
            "select nspname from pg_catalog.pg_namespace where nspname = %s or starts_with(nspname::text, %s || '_') order by 1",
            [schema, schema],
        )
        for (name,) in cursor.fetchall():
            cursor.execute(sql.SQL("drop schema {} cascade").format(sql.Identifier(name)))
            print("dropped", name)
        """
}
