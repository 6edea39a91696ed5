/// The outcome of one data diff: the shape the command line prints, the API serves and the store keeps.
package struct DiffResult: Hashable, Sendable, Codable {
    package enum Status: String, Hashable, Sendable, Codable { case success, failed }

    /// Raised when a field changes its meaning.
    package var schemaVersion = 1
    package var status: Status
    package var verdict: Verdict
    /// Share of matching cells, 0 to 1, not rounded; absent for errors, without a key, and when there is no cell.
    package var matchScore: Double?
    /// Side a, then side b.
    package var sides: [DiffSide]
    package var primaryKey: PrimaryKeyChoice
    package var schema: SchemaComparison?
    package var pks: KeyStatistics?
    package var values: ValueStatistics?
    package var sampling: SamplingOutcome
    /// The rules of equality that were asked for; nil when values had to be the same.
    package var equality: AppliedEquality?
    /// Which part of time was compared; nil when that was not asked for.
    package var window: DiffWindow?
    /// Differences over time; nil without a time column or without a key.
    package var timeline: DiffTimeline?
    /// When the tables were built; nil when nobody knows.
    package var buildTimes: BuildTimes?
    /// What each column holds; nil unless asked for.
    package var profiles: ColumnProfiles?
    package var rows: RowSamples
    /// Tables that all rows of a kind were written to; nil when that was not asked for.
    package var materialized: [MaterializedTable]?
    /// Files that all rows of a kind were written to; nil when that was not asked for.
    package var exported: [ExportedFile]?
    package var statistics: DiffStatistics
    package var error: DiffFailure?

    package init(
        status: Status,
        verdict: Verdict,
        matchScore: Double? = nil,
        sides: [DiffSide],
        primaryKey: PrimaryKeyChoice,
        schema: SchemaComparison? = nil,
        pks: KeyStatistics? = nil,
        values: ValueStatistics? = nil,
        sampling: SamplingOutcome,
        equality: AppliedEquality? = nil,
        profiles: ColumnProfiles? = nil,
        rows: RowSamples = RowSamples(),
        statistics: DiffStatistics = DiffStatistics(),
        error: DiffFailure? = nil
    ) {
        self.status = status
        self.verdict = verdict
        self.matchScore = matchScore
        self.sides = sides
        self.primaryKey = primaryKey
        self.schema = schema
        self.pks = pks
        self.values = values
        self.sampling = sampling
        self.equality = equality
        self.profiles = profiles
        self.rows = rows
        self.statistics = statistics
        self.error = error
    }
}

extension DiffResult {
    private enum CodingKeys: String, CodingKey {
        case schemaVersion, status, verdict, matchScore, sides, primaryKey, schema, pks, values, sampling, equality, rows, statistics, error
        case window, timeline, buildTimes, materialized, exported, profiles
    }

    /// Writes every key, so that a reader need not tell absent from null.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(schemaVersion, forKey: .schemaVersion)
        try container.encode(status, forKey: .status)
        try container.encode(verdict, forKey: .verdict)
        try container.encode(matchScore, forKey: .matchScore)
        try container.encode(sides, forKey: .sides)
        try container.encode(primaryKey, forKey: .primaryKey)
        try container.encode(schema, forKey: .schema)
        try container.encode(pks, forKey: .pks)
        try container.encode(values, forKey: .values)
        try container.encode(sampling, forKey: .sampling)
        try container.encode(equality, forKey: .equality)
        try container.encode(window, forKey: .window)
        try container.encode(timeline, forKey: .timeline)
        try container.encode(buildTimes, forKey: .buildTimes)
        try container.encode(profiles, forKey: .profiles)
        try container.encode(rows, forKey: .rows)
        try container.encode(materialized, forKey: .materialized)
        try container.encode(exported, forKey: .exported)
        try container.encode(statistics, forKey: .statistics)
        try container.encode(error, forKey: .error)
    }
}

/// The answer in one word; the first that holds in the order below.
package enum Verdict: String, Hashable, Sendable, Codable, CaseIterable {
    /// The diff could not be done.
    case error
    /// No key is known: only row counts and schema were compared.
    case missingKey = "missing-pks"
    /// Both sides have no rows.
    case empty
    /// Null or duplicate keys on either side.
    case badKeys = "bad-pks"
    /// Rows, values, columns or types differ.
    case different
    /// Nothing differs (order aside).
    case identical
}

/// What one side is: where it lives and its columns in their own order.
package struct DiffSide: Hashable, Sendable, Codable {
    package struct NamedColumn: Hashable, Sendable, Codable {
        package var name: String
        /// As the engine spells it.
        package var type: String

        package init(name: String, type: String) {
            self.name = name
            self.type = type
        }
    }

    /// The connection's label, without secrets.
    package var database: String
    /// The relation's dotted name, or `query`.
    package var table: String
    package var columns: [NamedColumn]

    package init(database: String, table: String, columns: [NamedColumn]) {
        self.database = database
        self.table = table
        self.columns = columns
    }
}

/// The key that was used; `source` says which rule gave it.
package struct PrimaryKeyChoice: Hashable, Sendable, Codable {
    package var columns: [String]
    package var source: String?

    package init(columns: [String], source: String?) {
        self.columns = columns
        self.source = source
    }
}

/// What the diff cost.
package struct DiffStatistics: Hashable, Sendable, Codable {
    package var seconds: Double
    package var queries: Int
    /// Rows and bytes that left the warehouse.
    package var rowsFetched: Int
    package var bytesFetched: Int

    package init(seconds: Double = 0, queries: Int = 0, rowsFetched: Int = 0, bytesFetched: Int = 0) {
        self.seconds = seconds
        self.queries = queries
        self.rowsFetched = rowsFetched
        self.bytesFetched = bytesFetched
    }
}

/// Why a diff failed, for people and for programs.
package struct DiffFailure: Error, Hashable, Sendable, Codable {
    /// A stable word, for example `table_not_found`.
    package var code: String
    /// What was tried, on what.
    ///
    /// Never holds a value of a row, so it may stand in logs and comments.
    package var message: String
    /// What to do about it.
    package var hint: String?
    /// The engine's own words.
    ///
    /// They may quote a value, so they are shown to the person who asked and nowhere else.
    package var detail: String?

    package init(code: String, message: String, hint: String? = nil, detail: String? = nil) {
        self.code = code
        self.message = message
        self.hint = hint
        self.detail = detail
    }
}

extension PrimaryKeyChoice {
    private enum CodingKeys: String, CodingKey { case columns, source }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(columns, forKey: .columns)
        try container.encode(source, forKey: .source)
    }
}

extension DiffFailure {
    private enum CodingKeys: String, CodingKey { case code, message, hint, detail }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(code, forKey: .code)
        try container.encode(message, forKey: .message)
        try container.encode(hint, forKey: .hint)
        try container.encode(detail, forKey: .detail)
    }
}
