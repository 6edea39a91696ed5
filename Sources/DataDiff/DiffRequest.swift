package import Relational

/// What a data diff is asked to compare; nothing here has touched a database yet.
///
/// Side a is the base (production), side b the head (the change). Names are side a's and raw, never SQL.
package struct DiffRequest: Hashable, Sendable, Codable {
    package var a: Dataset
    package var b: Dataset
    /// The primary key; without columns the diff ends with row counts, schema and the verdict `missing-pks`.
    package var key: KeyChoice
    /// SQL predicates of each side, and-ed together.
    package var filtersA: [String]
    package var filtersB: [String]
    package var columns: ColumnChoice
    package var equality: EqualityRules
    package var sampling: SamplingSettings
    /// How many sample rows of each kind are kept.
    package var sampleRowLimit: Int
    /// When rows are from; nil when nobody knows.
    package var timeColumn: TimeColumnChoice?
    /// When the tables were built; nil when nobody knows.
    package var buildTimes: BuildTimes?
    /// Whether the columns of both sides are profiled.
    package var profile: Bool

    package init(
        a: Dataset,
        b: Dataset,
        key: KeyChoice,
        filtersA: [String] = [],
        filtersB: [String] = [],
        columns: ColumnChoice = ColumnChoice(),
        equality: EqualityRules = EqualityRules(),
        sampling: SamplingSettings = .off,
        sampleRowLimit: Int = 100,
        timeColumn: TimeColumnChoice? = nil,
        buildTimes: BuildTimes? = nil,
        profile: Bool = false
    ) {
        self.a = a
        self.b = b
        self.key = key
        self.filtersA = filtersA
        self.filtersB = filtersB
        self.columns = columns
        self.equality = equality
        self.sampling = sampling
        self.sampleRowLimit = sampleRowLimit
        self.timeColumn = timeColumn
        self.buildTimes = buildTimes
        self.profile = profile
    }
}

extension DiffRequest {
    /// Requests of older versions know neither rules nor profiles.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            a: try container.decode(Dataset.self, forKey: .a),
            b: try container.decode(Dataset.self, forKey: .b),
            key: try container.decode(KeyChoice.self, forKey: .key),
            filtersA: try container.decode([String].self, forKey: .filtersA),
            filtersB: try container.decode([String].self, forKey: .filtersB),
            columns: try container.decode(ColumnChoice.self, forKey: .columns),
            equality: try container.decodeIfPresent(EqualityRules.self, forKey: .equality) ?? EqualityRules(),
            sampling: try container.decode(SamplingSettings.self, forKey: .sampling),
            sampleRowLimit: try container.decode(Int.self, forKey: .sampleRowLimit),
            timeColumn: try container.decodeIfPresent(TimeColumnChoice.self, forKey: .timeColumn),
            buildTimes: try container.decodeIfPresent(BuildTimes.self, forKey: .buildTimes),
            profile: try container.decodeIfPresent(Bool.self, forKey: .profile) ?? false
        )
    }
}

/// One side's rows: a table or view, or the result of a query.
package enum Dataset: Hashable, Sendable, Codable {
    case relation(RelationName)
    /// A SELECT (a CTE, a trailing semicolon and a trailing comment are allowed).
    case query(String)

    /// The relation's dotted name, or `query`.
    package var label: String {
        switch self {
        case .relation(let name): name.description
        case .query: "query"
        }
    }
}

/// The primary key of a diff and where it was learnt from.
package struct KeyChoice: Hashable, Sendable, Codable {
    /// Side a's names in key order; empty when no key is known.
    package var columns: [String]
    /// For example `argument`, `model_meta`, `uniqueness_test`; absent when no key is known.
    package var source: String?

    package init(columns: [String], source: String?) {
        self.columns = columns
        self.source = source
    }

    /// No key is known.
    package static let missing = KeyChoice(columns: [], source: nil)
}

/// Which columns take part and how they pair.
package struct ColumnChoice: Hashable, Sendable, Codable {
    /// Globs, ignoring case; empty means all.
    package var include: [String]
    /// Globs, ignoring case; win over `include`.
    ///
    /// Key columns are never dropped.
    package var exclude: [String]
    /// Columns known to be renamed.
    package var mappings: [ColumnMapping]

    package init(include: [String] = [], exclude: [String] = [], mappings: [ColumnMapping] = []) {
        self.include = include
        self.exclude = exclude
        self.mappings = mappings
    }
}

/// A column of side a that is to be compared with another name on side b.
package struct ColumnMapping: Hashable, Sendable, Codable {
    package var a: String
    package var b: String

    package init(a: String, b: String) {
        self.a = a
        self.b = b
    }
}

/// When and how values are compared on a sample of the common keys.
package struct SamplingSettings: Hashable, Sendable, Codable {
    package var isEnabled: Bool
    /// Share of differing rows that a clean sample may miss, a fraction.
    package var tolerance: Double
    /// Probability of that statement, a fraction.
    package var confidence: Double
    /// Rows of the larger table below which everything is compared.
    package var threshold: Int

    package init(isEnabled: Bool = true, tolerance: Double = 0.00001, confidence: Double = 0.99, threshold: Int = 5_000_000) {
        self.isEnabled = isEnabled
        self.tolerance = tolerance
        self.confidence = confidence
        self.threshold = threshold
    }

    /// Every common key is compared.
    package static let off = SamplingSettings(isEnabled: false)
}
