import ADBC
package import SQL

/// Trouble with a warehouse: what was tried, on what, and what to do.
package struct WarehouseError: Error, Sendable, CustomStringConvertible {
    package var kind: Dialect.ErrorKind
    /// A stable word, for example `database_missing`.
    package var code: String
    /// Never holds a secret or a value of a row.
    package var message: String
    package var hint: String?
    /// The engine's own words; they may quote a value, so they are for the person who asked alone.
    package var detail: String?

    package init(kind: Dialect.ErrorKind, code: String, message: String, hint: String? = nil, detail: String? = nil) {
        self.kind = kind
        self.code = code
        self.message = message
        self.hint = hint
        self.detail = detail
    }

    package var description: String { message + (hint.map { "; \($0)" } ?? "") }
}

extension WarehouseError {
    /// The task was cancelled before the warehouse was asked.
    static func cancelled(waitingFor label: String) -> WarehouseError {
        WarehouseError(kind: .cancelled, code: "cancelled", message: "waiting for \(label) was cancelled")
    }

    static func invalidOptions(_ message: String, hint: String? = nil) -> WarehouseError {
        WarehouseError(kind: .other, code: "invalid_options", message: message, hint: hint)
    }

    static func invalidURI(_ message: String) -> WarehouseError {
        WarehouseError(kind: .other, code: "invalid_uri", message: message)
    }

    /// A driver's trouble in the words of a warehouse.
    init(_ error: ADBCError, doing: String, _ dialect: Dialect) {
        let engineKind = dialect.classify(error.message, error.sqlState)
        switch error.code {
        case .driverNotFound, .driverUnusable:
            self.init(kind: .other, code: "driver_missing", message: "\(doing) failed: \(error.message)", hint: error.hint)
        case .cancelled where engineKind == .other:
            self.init(kind: .cancelled, code: "cancelled", message: "\(doing) was cancelled")
        default:
            self.init(
                kind: engineKind, code: engineKind == .other ? "engine_error" : engineKind.rawValue.snakeCased,
                message: "\(doing) failed" + (engineKind.reason.map { ": \($0)" } ?? ""), hint: error.hint ?? dialect.advice(engineKind),
                detail: error.message)
        }
    }
}

extension Dialect.ErrorKind {
    /// What happened, where the kind alone says it.
    fileprivate var reason: String? {
        switch self {
        case .authentication: "the server did not accept the user"
        case .databaseMissing: "the database does not exist"
        case .connection: "the server could not be reached, or the connection was lost"
        case .timeout: "the server ended it because it took longer than statement_timeout or lock_timeout allows"
        case .cancelled: "it was cancelled on the server"
        case .conflict: "the server could not keep its view of the data"
        case .permission: "permission denied"
        case .outOfMemory: "the engine had not enough memory"
        case .diskFull: "there was not enough room on disk"
        case .damaged: "what is on disk is damaged, or was written by another version of the engine"
        default: nil
        }
    }
}

extension String {
    fileprivate var snakeCased: String {
        reduce(into: "") { $0 += $1.isUppercase ? "_" + $1.lowercased() : String($1) }
    }
}
