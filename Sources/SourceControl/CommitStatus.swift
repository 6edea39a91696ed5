/// A commit status: one line beside a commit, one per context.
package struct CommitStatus: Hashable, Sendable, Codable {
    package enum State: String, Hashable, Sendable, Codable {
        case pending, success, failure
        /// What was to be reported on could not be brought to its end.
        case error

        /// For hosts that know one word for both.
        package var isBad: Bool { self == .failure || self == .error }
    }

    package var state: State
    /// Names the reporter; a later status of one context replaces the earlier one.
    package var context: String
    /// One short sentence; hosts cut it (GitHub at 140 characters).
    package var description: String
    /// Where the details are.
    package var targetURL: String?

    package init(state: State, context: String, description: String, targetURL: String? = nil) {
        self.state = state
        self.context = context
        self.description = description
        self.targetURL = targetURL
    }

    /// The description cut to what a host takes, with an ellipsis at the end.
    ///
    /// - Parameter limit: largest number of Unicode scalars; whole characters are dropped, so an emoji is never torn.
    package func shortDescription(_ limit: Int) -> String {
        guard description.unicodeScalars.count > limit else { return description }
        var kept = description
        while kept.unicodeScalars.count >= limit, !kept.isEmpty { kept.removeLast() }
        while let last = kept.last, last.isWhitespace { kept.removeLast() }
        return kept + "…"
    }
}
