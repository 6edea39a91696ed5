/// Why a text is not a schedule.
package struct CronError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Code: String, Sendable {
        /// It does not have the form of a cron expression.
        case malformed
        /// It has the right form, but no day of any year fits.
        case neverFires
        /// No such time zone.
        case unknownZone
    }

    package var code: Code
    /// What is wrong with which field, and what to write instead.
    package var message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { message }
}
