import DataDiff

@testable import Web

extension SamplePages {
    /// Every kind of page in every state, rendered.
    static let everyPage: [(name: String, html: String)] = {
        let fresh = RunListPage(runs: [], matching: 0, total: 0, setup: .nothingConfigured)
        let first = RunListPage(runs: [], matching: 0, total: 0)
        let lists = [("list", list()), ("fresh", fresh), ("first", first), ("hostile list", hostileList())]
        let runs = [
            ("run", run()), ("running", running()), ("waiting", waiting()), ("failed run", failedRun()), ("identical run", identicalRun()),
            ("big run", bigRun()), ("hostile run", hostileRun()),
        ]
        let results = [
            ("different", different()), ("profiled", profiled()), ("identical", identical()), ("no key", missingKey()),
            ("bad keys", badKeys()), ("empty", empty()),
            ("failed", failed()), ("wide", wide()), ("hostile", hostileDiff()), ("heavy", heavy()), ("timed", timed()),
            ("sampled", sampled()), ("clean sample", sampled(.identical, amount: 0)),
        ]
        let choices: [(DiffTab, DiffChoice)] =
            DiffTab.allCases.map { ($0, DiffChoice()) }
            + [(.keys, DiffChoice(kind: .exclusiveA)), (.values, DiffChoice(row: 1)), (.keys, DiffChoice(kind: .exclusiveA, row: 1))]
        return lists.map { ($0.0, WebPages.runs($0.1, context: context)) } + runs.map { ($0.0, WebPages.run($0.1, context: context)) }
            + results.flatMap { name, result in
                choices.map { ("\(name), \($0.0) \($0.1)", WebPages.diff(diff(result, tab: $0.0, choice: $0.1), context: context)) }
            }
    }()

    /// Long texts of wide characters in every cell.
    private static func heavy() -> DiffResult {
        var result = wide()
        let names = result.values?.columnsDiffStats.map(\.columnName) ?? []
        result.rows.different = (0..<100).map { row in
            let pairs = names.map { name in
                let a = String(repeating: "ä\(row)", count: 40)
                return (name, RowSamples.DifferentRow.Pair(a: .text(a + "x" + a), b: .text(a + "y" + a)))
            }
            return .init(key: ["account_uuid": .text("k"), "line": .integer(Int64(row))], columns: Dictionary(pairs) { first, _ in first })
        }
        return result
    }
}
