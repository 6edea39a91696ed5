/// What PostgreSQL's errors mean, <https://www.postgresql.org/docs/current/errcodes-appendix.html>.
enum PostgreSQLErrors {
    private static let codes: [String: Dialect.ErrorKind] = [
        "42P01": .relationNotFound, "3F000": .relationNotFound, "42703": .columnNotFound, "42501": .permission,
        "3D000": .databaseMissing, "55P03": .timeout, "25P03": .connection, "40001": .conflict, "40P01": .conflict, "25006": .syntax,
        "53100": .diskFull, "53200": .outOfMemory, "53400": .diskFull, "XX001": .damaged, "XX002": .damaged,
    ]

    private static let classes: [String: Dialect.ErrorKind] = [
        "08": .connection, "28": .authentication, "42": .syntax, "53": .connection, "57": .connection,
    ]

    /// Goes by the SQLSTATE; failed attempts to connect have none.
    @Sendable static func classify(_ message: String, _ sqlState: String?) -> Dialect.ErrorKind {
        guard let sqlState else { return classify(message) }
        if sqlState == "57014" { return message.contains("timeout") ? .timeout : .cancelled }
        if sqlState == "0A000" && message.contains("cross-database") { return .relationNotFound }
        return codes[sqlState] ?? classes[String(sqlState.prefix(2))] ?? .other
    }

    private static func classify(_ message: String) -> Dialect.ErrorKind {
        if message.contains("database \"") && message.contains("does not exist") { return .databaseMissing }
        let refusals = ["authentication failed", "no password supplied", "role \"", "no pg_hba.conf entry", "password authentication"]
        if refusals.contains(where: message.contains) { return .authentication }
        if message.contains("permission denied for database") { return .permission }
        let losses = [
            "Failed to connect", "closed the connection", "no connection to the server", "connection to server", "could not receive data",
        ]
        return losses.contains(where: message.contains) ? .connection : .other
    }

    @Sendable static func advice(_ kind: Dialect.ErrorKind) -> String? {
        switch kind {
        case .authentication: "check user and password; a password may also come from PGPASSWORD or from the file that PGPASSFILE names"
        case .databaseMissing: "check the database's name behind the host in the connection; `psql -l` lists those there are"
        case .connection: "check host, port and network, and that the server runs and takes one more connection"
        case .timeout: "raise statement_timeout for the connection's user, or compare fewer rows with a filter"
        case .relationNotFound:
            "check database, schema and name: PostgreSQL tells upper from lower case, and one connection sees one database"
        case .conflict: "compare again; on a standby, a longer max_standby_streaming_delay leaves statements more time"
        case .outOfMemory: "lower work_mem for the connection's user, or compare fewer rows or columns"
        case .diskFull: "make room on the server's disk or raise temp_file_limit, or compare fewer rows or columns"
        case .cancelled: "somebody ended it on the server (pg_cancel_backend)"
        default: nil
        }
    }
}
