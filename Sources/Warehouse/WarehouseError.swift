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
