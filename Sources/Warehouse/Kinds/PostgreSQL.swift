import SQL

extension WarehouseKind {
    /// PostgreSQL through libpq, whose environment variables and password file hold; every statement in a transaction that reads only.
    static let postgresql = WarehouseKind(
        driver: "postgresql",
        dialect: .postgresql,
        // The driver's own 16 MiB are on their way three times over, without being any quicker.
        streaming: [("adbc.postgresql.batch_size_hint_bytes", "1048576")],
        transaction: SnapshotTransaction(
            begin: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
            beginWriting: "BEGIN ISOLATION LEVEL REPEATABLE READ READ WRITE",
            export: "SELECT pg_catalog.pg_export_snapshot()",
            adopt: { "SET TRANSACTION SNAPSHOT '\($0)'" },
            settings: settings,
            end: "COMMIT",
            patience: "SET LOCAL lock_timeout = '30s'"
        ),
        optionNames: [
            "uri", "host", "port", "database", "user", "password", "sslmode", "sslcert", "sslkey", "sslrootcert", "connect_timeout", "role",
            "statement_timeout",
        ],
        isRemote: { !PostgreSQLURI($0.options).isLocal },
        label: { "postgresql \(PostgreSQLURI($0.options).place)" },
        databaseOptions: { [("uri", PostgreSQLURI($0.options).text)] },
        options: { (uri) throws(WarehouseError) in ["uri": uri] },
        validate: { (options) throws(WarehouseError) in
            if let uri = options["uri"], !uri.hasPrefix("postgresql://"), !uri.hasPrefix("postgres://") {
                throw .invalidOptions("the option 'uri' of a postgresql data source must begin with postgresql://")
            }
            guard options["uri"] == nil || Set(options.keys).isDisjoint(with: ["host", "port", "database", "user"]) else {
                throw .invalidOptions(
                    "a postgresql data source needs either the option 'uri' or host, port, database and user, not both",
                    hint: "a password may be given beside the uri")
            }
            guard options["uri"] != nil || options["database"] != nil || options["host"] != nil else {
                throw .invalidOptions("a postgresql data source needs the option 'uri', or 'host' and 'database'")
            }
            if let timeout = options["statement_timeout"], timeout.wholeMatch(of: #/\d+ ?(us|ms|s|min|h|d)?/#) == nil {
                throw .invalidOptions(
                    "the option 'statement_timeout' of a postgresql data source is not a duration", hint: "for example 30s or 5min")
            }
        }
    )

    /// Compiling the many expressions of a diff takes longer than they gain; there is no such setting before version 11.
    private static let noCompilation =
        "CASE WHEN pg_catalog.current_setting('jit', true) IS NOT NULL THEN pg_catalog.set_config('jit', 'off', true) END"

    /// Everything that a cast to text or between timestamps depends on.
    ///
    /// For the transaction only: behind a pooler, the session belongs to others too. A diff's first connection may be idle for long.
    @Sendable private static func settings(_ configuration: WarehouseConfiguration) -> String {
        var settings = [
            ("client_encoding", "UTF8"), ("TimeZone", "UTC"), ("DateStyle", "ISO, YMD"), ("IntervalStyle", "postgres"),
            ("extra_float_digits", "3"), ("bytea_output", "hex"), ("idle_in_transaction_session_timeout", "0"),
        ]
        if let role = configuration.options["role"] { settings.append(("role", role.replacing("'", with: "''"))) }
        if let timeout = configuration.options["statement_timeout"] { settings.append(("statement_timeout", timeout)) }
        return "SELECT " + settings.map { "pg_catalog.set_config('\($0)', '\($1)', true)" }.joined(separator: ", ") + ", \(noCompilation)"
    }
}
