/// What a model's `meta` says about how its data is to be compared.
///
/// `meta.datafold.datadiff` has Datafold's documented keys, `meta.plumbline` those that Datafold has no word for. Texts of rules are as
/// the command line takes them and are read by whoever makes a request of them.
package struct ModelDiffSettings: Hashable, Sendable {
    /// SQL predicate for both sides.
    package var filter: String?
    /// Globs; empty means all.
    package var includeColumns: [String] = []
    /// Globs of columns to leave out.
    package var excludeColumns: [String] = []
    /// The column that says when a row is from.
    ///
    /// Plumbline's setting wins over Datafold's.
    package var timeColumn: String?
    /// dbt's own `event_time`.
    package var eventTime: String?
    /// Which rows are compared; nil where the model leaves that open.
    package var window: Window?
    /// Whether one side is to be read as it was at another time.
    package var asksForTimeTravel = false
    /// Never compared, however it changed.
    package var neverDiff = false
    /// Compared also where only modified models are.
    package var diffWhenDownstream = false
    /// Each `[COLUMN=]abs:X` or `[COLUMN=]rel:X`.
    package var tolerances: [String] = []
    /// Each `[COLUMN=]DURATION`.
    package var timeTolerances: [String] = []
    package var ignoreCase = ColumnScope.none
    package var nullEqualsEmpty = ColumnScope.none
    package var ignoreArrayOrder = false
    /// Renamed columns: production's names and the change's, in the order of the former.
    package var mappings: [Mapping] = []
    package var sampling = Sampling()

    /// Which rows are compared, going by the time column.
    package enum Window: String, Hashable, Sendable {
        /// Those of the time that both sides cover.
        case overlap
        /// All.
        case none
    }

    /// Where a rule holds that is either on or off.
    package enum ColumnScope: Hashable, Sendable {
        case none, all
        case columns([String])
    }

    /// A column that has another name in the change.
    package struct Mapping: Hashable, Sendable {
        package var old: String
        package var new: String
    }

    /// What is set differs from the defaults; the rest is nil.
    package struct Sampling: Hashable, Sendable {
        package var isEnabled: Bool?
        /// Fraction, above 0.
        package var tolerance: Double?
        /// Fraction, between 0 and 1.
        package var confidence: Double?
        /// Rows.
        package var threshold: Int?

        package init(isEnabled: Bool? = nil, tolerance: Double? = nil, confidence: Double? = nil, threshold: Int? = nil) {
            self.isEnabled = isEnabled
            self.tolerance = tolerance
            self.confidence = confidence
            self.threshold = threshold
        }
    }

    package init() {}
}

/// A setting in a model's `meta` that cannot be understood.
package struct ModelSettingsError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Such as `meta.plumbline.tolerance`.
    package let key: String
    package let expected: String

    package var description: String { "\(key) must be \(expected)" }
}
