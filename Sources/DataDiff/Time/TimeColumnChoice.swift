/// The column that says when a row is from, and what is done with it.
package struct TimeColumnChoice: Hashable, Sendable, Codable {
    /// Which rows are compared.
    package enum Window: String, Hashable, Sendable, Codable, CaseIterable {
        /// Those from the larger of both sides' earliest times to the smaller of their latest; and those without a time.
        case overlap
        /// All.
        case none
    }

    /// Side a's name, or side b's where the column was renamed.
    package var name: String
    /// For example `argument`, `model_meta`, `event_time`.
    package var source: String
    package var window: Window
    /// Whether the diff fails where the column cannot serve.
    ///
    /// Otherwise it goes on without it, and the result says so.
    package var isRequired: Bool

    package init(name: String, source: String, window: Window = .none, isRequired: Bool = true) {
        self.name = name
        self.source = source
        self.window = window
        self.isRequired = isRequired
    }
}

/// When the two tables were built, in seconds since 1970-01-01 UTC.
package struct BuildTimes: Hashable, Sendable, Codable {
    package var a: Double
    package var b: Double

    package init(a: Double, b: Double) {
        self.a = a
        self.b = b
    }
}
