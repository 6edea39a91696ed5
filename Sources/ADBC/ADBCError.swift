/// What went wrong between this program and a driver.
///
/// Holds no option's value; passwords in the driver's own message are blanked out (`Redaction`). The message is the driver's and may
/// quote the statement or a value the engine stumbled over: show it to the user who asked, do not log it.
package struct ADBCError: Error, Hashable, Sendable {
    package var code: Code
    /// What was attempted, for example `open the database`.
    package var attempt: String
    /// The driver's name.
    package var driver: String
    /// The driver's message, redacted; or this program's own where the driver was not asked.
    package var message: String
    /// Five characters, when the driver sets them.
    package var sqlState: String?
    /// The engine's own number, when the driver sets one.
    package var vendorCode: Int32?
    /// What to do about it, where that is known.
    package var hint: String?

    package init(
        code: Code, attempt: String, driver: String, message: String,
        sqlState: String? = nil, vendorCode: Int32? = nil, hint: String? = nil
    ) {
        self.code = code
        self.attempt = attempt
        self.driver = driver
        self.message = message
        self.sqlState = sqlState
        self.vendorCode = vendorCode
        self.hint = hint
    }

    /// The kind of failure.
    ///
    /// Open: a driver may report kinds that are not named here.
    package struct Code: Hashable, Sendable, CustomStringConvertible {
        package let name: String
        package var description: String { name }
    }
}

extension ADBCError.Code {
    package static let unknown = Self(name: "unknown")
    package static let notImplemented = Self(name: "not-implemented")
    package static let notFound = Self(name: "not-found")
    package static let alreadyExists = Self(name: "already-exists")
    package static let invalidArgument = Self(name: "invalid-argument")
    /// Also: the connection is closed, or another statement took the place of this result.
    package static let invalidState = Self(name: "invalid-state")
    package static let invalidData = Self(name: "invalid-data")
    package static let integrity = Self(name: "integrity")
    package static let `internal` = Self(name: "internal")
    package static let io = Self(name: "io")
    /// The task was cancelled, or `ADBCConnection.cancel()` was called.
    package static let cancelled = Self(name: "cancelled")
    package static let timeout = Self(name: "timeout")
    package static let unauthenticated = Self(name: "unauthenticated")
    package static let unauthorized = Self(name: "unauthorized")
    /// Another process holds the database file; try again later.
    package static let locked = Self(name: "locked")
    /// No driver of this name on this machine; the message lists where it was looked for.
    package static let driverNotFound = Self(name: "driver-not-found")
    /// A driver file that is there but cannot be used.
    package static let driverUnusable = Self(name: "driver-unusable")
    /// A result of a type that cannot be read, or that contradicts itself.
    package static let unreadableResult = Self(name: "unreadable-result")

    /// By the status code of an ADBC call.
    init(status: UInt8) {
        let known: [Self] = [
            .unknown, .unknown, .notImplemented, .notFound, .alreadyExists, .invalidArgument, .invalidState, .invalidData, .integrity,
            .internal, .io, .cancelled, .timeout, .unauthenticated, .unauthorized,
        ]
        self = known.indices.contains(Int(status)) ? known[Int(status)] : Self(name: "status-\(status)")
    }
}

extension ADBCError {
    /// This error with the code `locked` when it says that a DuckDB file is held by another process; DuckDB itself has no code for it.
    var recognizingLock: ADBCError {
        guard message.contains("Could not set lock on file") else { return self }
        var error = self
        error.code = .locked
        error.hint = "Another process writes to this file, for example dbt. Try again when it has finished."
        return error
    }
}

extension ADBCError: CustomStringConvertible {
    package var description: String {
        let marks = [sqlState.map { "SQLSTATE \($0)" }, vendorCode.map { "vendor code \($0)" }].compactMap(\.self)
        let suffix = marks.isEmpty ? "" : " [\(marks.joined(separator: ", "))]"
        return "could not \(attempt) (driver '\(driver)'): \(message)\(suffix)" + (hint.map { "\n\($0)" } ?? "")
    }
}
