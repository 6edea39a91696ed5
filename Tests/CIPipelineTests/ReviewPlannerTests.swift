import CIPipeline
import DataDiff
import DbtArtifacts
import Foundation
import Relational
import Reports
import Store
import Testing

@Suite struct ReviewPlannerTests {
    /// A manifest with a seed, an ephemeral model over it, two tables and an exposure.
    private func manifest(
        schema: String, raw: [String: String] = [:], without: Set<String> = [], adapter: String = "postgres",
        meta: [String: [String: Any]] = [:], everywhere: [String: Any] = [:],
        eventTime: [String: String] = [:], own: [String: [String: String]] = [:]
    ) throws -> Manifest {
        func node(_ kind: String, _ name: String, _ materialized: String, reads: [String]) -> [String: Any] {
            [
                "unique_id": "\(kind).shop.\(name)", "resource_type": kind, "name": name, "alias": name, "package_name": "shop",
                "database": "db", "schema": schema, "relation_name": "db.\(schema).\(name)", "fqn": ["shop", name],
                "original_file_path": "models/\(name).sql", "path": "\(name).sql",
                "checksum": ["name": "sha256", "checksum": raw[name] ?? name], "raw_code": raw[name] ?? name,
                "config": [
                    "materialized": materialized, "enabled": true, "event_time": eventTime[name] as Any? ?? NSNull(),
                    "meta": meta[name, default: [:]].merging([
                        "primary-key": ["id"],
                        "plumbline": everywhere.merging(own[name, default: [:]] as [String: Any]) { _, own in own },
                    ]) { first, _ in first },
                ] as [String: Any],
                "unrendered_config": ["materialized": materialized], "depends_on": ["nodes": reads, "macros": [String]()],
                "columns": [String: Any](),
            ]
        }
        let nodes = [
            node("seed", "raw", "seed", reads: []), node("model", "stg", "ephemeral", reads: ["seed.shop.raw"]),
            node("model", "orders", "table", reads: ["model.shop.stg"]), node("model", "sums", "view", reads: ["model.shop.orders"]),
        ].filter { !without.contains($0["name"] as? String ?? "") }
        let exposure: [String: Any] = [
            "unique_id": "exposure.shop.board", "resource_type": "exposure", "name": "board", "type": "dashboard", "package_name": "shop",
            "fqn": ["shop", "board"], "owner": ["name": "Ann"], "depends_on": ["nodes": ["model.shop.sums"], "macros": [String]()],
        ]
        let document: [String: Any] = [
            "metadata": [
                "dbt_schema_version": "https://schemas.getdbt.com/dbt/manifest/v12.json", "dbt_version": "1.11.0", "adapter_type": adapter,
                "project_name": "shop",
            ],
            "nodes": Dictionary(uniqueKeysWithValues: nodes.map { ($0["unique_id"] as? String ?? "", $0) }),
            "exposures": ["exposure.shop.board": exposure], "sources": [String: Any](), "macros": [String: Any](),
        ]
        return try Manifest(bytes: Array(try JSONSerialization.data(withJSONObject: document)), name: "test")
    }

    private func plan(
        _ raw: [String: String], results: [String: String]? = nil, slim: Bool = false, base: Manifest? = nil, head: Manifest? = nil,
        sampling: SamplingPreferences = SamplingPreferences(), window: CISettings.WindowPolicy? = nil,
        buildTimes: [String: BuildTimes] = [:], meta: [String: [String: Any]] = [:], profile: Bool = false
    ) async throws -> ReviewPlan {
        var settings = CISettings()
        settings.sampling = sampling
        settings.window = window ?? settings.window
        settings.profile = profile
        settings.slimCI = slim
        settings.columnsToIgnore = "loaded_at\n# comment\n *_ts \n"
        let all = ["raw": "seed", "stg": "model", "orders": "model", "sums": "model"]
        let status = results ?? all.keys.reduce(into: [:]) { $0[$1] = "success" }
        let planner = ReviewPlanner(
            ManifestComparison(
                base: try base ?? manifest(schema: "prod"), head: try head ?? manifest(schema: "pr", raw: raw, meta: meta)),
            results: Dictionary(
                uniqueKeysWithValues: status.map { ("\(all[$0] ?? "model").shop.\($0)", RunStatus(rawValue: $1)) }),
            buildTimes: buildTimes, settings: settings, dataSourceType: "postgresql")
        return await planner.plan()
    }

    private func steps(_ plan: ReviewPlan) -> [String: Bool] {
        plan.models.reduce(into: [:]) { result, model in
            if case .diff = model.step { result[model.name.name] = true } else { result[model.name.name] = false }
        }
    }

