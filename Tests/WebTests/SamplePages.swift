import DataDiff
import Relational
import Reports
import SourceControl
import Web

/// Page models made by hand, for the tests and for looking at.
enum SamplePages {
    static let now = 1_790_000_000.0
    static let context = PageContext(now: now, user: "dana", version: "0.1.0")

    static func request(_ number: Int = 42, title: String = "Count refunds in revenue") -> ChangeRequest {
        ChangeRequest(
            number: number, title: title, author: "mia", url: "https://github.example/acme/shop/pull/\(number)", baseBranch: "main",
            baseSHA: "0f1e2d3c4b5a69788796a5b4c3d2e1f001234567", headBranch: "refunds-in-revenue",
            headSHA: "9c8b7a6f5e4d3c2b1a09f8e7d6c5b4a392817160"
        )
    }

    // MARK: Diffs

    /// 100,000 rows against 98,830; 1,952 of 98,800 rows differ in two of six columns.
    static func different(rows: Int = 100) -> DiffResult {
        var samples = RowSamples()
        samples.different = (0..<rows).map(changedRow)
        samples.exclusiveA = (0..<rows).map { row(500 + $0, status: "returned") }
        samples.exclusiveB = (0..<30).map { row(200_000 + $0, status: "new") }
        return DiffResult(
            status: .success, verdict: .different, matchScore: 0.9779,
            sides: [side("prod.orders", added: false), side("pr_42.orders", added: true)],
            primaryKey: PrimaryKeyChoice(columns: ["order_id"], source: "uniqueness_test"),
            schema: SchemaComparison(
                columnCounts: [8, 8], columnTypeChanges: [.init(columnName: "quantity", a: "INTEGER", b: "BIGINT")], columnReorders: 1,
                exclusiveColumns: [["discount"], ["rebate"]], renameHints: [.init(a: "discount", b: "rebate", match: 99.995)]
            ),
            pks: KeyStatistics(
                totalRows: [100_000, 98_830], nulls: [0, 0], dupes: [0, 0], exclusives: [1_200, 30], distincts: [100_000, 98_830]),
            values: ValueStatistics(
                totalRows: 98_800, rowsWithDifferences: 1_952,
                columns: [
                    .init(columnName: "customer", rows: 98_800, valuesDifferent: 0),
                    .init(columnName: "amount", rows: 98_800, valuesDifferent: 1_952),
                    .init(columnName: "quantity", rows: 98_800, valuesDifferent: 0),
                    .init(columnName: "status", rows: 98_800, valuesDifferent: 3),
                    .init(columnName: "note", rows: 98_800, valuesDifferent: 40),
                ],
                notCompared: [.init(columnName: "payload", reason: "the type GEOMETRY cannot be compared")]
            ),
            sampling: SamplingOutcome(settings: .off),
            rows: samples,
            statistics: DiffStatistics(seconds: 3.21, queries: 9, rowsFetched: 1_230, bytesFetched: 48_211)
        )
    }

    /// A window that left rows out, tables built hours apart, and differences over 40 days, rows without a time among them.
    static func timed(days: Int = 40) -> DiffResult {
        var result = different()
        result.window = DiffWindow(
            column: "ordered_at", from: "2026-08-01 00:00:00", to: "2026-09-09 18:30:00", leftOut: [120, 4_310], leftOutOlder: [120, 0],
            reason: .overlap)
        result.buildTimes = BuildTimes(a: now, b: now - 19_000)
        let dated = (0..<days).map { day in
            let start = CivilDate(days: 20_666 + Int64(day)).text
            return DiffTimeline.Bucket(
                start: start, exclusiveA: day == 0 ? 1_180 : day % 7 == 3 ? 4 : 0, exclusiveB: day > 35 ? 7 : 0,
                different: day % 5 == 0 ? 0 : day * 2, rowsA: 2_400 + day, rowsB: 2_380 + day)
        }
        let undated = DiffTimeline.Bucket(start: nil, different: 12, rowsA: 40, rowsB: 41)
        result.timeline = DiffTimeline(column: "ordered_at", unit: .day, buckets: dated + [undated])
        return result
    }

