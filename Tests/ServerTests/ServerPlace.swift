import CIPipeline
import DataDiff
import Foundation
import HTTPTransport
import Hummingbird
import HummingbirdTesting
import Logging
import Relational
import Reports
import Server
import SourceControl
import Store
import TestSupport
import Warehouse

/// A server over a store in a temporary directory, and a host that has one pull request.
final class ServerPlace: Sendable {
    static let secret = "hook-secret"
    let store: Store
    let directory: String
    let settings: ServerSettings
    let host: any SourceControlHost
    private let worksOnRuns: Bool
    private let dbtCloud: any HTTPTransport
    private let gitHub: any HTTPTransport
    private let time: PipelineTime
    /// What was logged.
    let lines = LogLines()

    /// - Parameters:
    ///   - merging: configurations that start this job on merges, beside `shop`, which does not.
    ///   - dbtCloud: answers for dbt Cloud.
    ///   - gitHub: answers while an App is registered.
    ///   - worksOnRuns: false where runs are to stay as they were put.
    init(
        settings: ServerSettings = ServerSettings(host: "127.0.0.1", port: 0, publicURL: "http://127.0.0.1:8080"),
        merging: [String: CISettings] = [:], host: any SourceControlHost = OneChangeHost(),
        dbtCloud: any HTTPTransport = ScriptedTransport([]), gitHub: any HTTPTransport = ScriptedTransport([]),
        time: PipelineTime = .system, worksOnRuns: Bool = true
    ) async throws {
        self.host = host
        self.worksOnRuns = worksOnRuns
        self.gitHub = gitHub
        self.time = time
        self.dbtCloud = dbtCloud
        directory = FileManager.default.temporaryDirectory.appending(path: "plumbline-server-\(UUID().uuidString)").path
        store = try Store(dataDirectory: directory, environment: [:])
        self.settings = settings
        let configuration = PlumblineConfiguration(
            apiKeys: [
                APIKeySettings(name: "ci", role: .admin, key: Secret("admin-key")),
                APIKeySettings(name: "eye", role: .viewer, key: Secret("viewer-key")),
            ],
            dataSources: [DataSourceDraft(name: "w", type: "duckdb", options: ["path": "/x"])],
            repositories: [
                RepositoryDraft(name: "acme/shop", host: "github", token: Secret("t"), webhookSecret: Secret(Self.secret)),
                RepositoryDraft(name: "acme/other", host: "github", token: Secret("t"), webhookSecret: Secret("another")),
            ],
            ciConfigs: [
                CIConfigDraft(
                    name: "shop", repository: "acme/shop", dataSource: "w", settings: CISettings(), dbtCloudKey: Secret("d"),
                    dbtCloudWebhookSecret: Secret("dbt-hook"))
            ]
                + merging.sorted { $0.key < $1.key }.map { name, settings in
                    CIConfigDraft(name: name, repository: "acme/shop", dataSource: "w", settings: settings, dbtCloudKey: Secret("d"))
                })
        try await configuration.apply(to: store, now: 1)
    }

