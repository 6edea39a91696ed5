import ArgumentParser
import DataDiff

/// Options that say what else counts as equal; never for key columns.
struct EqualityOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Numbers this near are equal: abs:0.01 (|a-b| <= 0.01) or rel:0.001 (of the larger magnitude); repeatable, any suffices. For type:integer, type:decimal or type:float in place of a column, in columns of that type.",
            valueName: "[column=]abs:x|rel:x"))
    var tolerance: [String] = []
    @Option(
        name: .customLong("time-tolerance"),
        help: ArgumentHelp(
            "Dates, times and timestamps this near are equal: 500ms, 1s, 2m, 1h, 1d; repeatable. Also for type:date, type:time, type:timestamp.",
            valueName: "[column=]duration"))
    var timeTolerance: [String] = []
    @Flag(name: .customLong("ignore-case"), help: "Text that differs only in case is equal (the engine's lower()).") var ignoreCase = false
    @Option(name: .customLong("ignore-case-in"), help: ArgumentHelp("The same, in this column alone; repeatable.", valueName: "column"))
    var ignoreCaseIn: [String] = []
    @Flag(name: .customLong("null-equals-empty"), help: "NULL and empty text are equal.") var nullEqualsEmpty = false
    @Option(
        name: .customLong("null-equals-empty-in"), help: ArgumentHelp("The same, in this column alone; repeatable.", valueName: "column"))
    var nullEqualsEmptyIn: [String] = []
    @Flag(name: .customLong("ignore-array-order"), help: "Arrays with the same elements are equal in any order; JSON arrays are not.")
    var ignoreArrayOrder = false

    /// Wrong rules are wrong usage of the command that has them.
    func validate() throws { _ = try rules() }

    func rules() throws -> EqualityRules {
        do throws(EqualityRuleError) {
            var entries: [EqualityRules.Entry] = []
            for text in tolerance { entries.append(try .init(tolerance: text)) }
            for text in timeTolerance { entries.append(try .init(timeTolerance: text)) }
            return EqualityRules(entries + flags)
        } catch {
            throw ValidationError(error.description)
        }
    }

    private var flags: [EqualityRules.Entry] {
        let global: [(Bool, EqualityRule)] = [
            (ignoreCase, .ignoresCase), (nullEqualsEmpty, .nullEqualsEmpty), (ignoreArrayOrder, .ignoresArrayOrder),
        ]
        return global.filter(\.0).map { .init(rule: $0.1) } + ignoreCaseIn.map { .init(column: $0, rule: .ignoresCase) }
            + nullEqualsEmptyIn.map { .init(column: $0, rule: .nullEqualsEmpty) }
    }
}