    /// ``different(rows:)`` with profiles: numbers, text, points in time, a column on one side, an estimate.
    static func profiled() -> DiffResult {
        func side(_ type: String, _ rows: Int, nulls: Int = 0, distinct: Int?) -> ColumnProfile.Side {
            var side = ColumnProfile.Side(type: type, rows: rows, nulls: nulls)
            side.distinct = distinct
            return side
        }
        func amounts(_ rows: Int, _ cents: [Int], mean: Double, nulls: Int) -> ColumnProfile.Side {
            var amount = side("DECIMAL(18,2)", rows, nulls: nulls, distinct: 1_204)
            let texts = cents.map { CellValue.text("\($0 / 100).\($0 % 100 < 10 ? "0" : "")\($0 % 100)") }
            (amount.min, amount.max, amount.mean) = (texts[0], texts[6], .number(mean))
            amount.quantiles = .init(Array(texts[1...5]))
            amount.topValues = [.init(value: .text("19.90"), count: rows / 9), .init(value: .text("0.00"), count: rows / 31)]
            return amount
        }
        func words(_ rows: Int, _ shares: [(String, Int)]) -> ColumnProfile.Side {
            var status = side("VARCHAR", rows, distinct: shares.count)
            (status.minLength, status.maxLength, status.emptyTexts) = (0, 9, 12)
            status.topValues = shares.map { .init(value: .text($0), count: rows * $1 / 100) }
            return status
        }
        var large = side("TIMESTAMP", 98_830, distinct: 97_500)
        large.estimated = [.distinct, .histogram]
        (large.min, large.max) = (.text("2025-01-01 00:00:00"), .text("2026-06-30 23:59:59.123"))
        let shapes = [
            [2, 9, 30, 60, 92, 100, 81, 70, 52, 41, 30, 22, 15, 11, 8, 5, 4, 2, 1, 1],
            [2, 9, 31, 58, 90, 96, 84, 69, 55, 40, 31, 20, 14, 30, 8, 5, 4, 2, 0, 3],
        ]
        func bins(_ text: (Int) -> CellValue) -> [ColumnProfile.Histogram.Bin] { (0..<20).map { .init(from: text($0), to: text($0 + 1)) } }
        var result = different()
        result.equality = AppliedEquality(
            rules: [
                EqualityRule("abs:0.01").map { .init(column: "amount", rule: $0) },
                EqualityRule("ignore_case").map { .init(column: "customer", rule: $0) }, EqualityRule("time:1s").map { .init(rule: $0) },
            ].compactMap(\.self), columns: [])
        result.profiles = ColumnProfiles(columns: [
            ColumnProfile(
                columnName: "order_id", a: side("BIGINT", 100_000, distinct: 100_000), b: side("BIGINT", 98_830, distinct: 98_830)),
            ColumnProfile(
                columnName: "amount", a: amounts(100_000, [0, 499, 1_290, 1_990, 4_250, 18_000, 99_900], mean: 41.173_25, nulls: 0),
                b: amounts(98_830, [-1_500, 499, 1_290, 1_990, 4_250, 18_050, 99_900], mean: 40.912, nulls: 312),
                histogram: .init(bins: bins { .text("\($0 * 50)") }, a: shapes[0].map { $0 * 150 }, b: shapes[1].map { $0 * 148 })),
            ColumnProfile(
                columnName: "status", a: words(100_000, [("shipped", 61), ("new", 22), ("returned", 12), ("", 2), ("on hold", 1)]),
                b: words(98_830, [("shipped", 58), ("new", 22), ("returned", 12), ("RETURNED", 4), ("on hold", 1)])),
            ColumnProfile(
                columnName: "ordered_at", a: large, b: large,
                histogram: .init(bins: bins { .text("2025-\($0 / 2 + 1)-01 00:00:00") }, a: shapes[1], b: shapes[0])),
            ColumnProfile(columnName: "quantity", a: side("INTEGER", 100_000, distinct: 5), b: side("BIGINT", 98_830, distinct: 5)),
            ColumnProfile(columnName: "discount", a: side("DOUBLE", 100_000, nulls: 100_000, distinct: 0), b: nil),
            ColumnProfile(columnName: "rebate", a: nil, b: side("DOUBLE", 98_830, nulls: 98_830, distinct: 0)),
            ColumnProfile(columnName: "payload", a: side("GEOMETRY", 100_000, distinct: nil), b: side("GEOMETRY", 98_830, distinct: nil)),
        ])
        return result
    }

    static func side(_ table: String, added: Bool) -> DiffSide {
        let last = added ? "rebate" : "discount"
        let types = [
            ("order_id", "BIGINT"), ("customer", "VARCHAR"), ("amount", "DECIMAL(18,2)"), ("quantity", added ? "BIGINT" : "INTEGER"),
            ("status", "VARCHAR"), ("note", "VARCHAR"), ("payload", "GEOMETRY"), (last, "DOUBLE"),
        ]
        return DiffSide(database: "warehouse", table: table, columns: types.map { .init(name: $0.0, type: $0.1) })
    }