    private static func warehouse(_ source: DataSourceRecord, _ store: Store) throws -> Warehouse {
        guard let type = WarehouseType(rawValue: source.type) else { throw RunTrouble("No such warehouse.") }
        var configuration = WarehouseConfiguration(type: type, options: try store.options(of: source))
        configuration.writes = source.tempSchema?.isEmpty == false
        return try Warehouse(configuration)
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    static let change = ChangeRequest(
        number: 7, title: "<b>Fix</b>", author: "ann", url: "http://host/acme/shop/pull/7", baseBranch: "main", baseSHA: "base1",
        headBranch: "fix", headSHA: "aaaaaaa1")

    private var connections: PipelineConnections {
        PipelineConnections(
            host: { _ in self.host }, builds: { _ in throw RunTrouble("No dbt Cloud here.") },
            mergeJobs: { config in
                guard let settings = config.settings.dbtCloud else { throw RunTrouble("No dbt Cloud here.") }
                return try DbtCloudMergeJobs(settings: settings, apiKey: Secret("d"), transport: self.dbtCloud)
            },
            differ: { _ in throw RunTrouble("No warehouse here.") }, plan: { _ in ReviewPlan() }, texts: RenderedTexts())
    }

    /// Calls the routes without a network.
    func test<Value>(_ body: @escaping @Sendable (any TestClientProtocol) async throws -> Value) async throws -> Value {
        var limits = RunLimits()
        if !worksOnRuns { limits.runsAtOnce = 0 }
        let application = PlumblineServer.build(
            settings: settings, store: store, connections: connections, limits: limits, time: time,
            outside: SettingsOutside(
                transport: dbtCloud, gitHub: gitHub, warehouse: { source in try Self.warehouse(source, self.store) },
                passwordCost: .small),
            logger: Logger(label: "test") { [lines] _ in LineLog(lines: lines) })
        return try await application.test(.router) { try await body($0) }
    }

    /// A finished run with one diff of each state.
    func seed() async throws -> (run: Int, diffs: [Int]) {
        let run = try await store.openRun(ciConfigID: 1, change: Self.change, now: 1_700_000_000).run
        let requests = ["m1", "m2", "m3"].map { name in
            (
                modelID: "model.shop.\(name)",
                request: DiffRequest(
                    a: .relation(RelationName(database: "db", namespace: "prod", identifier: name)),
                    b: .relation(RelationName(database: "db", namespace: "pr", identifier: name)),
                    key: KeyChoice(columns: ["id"], source: "uniqueness_test"))
            )
        }
        let diffs = try await store.openDiffs(run: run.id, attempt: 1, dataSource: 1, requests: requests, now: 1_700_000_001)
        try await store.startDiff(diffs[0].id, now: 1_700_000_002)
        try await store.finishDiff(diffs[0].id, Self.result(requests[0].request), now: 1_700_000_004)
        try await store.startDiff(diffs[1].id, now: 1_700_000_002)
        try await store.noteProgress(ofDiff: diffs[1].id, DiffProgress(completedSteps: 2, totalSteps: 5, message: "comparing values"))
        var state = RunState(change: Self.change)
        state.phase = .diffing
        state.plan = ReviewPlan(
            models: requests.map { model, request in
                ReviewPlan.Model(
                    name: ModelName(uniqueID: model, name: String(model.suffix(2)), resourceType: "model"),
                    origin: .modified(reasons: ["body"]), relationA: request.a.label, relationB: request.b.label, step: .diff(request))
            })
        try await store.updateRun(
            run.id,
            RunUpdate(
                attempt: 1, phase: "diffing", isFinished: false,
                state: String(decoding: try JSONEncoder().encode(state), as: UTF8.self), change: Self.change,
                events: [RunEventDraft(kind: "wait", message: "Comparing.")]),
            now: 1_700_000_003)
        return (run.id, diffs.map(\.id))
    }

    static func result(_ request: DiffRequest) -> DiffResult {
        var result = DiffResult(
            status: .success, verdict: .different, matchScore: 0.5,
            sides: [request.a, request.b].map { DiffSide(database: "w", table: $0.label, columns: []) },
            primaryKey: PrimaryKeyChoice(columns: ["id"], source: "uniqueness_test"), sampling: SamplingOutcome(settings: .off))
        result.schema = SchemaComparison(columnCounts: [2, 2], columnTypeChanges: [], columnReorders: 0, exclusiveColumns: [[], []])
        return result
    }

    static func signature(_ body: String, secret: String = ServerPlace.secret) -> String {
        BodySignature.digits(of: Data(body.utf8), secret: Secret(secret))
    }
}

/// A host whose pull requests are all the same.
struct OneChangeHost: QuietHost {
    var change = ServerPlace.change

    func changeRequest(_ number: Int) async throws(SourceControlError) -> ChangeRequest {
        var change = change
        change.number = number
        return change
    }

    func openChangeRequests() async throws(SourceControlError) -> [ChangeRequest] { [] }
    func changedFiles(of number: Int) async throws(SourceControlError) -> ChangedFiles { ChangedFiles(paths: []) }
    func mergeBase(of base: String, and head: String) async throws(SourceControlError) -> Commit { Commit(sha: "base1") }
    func history(from sha: String, limit: Int) async throws(SourceControlError) -> [Commit] { [Commit(sha: sha)] }
    func tip(of branch: String) async throws(SourceControlError) -> Commit { Commit(sha: "base1") }
    func setStatus(_ status: CommitStatus, on sha: String) async throws(SourceControlError) {}
    func writeComment(
        _ markdown: String, marker: CommentMarker, on number: Int, known: String?
    ) async throws(SourceControlError) -> WrittenComment { WrittenComment(id: "1", url: "http://host/c/1") }
}
