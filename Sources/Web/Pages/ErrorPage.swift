/// A request that could not be answered.
package struct ErrorPage: Hashable, Sendable {
    /// The HTTP status.
    package var status: Int
    /// What was asked for or tried, as a sentence; a plain one for the status when absent.
    package var message: String?
    /// What to do about it.
    package var hint: String?

    package init(status: Int, message: String? = nil, hint: String? = nil) {
        self.status = status
        self.message = message
        self.hint = hint
    }
}
