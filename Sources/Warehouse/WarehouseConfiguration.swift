import Foundation
import SQL

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

    package init(type: WarehouseType, options: [String: String], concurrency: Int = 4, lockPatience: Double = 10) {
        self.type = type
        self.options = options
        self.concurrency = concurrency
        self.lockPatience = lockPatience
    }
}

/// The kinds of warehouse that can be reached today.
package enum WarehouseType: String, Hashable, Sendable, Codable, CaseIterable {
    case duckdb
}

extension WarehouseConfiguration {
    /// Reads a connection URI such as `duckdb:///absolute/path.duckdb`.
    ///
    /// - Throws: `WarehouseError` (`invalid_uri`) that says what is understood; it never repeats the URI, which may hold a password.
    package init(uri: String) throws(WarehouseError) {
        guard let separator = uri.firstRange(of: "://") else {
            throw .invalidURI("a connection must be a URI such as duckdb:///absolute/path.duckdb")
        }
        let scheme = uri[..<separator.lowerBound].lowercased()
        guard let type = WarehouseType(rawValue: scheme) else {
            let known = WarehouseType.allCases.map(\.rawValue).joined(separator: ", ")
            throw .invalidURI("unknown warehouse '\(scheme)' in the connection URI; known: \(known)")
        }
        let path = String(uri[separator.upperBound...])
        guard path.hasPrefix("/"), path.count > 1 else {
            throw .invalidURI("a DuckDB connection needs an absolute path after three slashes: duckdb:///absolute/path.duckdb")
        }
        self.init(type: type, options: ["path": path.removingPercentEncoding ?? path])
    }

    /// Checks what can be checked without a connection.
    ///
    /// - Throws: `WarehouseError` (`invalid_options`) naming the option.
    package func validate() throws(WarehouseError) {
        let known: Set = ["path"]
        if let unknown = options.keys.sorted().first(where: { !known.contains($0) }) {
            throw WarehouseError(
                kind: .other, code: "invalid_options", message: "option '\(unknown)' of a \(type.rawValue) data source is not known",
                hint: "known: \(known.sorted().joined(separator: ", "))")
        }
        guard concurrency >= 1 else {
            throw WarehouseError(kind: .other, code: "invalid_options", message: "the concurrency of a data source must be at least 1")
        }
        guard let path = options["path"], path.hasPrefix("/") else {
            throw WarehouseError(
                kind: .other, code: "invalid_options", message: "a \(type.rawValue) data source needs the option 'path', an absolute path")
        }
    }
}

extension WarehouseError {
    fileprivate static func invalidURI(_ message: String) -> WarehouseError {
        WarehouseError(kind: .other, code: "invalid_uri", message: message)
    }
}
