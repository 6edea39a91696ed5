import Warehouse

/// The options of each kind of data source, in the order of the form.
struct DataSourceOption: Hashable, Sendable {
    let name: String
    let label: String
    var hint: String?
    var isSecret = false

    static func all(of type: WarehouseType) -> [DataSourceOption] {
        let described = described(type)
        let rest = type.optionNames.subtracting(described.map(\.name)).sorted().map { DataSourceOption(name: $0, label: $0) }
        return described + rest
    }

    /// Whether the value must not be shown again.
    static func isSecret(_ name: String, _ type: WarehouseType) -> Bool { all(of: type).first { $0.name == name }?.isSecret ?? true }

    private static func described(_ type: WarehouseType) -> [DataSourceOption] {
        switch type {
        case .duckdb:
            [
                DataSourceOption(name: "path", label: "File", hint: "An absolute path on the server's machine."),
                DataSourceOption(name: "memory_limit", label: "Memory", hint: "For example 2GB."),
                DataSourceOption(name: "threads", label: "Threads"),
                DataSourceOption(name: "temp_directory", label: "Folder for what does not fit into memory"),
                DataSourceOption(name: "max_temp_directory_size", label: "Room in that folder", hint: "For example 50GB."),
            ]
        case .postgresql:
            [
                DataSourceOption(name: "host", label: "Host"), DataSourceOption(name: "port", label: "Port", hint: "5432 unless given."),
                DataSourceOption(name: "database", label: "Database"), DataSourceOption(name: "user", label: "User"),
                DataSourceOption(name: "password", label: "Password", isSecret: true),
                DataSourceOption(
                    name: "uri", label: "Address", hint: "postgresql://… in place of host, port, database and user.", isSecret: true),
                DataSourceOption(name: "role", label: "Role", hint: "Set for each transaction."),
                DataSourceOption(name: "sslmode", label: "TLS", hint: "libpq's sslmode, for example verify-full."),
                DataSourceOption(name: "sslrootcert", label: "File with root certificates"),
                DataSourceOption(name: "sslcert", label: "File with the client's certificate"),
                DataSourceOption(name: "sslkey", label: "File with the client's key"),
                DataSourceOption(name: "connect_timeout", label: "Seconds to wait for a connection", hint: "15 unless given."),
                DataSourceOption(name: "statement_timeout", label: "Longest time of a statement", hint: "For example 5min."),
            ]
        }
    }
}
