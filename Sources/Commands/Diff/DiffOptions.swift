import ArgumentParser
import DataDiff
import Store

/// Options that say what counts and how much is shown.
struct DiffOptions: ParsableArguments {
    @Option(name: [.customShort("k"), .long], help: ArgumentHelp("Primary key column; repeat it for a composite key.", valueName: "name"))
    var key: [String] = []
    @Option(
        name: [.customShort("c"), .long], help: ArgumentHelp("Compare only columns that match this glob; repeatable.", valueName: "pattern")
    )
    var columns: [String] = []
    @Option(help: ArgumentHelp("Leave out columns that match this glob; repeatable, wins over --columns.", valueName: "pattern"))
    var exclude: [String] = []
    @Option(
        name: [.customShort("w"), .customLong("where")], help: ArgumentHelp("Compare only rows for which this holds.", valueName: "sql"))
    var filter: String?
    @Option(name: .customLong("where-a"), help: ArgumentHelp("The same, on side a alone.", valueName: "sql"))
    var filterA: String?
    @Option(name: .customLong("where-b"), help: ArgumentHelp("The same, on side b alone.", valueName: "sql"))
    var filterB: String?
    @Option(
        name: .customLong("map"),
        help: ArgumentHelp("A renamed column, also of the key: A's name, B's name; repeatable.", valueName: "old=new"))
    var mappings: [String] = []
    @Option(
        name: .customLong("time-column"),
        help: ArgumentHelp("The column that says when a row is from; shows the differences over time.", valueName: "name"))
    var timeColumn: String?
    @Option(
        help: ArgumentHelp(
            "overlap: compare only rows of the time that both sides cover, and those without a time. The default is none: all rows.",
            valueName: "overlap|none"))
    var window: TimeColumnChoice.Window?
    @OptionGroup(title: "What counts as equal") var equality: EqualityOptions
    @OptionGroup(title: "Sampling") var sampling: SamplingOptions
    @Option(help: ArgumentHelp("Sample rows kept per kind.", valueName: "n"))
    var rows = 100
    @Flag(help: "Also profile the columns of both sides: nulls, distinct values, quantiles, top values, histograms.")
    var profile = false

    func validate() throws {
        guard rows >= 0 else { throw ValidationError("--rows must not be negative") }
        guard window != .overlap || timeColumn != nil else {
            throw ValidationError("--window overlap needs --time-column, the column that says when a row is from")
        }
    }

    /// - Parameter warehouse: the kind that both sides are in; it decides where sampling begins.
    func sampling(_ warehouse: String) throws -> SamplingSettings {
        try sampling.preferences().resolved(dataSourceType: warehouse)
    }

    /// What is asked for, but for ``sampling(_:)``.
    func request(a: Dataset, b: Dataset) throws -> DiffRequest {
        DiffRequest(
            a: a,
            b: b,
            key: key.isEmpty ? .missing : KeyChoice(columns: key, source: "argument"),
            filtersA: [filter, filterA].compactMap(\.self),
            filtersB: [filter, filterB].compactMap(\.self),
            columns: ColumnChoice(include: columns, exclude: exclude, mappings: try mappings.map(Self.mapping)),
            equality: try equality.rules(),
            sampleRowLimit: rows,
            timeColumn: timeColumn.map { TimeColumnChoice(name: $0, source: "argument", window: window ?? .none) },
            profile: profile
        )
    }

    private static func mapping(_ text: String) throws -> ColumnMapping {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
            throw ValidationError("--map \(text): expected OLD=NEW")
        }
        return ColumnMapping(a: String(parts[0]), b: String(parts[1]))
    }
}

extension TimeColumnChoice.Window: ExpressibleByArgument {}
