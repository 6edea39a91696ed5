/// What went wrong with the data directory or the database in it.
package struct StoreError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Code: String, Sendable {
        /// The data directory cannot be made, read or written.
        case notWritable
        /// Another server works in this data directory.
        case inUse
        /// The database was written by a newer Plumbline.
        case newerDatabase
        /// The key in use is not the one the secrets were encrypted with, or it has a wrong form.
        case wrongKey
        /// What was asked for is not there.
        case notFound
        /// It contradicts what is there: a name that is taken, something that is in use or kept by the configuration file.
        case conflict
        /// The calling task was cancelled; nothing was written.
        case cancelled
        /// SQLite refused; the message has its words.
        case database
    }

    package var code: Code
    /// What was tried, on what, and what to do; no secret in it.
    package var message: String
    /// The field of a setting it is about, for example `name`; absent when it is about more.
    package var field: String?

    package init(_ code: Code, _ message: String, field: String? = nil) {
        self.code = code
        self.message = message
        self.field = field
    }

    package var description: String { message }
}
