/// How to reach a warehouse: its kind and the options of that kind.
package struct WarehouseConfiguration: Hashable, Sendable, Codable {
    /// The engine's name as in connection URIs.
    package var type: WarehouseType
    /// By name, for example `path`.
    ///
    /// May hold secrets; never shown.
    package var options: [String: String]
    /// Statements that may run at once.
    package var concurrency: Int
    /// How long a file that another process has locked is waited for, in seconds.
    package var lockPatience: Double
    /// Whether tables may be written (``Snapshot/write(_:)``), which keeps others from a DuckDB file.
    package var writes = false

    package init(type: WarehouseType, options: [String: String], concurrency: Int = 4, lockPatience: Double = 10) {
        self.type = type
        self.options = options
        self.concurrency = concurrency
        self.lockPatience = lockPatience
    }
}

/// The kinds of warehouse that can be reached today.
package enum WarehouseType: String, Hashable, Sendable, Codable, CaseIterable {
    case duckdb, postgresql

    /// By the scheme of a connection URI.
    fileprivate init?(scheme: String) {
        self.init(rawValue: scheme == "postgres" ? "postgresql" : scheme)
    }
}

extension WarehouseConfiguration {
    /// Reads a connection URI such as `duckdb:///absolute/path.duckdb` or `postgresql://user@host/database`.
    ///
    /// - Throws: `WarehouseError` (`invalid_uri`) that says what is understood; it never repeats the URI, which may hold a password.
    package init(uri: String) throws(WarehouseError) {
        guard let separator = uri.firstRange(of: "://") else {
            throw .invalidURI("a connection must be a URI such as duckdb:///absolute/path.duckdb or postgresql://user@host/database")
        }
        let scheme = uri[..<separator.lowerBound].lowercased()
        guard let type = WarehouseType(scheme: scheme) else {
            let known = WarehouseType.allCases.map(\.rawValue).joined(separator: ", ")
            throw .invalidURI("unknown warehouse '\(scheme)' in the connection URI; known: \(known)")
        }
        self.init(type: type, options: try WarehouseKind(type).options(scheme + uri[separator.lowerBound...]))
    }

    /// Checks what can be checked without a connection.
    ///
    /// - Throws: `WarehouseError` (`invalid_options`) naming the option.
    package func validate() throws(WarehouseError) {
        let kind = WarehouseKind(type)
        if let unknown = options.keys.sorted().first(where: { !kind.optionNames.contains($0) }) {
            throw .invalidOptions(
                "option '\(unknown)' of a \(type.rawValue) data source is not known",
                hint: "known: \(kind.optionNames.sorted().joined(separator: ", "))")
        }
        guard concurrency >= 1 else { throw .invalidOptions("the concurrency of a data source must be at least 1") }
        try kind.validate(options)
    }
}

extension WarehouseType {
    /// The names of the options that a data source of this kind takes.
    package var optionNames: Set<String> { WarehouseKind(self).optionNames }
}