    @Test func modifiedFirstThenDownstreamInOrder() async throws {
        let plan = try await plan(["raw": "changed"])
        #expect(plan.models.map(\.name.name) == ["raw", "orders", "sums"])
        #expect(steps(plan) == ["raw": true, "orders": true, "sums": true])
        #expect(plan.models[1].origin == .downstream(of: ["raw"], distance: 2))
        #expect(plan.exposures.map(\.name) == ["board"] && plan.exposures[0].via == ["sums"])
        guard case .diff(let request) = plan.models[0].step else { return #expect(Bool(false)) }
        #expect(request.a == .relation(RelationName(database: "db", namespace: "prod", identifier: "raw")))
        #expect(request.b == .relation(RelationName(database: "db", namespace: "pr", identifier: "raw")))
        #expect(request.key == KeyChoice(columns: ["id"], source: "model_meta"))
        #expect(request.columns.exclude == ["loaded_at", "*_ts"])
        #expect(request.sampling.threshold == 300_000)
    }

    /// The warehouse's defaults, then what the configuration says, then what the model says.
    @Test func samplingOfTheConfigurationAndOfTheModel() async throws {
        func sampling(_ preferences: SamplingPreferences, meta: [String: Any] = [:]) async throws -> SamplingSettings? {
            let head = try manifest(schema: "pr", raw: ["raw": "changed"], everywhere: meta)
            let plan = try await plan([:], base: try manifest(schema: "prod", everywhere: meta), head: head, sampling: preferences)
            return plan.requests.first?.request.sampling
        }
        #expect(try await sampling(SamplingPreferences()) == SamplingSettings(threshold: 300_000))
        let own = SamplingPreferences(tolerance: 0.01, confidence: 0.9, threshold: 7)
        #expect(try await sampling(own) == SamplingSettings(tolerance: 0.01, confidence: 0.9, threshold: 7))
        #expect(try await sampling(SamplingPreferences(isEnabled: false))?.isEnabled == false)
        #expect(try await sampling(own, meta: ["sampling": false])?.isEnabled == false)
        let asked = try await sampling(SamplingPreferences(isEnabled: false, threshold: 7), meta: ["sampling": ["tolerance": "0.1%"]])
        #expect(asked == SamplingSettings(tolerance: 0.001, threshold: 7))
        let wrong = try manifest(schema: "pr", raw: ["raw": "changed"], everywhere: ["sampling": ["confidence": 99]])
        guard case .leave(let reason) = try await plan([:], head: wrong).models[0].step else { return #expect(Bool(false)) }
        #expect(reason.contains("meta.plumbline.sampling.confidence must be a share such as 99% or 0.99"))
    }

    /// The time columns of the plan's requests, by model.
    private func timeColumns(_ plan: ReviewPlan) -> [String: TimeColumnChoice] {
        plan.requests.reduce(into: [:]) { $0[$1.modelID] = $1.request.timeColumn }
    }

    @Test func eventTimeConfinesAReviewAndAnotherTimeColumnOnlyWhenAskedTo() async throws {
        let head = try manifest(
            schema: "pr", raw: ["raw": "changed"], eventTime: ["orders": "ordered_at"], own: ["sums": ["time_column": "day"]])
        func choice(_ name: String, _ source: String, _ window: TimeColumnChoice.Window) -> TimeColumnChoice {
            TimeColumnChoice(name: name, source: source, window: window, isRequired: false)
        }
        let usual = timeColumns(try await plan([:], head: head))
        #expect(usual["model.shop.orders"] == choice("ordered_at", "event_time", .overlap))
        #expect(usual["model.shop.sums"] == choice("day", "model_meta", .none))
        #expect(usual["seed.shop.raw"] == nil)
        let all = timeColumns(try await plan([:], head: head, window: .overlap))
        #expect(all["model.shop.sums"]?.window == .overlap && all["seed.shop.raw"] == nil)
        let none = timeColumns(try await plan([:], head: head, window: CISettings.WindowPolicy.none))
        #expect(none["model.shop.orders"] == choice("ordered_at", "event_time", .none))
    }

    @Test func theModelsOwnWindowWins() async throws {
        let own = ["orders": ["window": "none"], "sums": ["window": "overlap", "time_column": "day"]]
        let head = try manifest(schema: "pr", raw: ["raw": "changed"], eventTime: ["orders": "ordered_at"], own: own)
        for policy in CISettings.WindowPolicy.allCases {
            let found = timeColumns(try await plan([:], head: head, window: policy))
            #expect(found["model.shop.orders"]?.window == TimeColumnChoice.Window.none)
            #expect(found["model.shop.sums"]?.window == .overlap)
        }
    }

    @Test func buildTimesReachTheRequest() async throws {
        let times = ["model.shop.orders": BuildTimes(a: 20_000, b: 10_000)]
        let plan = try await plan(["raw": "changed"], buildTimes: times)
        #expect(plan.requests.reduce(into: [:]) { $0[$1.modelID] = $1.request.buildTimes } == times)
    }

    /// Only what a run built has a time: not what it compiled, skipped or found up to date.
    @Test func buildTimesAreThoseOfWhatBothRunsBuilt() throws {
        func results(_ command: String, _ nodes: [(String, String, String)]) throws -> RunResults {
            let nodes = nodes.map { name, status, time in
                """
                {"unique_id": "\(name)", "status": "\(status)", "execution_time": 1, "timing": [
                 {"name": "compile", "started_at": "1970-01-01T00:00:00Z", "completed_at": "1970-01-01T00:00:01Z"},
                 {"name": "execute", "started_at": "1970-01-01T00:00:00Z", "completed_at": "\(time)"}]}
                """
            }
            let text = """
                {"metadata": {"dbt_schema_version": "https://schemas.getdbt.com/dbt/run-results/v6.json"}, "elapsed_time": 1,
                 "args": {"which": "\(command)"}, "results": [\(nodes.joined(separator: ","))]}
                """
            return try RunResults(bytes: Array(text.utf8), name: "run_results.json")
        }
        let base = try results(
            "build",
            [
                ("m1", "success", "1970-01-02T00:00:00.5Z"), ("m2", "success", "1970-01-01T00:01:00"),
                ("m3", "reused", "1970-01-01T00:01:00Z"),
            ])
        let docs = try results("generate", [("m1", "success", "2026-01-01T00:00:00Z")])
        let head = try results(
            "run",
            [
                ("m1", "success", "1970-01-01T01:00:00.000000Z"), ("m2", "error", "1970-01-01T00:02:00Z"),
                ("m3", "success", "1970-01-01T00:02:00Z"),
            ])
        #expect(BuildTimes.all(base: [base, docs], head: [head]) == ["m1": BuildTimes(a: 86_400.5, b: 3_600)])
    }

    @Test func slimLooksAtReadersOfEphemeralModelsOnly() async throws {
        #expect(steps(try await plan(["raw": "changed"], slim: true)) == ["raw": true])
        let plan = try await plan(["stg": "changed"], slim: true)
        #expect(steps(plan) == ["orders": true])
        #expect(plan.notes == ["stg is ephemeral and has no table; the models that read it are compared."])
    }

    @Test func whatTheJobDidNotBuildIsSaidAndNotCompared() async throws {
        let plan = try await plan(["orders": "changed"], results: ["orders": "error", "sums": "skipped"])
        #expect(steps(plan) == ["orders": false, "sums": false])
        guard case .leave(let first) = plan.models[0].step, case .leave(let second) = plan.models[1].step else {
            return #expect(Bool(false))
        }
        #expect(first.contains("could not build") && second.contains("skipped"))
    }

    @Test func newAndRemovedModelsAreNamed() async throws {
        let base = try manifest(schema: "prod", without: ["sums"])
        let added = try await plan([:], base: base, head: try manifest(schema: "pr"))
        #expect(added.models.map(\.origin) == [.added])
        #expect(added.diffCount == 0)
        let removed = try await plan([:], base: try manifest(schema: "prod"), head: try manifest(schema: "pr", without: ["sums"]))
        #expect(removed.removed.map(\.name) == ["sums"])
    }

    @Test func aJobThatBuildsIntoProductionIsNotCalledIdentical() async throws {
        let plan = try await plan([:], head: try manifest(schema: "prod", raw: ["orders": "changed"]))
        #expect(steps(plan) == ["orders": false, "sums": false])
    }

    @Test func snowflakeFoldsWhatDbtDidNotQuote() async throws {
        let plan = try await plan(
            [:], base: try manifest(schema: "prod", adapter: "snowflake"),
            head: try manifest(schema: "pr", raw: ["sums": "changed"], adapter: "snowflake"))
        #expect(plan.models.map(\.relationB) == ["DB.PR.SUMS"])
    }

    /// The request of a model; nil when it is not compared.
    private func request(_ plan: ReviewPlan, _ name: String) -> DiffRequest? {
        guard case .diff(let request) = plan.models.first(where: { $0.name.name == name })?.step else { return nil }
        return request
    }

    private func reason(_ plan: ReviewPlan, _ name: String) -> String? {
        guard case .leave(let reason) = plan.models.first(where: { $0.name.name == name })?.step else { return nil }
        return reason
    }

    @Test func aModelThatIsNeverDiffedIsNamedAndLeftOut() async throws {
        let plan = try await plan(["orders": "changed"], meta: ["orders": ["datafold": ["datadiff": ["never_diff": true]]]])
        #expect(steps(plan) == ["orders": false, "sums": true])
        #expect(reason(plan, "orders") == "Its meta says never_diff.")
        let without = try await self.plan(["orders": "changed"], meta: ["orders": ["datafold": ["datadiff": ["never_diff": false]]]])
        #expect(steps(without) == ["orders": true, "sums": true])
    }

    @Test func slimDiffKeepsAModelDownstreamOfAChange() async throws {
        let meta = ["sums": ["datafold": ["datadiff": ["slim_diff": "diff_when_downstream"]]]]
        #expect(steps(try await plan(["raw": "changed"], slim: true, meta: meta)) == ["raw": true, "sums": true])
        #expect(steps(try await plan(["raw": "changed"], meta: meta)) == ["raw": true, "orders": true, "sums": true])
        let never = ["sums": ["datafold": ["datadiff": ["slim_diff": "diff_when_downstream", "never_diff": true] as [String: Any]]]]
        #expect(steps(try await plan(["raw": "changed"], slim: true, meta: never)) == ["raw": true, "sums": false])
    }

    /// Every key of docs/models.md that reaches the request, beside what the configuration says.
    @Test func metaBecomesTheRequest() async throws {
        let datadiff: [String: Any] = [
            "filter": "day > '2026-01-01'", "include_columns": ["a*", "id"], "exclude_columns": ["audit"],
        ]
        let own: [String: Any] = [
            "tolerance": ["abs:0.01", "rate=rel:0.001"], "time_tolerance": "1s", "ignore_case": ["country"], "null_equals_empty": true,
            "ignore_array_order": true, "map": ["cust_id": "customer_id"], "sampling": ["threshold": 5],
        ]
        let plan = try await plan(["orders": "changed"], meta: ["orders": ["datafold": ["datadiff": datadiff], "plumbline": own]])
        let request = try #require(self.request(plan, "orders"))
        #expect(request.filtersA == ["day > '2026-01-01'"] && request.filtersB == request.filtersA)
        #expect(request.columns.include == ["a*", "id"] && request.columns.exclude == ["loaded_at", "*_ts", "audit"])
        #expect(request.columns.mappings == [ColumnMapping(a: "cust_id", b: "customer_id")])
        let rules = request.equality.entries.map { "\($0.column ?? "*") \($0.rule.text)" }
        #expect(
            Set(rules) == [
                "* abs:0.01", "rate rel:0.001", "* time:1s", "country ignore_case", "* null_equals_empty", "* ignore_array_order",
            ])
        #expect(request.sampling.threshold == 5 && request.sampling.confidence == 0.99)
        #expect(try #require(self.request(plan, "sums")).equality.isEmpty)
    }

    @Test func samplingCanBeTurnedOffForAModel() async throws {
        let plan = try await plan(["orders": "changed"], meta: ["orders": ["plumbline": ["sampling": false]]])
        #expect(request(plan, "orders")?.sampling.isEnabled == false && request(plan, "sums")?.sampling.isEnabled == true)
    }

    @Test(
        arguments: [
            ["tolerance": "abs:much"], ["tolerence": "abs:1"], ["ignore_case": 3], ["map": ["a": 1]], ["sampling": ["threshold": "x"]],
        ] as [[String: any Sendable]])
    func whatCannotBeReadLeavesTheModelOutAndSaysWhy(_ own: [String: any Sendable]) async throws {
        let plan = try await plan(["orders": "changed"], meta: ["orders": ["plumbline": own]])
        #expect(steps(plan) == ["orders": false, "sums": true])
        let reason = try #require(self.reason(plan, "orders"))
        #expect(reason.hasPrefix("Its settings in meta cannot be read: "))
        #expect(reason.contains(own.keys.first ?? "-") || reason.contains("abs:much"))
    }

    @Test func timeTravelThatTheEngineHasNotIsSaid() async throws {
        for key in ["prod_time_travel", "pr_time_travel"] {
            let plan = try await plan(["orders": "changed"], meta: ["orders": ["datafold": ["datadiff": [key: -3600]]]])
            #expect(plan.notes.count == 1 && plan.notes[0].hasPrefix("orders: postgresql has no time travel"))
            #expect(steps(plan)["orders"] == true)
        }
        #expect(try await plan(["orders": "changed"]).notes.isEmpty)
    }

    @Test func profilesAreAskedForWhereTheConfigurationSaysSo() async throws {
        #expect(request(try await plan(["orders": "changed"]), "orders")?.profile == false)
        #expect(request(try await plan(["orders": "changed"], profile: true), "orders")?.profile == true)
    }
}