    static func changedRow(_ index: Int) -> RowSamples.DifferentRow {
        var columns: [String: RowSamples.DifferentRow.Pair] = [
            "amount": .init(a: .text("\(120 + index).50"), b: .text("\(118 + index * 7).00"))
        ]
        if index.isMultiple(of: 3) {
            columns["note"] = .init(
                a: .text("Customer called about a late delivery, refund agreed for item \(index)"),
                b: .text("Customer called about a late parcel, refund agreed for item \(index)"))
        }
        if index.isMultiple(of: 10) { columns["status"] = .init(a: .text("shipped"), b: index == 0 ? .null : .text("returned")) }
        return .init(key: ["order_id": .integer(Int64(1_000 + index))], columns: columns)
    }

    static func row(_ id: Int, status: String) -> RowSamples.Row {
        [
            "order_id": .integer(Int64(id)), "customer": .text("customer-\(id % 17)"), "amount": .text("\(id % 900).25"),
            "quantity": .integer(Int64(id % 5)), "status": .text(status), "note": id.isMultiple(of: 4) ? .null : .text(""),
        ]
    }

    static func identical(_ rows: Int = 100_000) -> DiffResult {
        var result = different(rows: 0)
        result.verdict = .identical
        result.matchScore = 1
        result.sides = [side("prod.orders", added: false), side("pr_42.orders", added: false)]
        result.schema = SchemaComparison(columnCounts: [8, 8], columnTypeChanges: [], columnReorders: 0, exclusiveColumns: [[], []])
        result.pks = KeyStatistics(totalRows: [rows, rows], nulls: [0, 0], dupes: [0, 0], exclusives: [0, 0], distincts: [rows, rows])
        result.values = ValueStatistics(
            totalRows: rows, rowsWithDifferences: 0,
            columns: ["customer", "amount", "quantity", "status", "note"].map { .init(columnName: $0, rows: rows, valuesDifferent: 0) })
        result.rows = RowSamples()
        return result
    }

    /// 460,517 of 98,800,000 rows were looked at.
    static func sampled(_ verdict: Verdict = .different, amount: Int = 1_952) -> DiffResult {
        let (rows, all) = (460_517, 98_800_000)
        var result = verdict == .identical ? identical(all) : different()
        func estimate(_ value: Int) -> SampleEstimate { .init(value: value, sampleRows: rows, commonKeys: all, confidence: 0.99) }
        func column(_ name: String, _ value: Int) -> ValueStatistics.ColumnStatistics {
            .init(columnName: name, rows: rows, valuesDifferent: value, estimate: estimate(value))
        }
        result.values = ValueStatistics(
            totalRows: rows, rowsWithDifferences: amount,
            columns: [column("customer", 0), column("amount", amount), column("quantity", 0), column("status", 0), column("note", 0)],
            rowsEstimate: estimate(amount))
        result.sampling = SamplingOutcome(sampled: true, sampleRows: rows, commonKeys: all, settings: SamplingSettings())
        return result
    }

    static func missingKey() -> DiffResult {
        var result = identical()
        result.verdict = .missingKey
        result.matchScore = nil
        result.primaryKey = PrimaryKeyChoice(columns: [], source: nil)
        result.pks = KeyStatistics(totalRows: [5_000, 4_990], nulls: [0, 0], dupes: [0, 0], exclusives: [0, 0], distincts: [0, 0])
        result.values = nil
        return result
    }

    static func badKeys() -> DiffResult {
        var result = different()
        result.verdict = .badKeys
        result.pks = KeyStatistics(
            totalRows: [100_000, 100_006], nulls: [2, 5], dupes: [0, 6], exclusives: [0, 0], distincts: [99_998, 99_995])
        result.rows.exclusiveA = []
        result.rows.exclusiveB = []
        result.rows.duplicateB = (0..<6).map { row(7 + $0 / 2, status: "copy \($0 % 2)") }
        result.rows.nullKeyA = (0..<2).map {
            var it = row($0, status: "lost"); it["order_id"] = .null; return it
        }
        result.rows.nullKeyB = (0..<5).map {
            var it = row($0, status: "lost"); it["order_id"] = .null; return it
        }
        return result
    }

    static func empty() -> DiffResult {
        var result = identical(0)
        result.verdict = .empty
        result.matchScore = nil
        return result
    }

    static func failed() -> DiffResult {
        DiffResult(
            status: .failed, verdict: .error, sides: [], primaryKey: PrimaryKeyChoice(columns: ["id"], source: "model_meta"),
            sampling: SamplingOutcome(settings: .off),
            error: DiffFailure(
                code: "table_not_found", message: "Table pr_42.customers does not exist in the data source warehouse.",
                hint: "The dbt job may have skipped this model: look at its log.")
        )
    }

