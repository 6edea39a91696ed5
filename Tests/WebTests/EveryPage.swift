import DataDiff
import Reports

@testable import Web

extension SamplePages {
    /// Every kind of page in every state, rendered.
    static let everyPage: [(name: String, html: String)] = {
        let fresh = RunListPage(runs: [], matching: 0, total: 0, setup: .nothingConfigured)
        let first = RunListPage(runs: [], matching: 0, total: 0)
        let lists = [("list", list()), ("fresh", fresh), ("first", first), ("hostile list", hostileList())]
        let runs = [
            ("run", run()), ("running", running()), ("waiting", waiting()), ("failed run", failedRun()), ("identical run", identicalRun()),
            ("big run", bigRun()), ("hostile run", hostileRun()), ("timed run", timedRun()),
        ]
        let results = [
            ("different", different()), ("profiled", profiled()), ("identical", identical()), ("no key", missingKey()),
            ("bad keys", badKeys()), ("empty", empty()),
            ("failed", failed()), ("wide", wide()), ("hostile", hostileDiff()), ("heavy", heavy()), ("timed", timed()), ("kept", kept()),
            ("unprofiled", unprofiled()),
            ("sampled", sampled()), ("clean sample", sampled(.identical, amount: 0)),
        ]
        let choices: [(DiffTab, DiffChoice)] =
            DiffTab.allCases.map { ($0, DiffChoice()) }
            + [(.keys, DiffChoice(kind: .exclusiveA)), (.values, DiffChoice(row: 1)), (.keys, DiffChoice(kind: .exclusiveA, row: 1))]
        let forms = [
            ("form", WebPages.form(form(), context: signedIn)), ("settings", WebPages.settings(settings(), context: signedIn)),
        ]
        return forms + lists.map { ($0.0, WebPages.runs($0.1, context: context)) }
            + runs.map { ($0.0, WebPages.run($0.1, context: context)) }
            + results.flatMap { name, result in
                choices.map { ("\(name), \($0.0) \($0.1)", WebPages.diff(diff(result, tab: $0.0, choice: $0.1), context: context)) }
            } + catalogueHTML
    }()

    /// A run of one model that was compared in a window of time.
    static func timedRun(_ result: DiffResult = timed()) -> RunPage {
        let model = ModelName(uniqueID: "model.shop.orders", name: "orders", resourceType: "model")
        return run(
            report: ReviewReport(models: [ModelReport(model: model, origin: .modified(reasons: ["body"]), outcome: .finished(result))]))
    }

    /// All rows written to a table and a file.
    static func kept() -> DiffResult {
        var result = different()
        result.materialized = [.init(kind: .different, table: "diffs.plumbline_orders_different", rows: 1_204)]
        result.exported = [.init(kind: .onlyA, file: "/tmp/<x>/orders/plumbline_orders_only_a.parquet", rows: 1)]
        return result
    }

    /// A profile that failed.
    static func unprofiled() -> DiffResult {
        var result = different()
        result.profiles = ColumnProfiles(
            columns: [],
            error: DiffFailure(code: "out_of_memory", message: "profiling the columns of b (side b): no room", hint: "Ask for fewer."))
        return result
    }

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