    static func diff(_ result: DiffResult, tab: DiffTab = .overview, choice: DiffChoice = DiffChoice()) -> DiffPage {
        DiffPage(
            id: 7, model: "orders", state: .finished(result), relationA: "prod.orders", relationB: "pr_42.orders", dataSource: "warehouse",
            run: RunReference(id: 3, repository: "acme/shop", number: 42, title: "Count refunds in revenue"), createdAt: now - 400,
            finishedAt: now - 396, tab: tab, choice: choice)
    }

    // MARK: Runs

    static func model(
        _ name: String, _ origin: ModelReport.Origin, _ outcome: ModelReport.Outcome, id: Int? = nil, type: String = "model"
    ) -> ModelReport {
        ModelReport(
            model: ModelName(uniqueID: "\(type).shop.\(name)", name: name, resourceType: type), origin: origin, outcome: outcome,
            relationA: "prod.\(name)", relationB: "pr_42.\(name)", url: id.map { Route.diff($0) })
    }

    static func report() -> ReviewReport {
        ReviewReport(
            configuration: "shop",
            base: BaseReference(sha: "0f1e2d3c4b5a69788796a5b4c3d2e1f001234567", commitsBehind: 3, ageSeconds: 7_300),
            headSHA: request().headSHA,
            models: [
                model("orders", .modified(reasons: ["body", "configs"]), .finished(different()), id: 7),
                model("customers", .modified(reasons: ["body"]), .finished(failed()), id: 8),
                model("payments", .modified(reasons: ["persisted_descriptions"]), .finished(identical()), id: 9),
                model("country_codes", .modified(reasons: ["body"]), .finished(missingKey()), id: 10, type: "seed"),
                model("refunds", .added, .notDiffed("New: there is nothing to compare with.")),
                model("revenue", .downstream(of: ["model.shop.orders"], distance: 1), .finished(badKeys()), id: 11),
                model(
                    "revenue_by_month", .downstream(of: ["model.shop.orders", "model.shop.payments", "model.shop.revenue"], distance: 2),
                    .finished(different(rows: 3)), id: 12),
                model("customer_segments", .downstream(of: ["model.shop.customers"], distance: 1), .finished(identical()), id: 13),
                model("order_log", .downstream(of: ["model.shop.orders"], distance: 1), .notDiffed("It is an ephemeral model.")),
            ],
            removed: [ModelName(uniqueID: "model.shop.old_orders", name: "old_orders", resourceType: "model")],
            exposures: [
                AffectedExposure(
                    name: "Revenue board", type: "dashboard", owner: "Finance <finance@acme.example>", url: "https://bi.example/revenue",
                    via: ["revenue", "model.shop.revenue_by_month"]),
                AffectedExposure(name: "Churn notebook", type: "notebook", owner: nil, url: "javascript:alert(1)", via: ["customers"]),
            ],
            problems: ["2 tests of the dbt Cloud job failed."], notes: ["The base is 3 commits behind the merge base."]
        )
    }

    static let timeline = [
        TimelineStep(title: "Received", state: .done, detail: "Push to refunds-in-revenue", startedAt: now - 400, finishedAt: now - 399.6),
        TimelineStep(
            title: "Waited for the dbt Cloud job", state: .done, link: PageLink(text: "run 70437", url: "https://cloud.example/runs/70437"),
            startedAt: now - 399, finishedAt: now - 199),
        TimelineStep(
            title: "Compared the artifacts", state: .done, detail: "9 models affected", startedAt: now - 199, finishedAt: now - 197),
        TimelineStep(title: "Compared the data", state: .done, detail: "7 diffs, 2 at a time", startedAt: now - 197, finishedAt: now - 160),
        TimelineStep(title: "Wrote the comment and the status", state: .done, startedAt: now - 160, finishedAt: now - 159),
    ]

    static func run(_ state: RunState = .succeeded, report: ReviewReport = report(), timeline: [TimelineStep] = timeline) -> RunPage {
        RunPage(
            id: 3, repository: "acme/shop", configuration: "shop", changeRequest: request(), state: state, report: report,
            timeline: timeline, headCommitURL: "https://github.example/acme/shop/commit/9c8b7a6",
            baseCommitURL: "https://github.example/acme/shop/commit/0f1e2d3",
            commentURL: state == .succeeded ? "https://github.example/acme/shop/pull/42#issuecomment-1" : nil, createdAt: now - 400,
            finishedAt: state.isActive ? nil : now - 159)
    }

    static func running() -> RunPage {
        var report = report()
        report.problems = []
        report.exposures = []
        report.models[1].outcome = .running
        report.models[2].outcome = .running
        for index in [5, 6, 7] { report.models[index].outcome = .waiting }
        var page = run(.running, report: report, timeline: Array(timeline.prefix(3)))
        page.timeline.append(TimelineStep(title: "Comparing the data", state: .active, detail: "2 at a time", startedAt: now - 40))
        page.timeline.append(TimelineStep(title: "Write the comment and the status", state: .waiting))
        page.progress = ["model.shop.customers": PageProgress(done: 2, total: 5, label: "comparing values")]
        return page
    }

    static func waiting() -> RunPage {
        var page = run(.waiting, report: ReviewReport(configuration: "shop", headSHA: request().headSHA))
        page.stateDetail = "dbt Cloud run 70437 is running for 3 min 20 s: it has to finish first."
        page.timeline = [
            TimelineStep(title: "Received", state: .done, startedAt: now - 210, finishedAt: now - 209.8),
            TimelineStep(
                title: "Waiting for the dbt Cloud job", state: .active,
                link: PageLink(text: "run 70437", url: "https://cloud.example/runs/70437"), startedAt: now - 200),
            TimelineStep(title: "Compare the artifacts", state: .waiting),
            TimelineStep(title: "Compare the data", state: .waiting),
            TimelineStep(title: "Write the comment and the status", state: .waiting),
        ]
        return page
    }

    static func failedRun() -> RunPage {
        var page = run(
            .failed,
            report: ReviewReport(
                configuration: "shop", headSHA: request().headSHA,
                problems: ["dbt Cloud answered 401 for account 1: the API key is not valid. Put a new one into the configuration."]))
        page.timeline = [
            TimelineStep(title: "Received", state: .done, startedAt: now - 210, finishedAt: now - 209.8),
            TimelineStep(
                title: "Wait for the dbt Cloud job", state: .failed, detail: "401 Unauthorized", startedAt: now - 209, finishedAt: now - 208
            ),
            TimelineStep(title: "Compare the data", state: .skipped),
        ]
        return page
    }

    static func identicalRun() -> RunPage {
        var report = report()
        report.problems = []
        report.removed = []
        report.exposures = []
        report.notes = []
        report.models = [
            model("payments", .modified(reasons: ["persisted_descriptions"]), .finished(identical()), id: 9),
            model("payment_totals", .downstream(of: ["model.shop.payments"], distance: 1), .finished(identical()), id: 10),
        ]
        return run(report: report)
    }

    // MARK: Lists

    static func summary(_ index: Int, _ state: RunState, _ counts: RunCounts? = nil, title: String? = nil) -> RunSummary {
        RunSummary(
            id: 100 - index, repository: index.isMultiple(of: 3) ? "acme/finance" : "acme/shop", configuration: "shop",
            changeRequest: request(142 - index, title: title ?? "Count refunds in revenue"), state: state, counts: counts,
            createdAt: now - Double(index * index) * 400 - 30, finishedAt: state.isActive ? nil : now - Double(index * index) * 400 + 90)
    }

    static func list() -> RunListPage {
        let runs = [
            summary(0, .running, RunCounts(kind: .running, different: 1, identical: 2, failed: 0, pending: 4)),
            summary(1, .waiting, title: "Rename customer columns"), summary(2, .queued, title: "Tidy staging models"),
            summary(3, .succeeded, RunCounts(kind: .different, different: 3, identical: 12)),
            summary(4, .succeeded, RunCounts(kind: .error, different: 1, identical: 3, failed: 2), title: "Drop test orders"),
            summary(5, .succeeded, RunCounts(kind: .identical, identical: 21), title: "Describe every column of the payments mart"),
            summary(6, .succeeded, RunCounts(kind: .badKeys, different: 1), title: "New surrogate key"),
            summary(7, .succeeded, RunCounts(kind: .undecided, identical: 2), title: "Add country codes"),
            summary(8, .succeeded, RunCounts(kind: .nothing), title: "Change the README"),
            summary(9, .failed, title: "Try incremental orders"), summary(10, .superseded, title: "Count refunds in revenue"),
            summary(11, .cancelled), summary(12, .skipped, title: "Docs"),
            summary(13, .needsConfirmation, title: "Rewrite the date spine"),
        ]
        return RunListPage(
            runs: runs, matching: 114, total: 114, repositories: ["acme/finance", "acme/shop"],
            setup: .configured(webhookURLs: ["https://plumbline.example/webhooks/github"]))
    }
}
