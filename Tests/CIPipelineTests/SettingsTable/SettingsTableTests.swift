import CIPipeline
import Foundation
import HTTPTransport
import Reports
import SourceControl
import Store
import Synchronization
import Testing

/// One test for each row of the settings table, named as the row is in the form: a pull request fares otherwise with the setting than
/// without it, so each fails when its setting is ignored.
///
/// Rows that dbt Cloud is reached by are in `DbtCloudRowTests`, and what the form, the API and the file make of each row in
/// `SettingsRowTests`, which also sees to it that no row is without a test here.
@Suite(.timeLimit(.minutes(15))) struct SettingsTableTests {
    /// A world after the review of its pull request under some settings.
    func reviewed(
        _ prepare: (World) async throws -> Void = { _ in }, _ edit: (inout CISettings) -> Void
    ) async throws -> (world: World, run: RunRecord) {
        let world = try await World(edit)
        try await prepare(world)
        return (world, try await world.runToEnd())
    }

    func status(_ world: World, sha: String = "aaaaaaa1") -> CommitStatus? { world.host.status(of: sha) }

    func report(_ run: RunRecord) throws -> ReviewReport {
        try ReportJSON.decoder().decode(ReviewReport.self, from: Data(try #require(run.report).utf8))
    }

    /// Works on a run of a configuration to its end over other connections than the world's own.
    func review(_ world: World, _ config: CIConfigRecord, _ edit: (inout PipelineConnections) -> Void) async throws -> RunRecord {
        var connections = world.connections
        edit(&connections)
        let run = try #require(try await world.intake.see(world.host.change, config))
        let performer = RunPerformer(
            store: world.store, connections: connections, links: RunLinks(publicURL: "http://p/"), time: world.time, logger: world.silence)
        for _ in 0..<1_000 {
            guard case .until(let time) = try await performer.perform(run.id) else { break }
            world.clock.withLock { $0 = max($0, time) }
        }
        return try await world.store.run(run.id)
    }

    // MARK: What is reviewed, and where

    @Test("Repository") func repository() async throws {
        let world = try await World()
        _ = try await world.store.save(RepositoryDraft(name: "acme/other", host: "github", token: Secret("t")), now: 2)
        let config = try await world.store.save(
            CIConfigDraft(name: "other", repository: "acme/other", dataSource: "w", settings: world.config.settings), now: 2)
        let other = FakeHost()
        let run = try await review(world, config) { connections in
            connections.host = { $0.name == "acme/other" ? other : world.host }
        }
        #expect(run.phase == "done" && other.comments.count == 1 && other.status(of: "aaaaaaa1")?.state == .success)
        #expect(world.host.comments.isEmpty && world.host.statuses.isEmpty)
    }

    @Test("Data Source") func dataSource() async throws {
        let world = try await World()
        _ = try await world.store.save(DataSourceDraft(name: "v", type: "postgresql", options: [:]), now: 2)
        let config = try await world.store.save(
            CIConfigDraft(name: "other", repository: "acme/shop", dataSource: "v", settings: world.config.settings), now: 2)
        let others = FakeDiffer()
        let run = try await review(world, config) { connections in
            connections.differ = { $0.name == "v" ? others : world.differ }
        }
        #expect(run.phase == "done" && others.state.withLock { $0.runs.count } == 3)
        #expect(world.differ.state.withLock { $0.runs.isEmpty })
        #expect(world.planned.withLock { $0.map(\.dataSource.name) } == ["v"])
    }

    /// Renaming keeps the history: runs belong to the configuration's id.
    @Test("Name") func name() async throws {
        let world = try await World()
        var draft = CIConfigDraft(name: "front", repository: "acme/shop", dataSource: "w", settings: world.config.settings)
        let made = try await world.store.edit(draft, id: nil, key: .keep, webhookSecret: .keep, now: 2)
        let before = try await review(world, made) { _ in }
        #expect(status(world)?.context == "plumbline/front")
        draft.name = "gate"
        let renamed = try await world.store.edit(draft, id: made.id, key: .keep, webhookSecret: .keep, now: 3)
        world.host.edit { $0.change.headSHA = "bbbbbbb2" }
        let after = try await review(world, renamed) { _ in }
        #expect(status(world, sha: "bbbbbbb2")?.context == "plumbline/gate")
        var query = RunQuery()
        query.ciConfigID = made.id
        #expect(try await world.store.runs(query).map(\.id) == [after.id, before.id])
        draft.name = "shop"
        let taken = draft
        let error = await #expect(throws: StoreError.self) {
            try await world.store.edit(taken, id: made.id, key: .keep, webhookSecret: .keep, now: 4)
        }
        #expect(error?.code == .conflict, "a name is given once")
    }

    @Test("Status context") func statusContext() async throws {
        let (world, _) = try await reviewed { $0.statusContext = "data/review" }
        #expect(Set(world.host.statuses.map(\.status.context)) == ["data/review"])
    }

    // MARK: Whether it is reviewed

    @Test("Skip for pull/merge requests") func skipPullRequests() async throws {
        let world = try await World {
            $0.skipPullRequests = true
            $0.syncMetadataOnPush = true
        }
        #expect(try await world.intake.see(world.host.change, world.config) == nil)
        let pipeline = world.pipeline(time: world.time)
        try await pipeline.sweepSoon()
        _ = try await pipeline.take(MergeWorld.push(), to: world.repository)
        #expect(try await world.store.runs().isEmpty)
        #expect(world.host.statuses.isEmpty)
        #expect(try await world.store.waitingSync(ciConfigID: world.config.id) != nil, "metadata is synced all the same")
        let (other, run) = try await reviewed { _ in }
        #expect(run.phase == "done" && other.host.comments.count == 1)
    }

    /// The example of the settings table: everything is ignored but the folder, in which Markdown is.
    @Test(
        "Files to ignore",
        arguments: [
            (["airflow/x.py", "dbt/README.md"], "skipped"), (["airflow/x.py", "dbt/models/a.sql"], "done"), (["dbt/models/a.md"], "done"),
        ])
    func filesToIgnore(_ files: [String], _ phase: String) async throws {
        let (world, run) = try await reviewed({ world in world.host.edit { $0.files = files } }) {
            $0.filesToIgnore = "*\n!dbt/*\ndbt/*.md"
        }
        #expect(run.phase == phase && status(world)?.state == .success)
        #expect(world.host.comments.isEmpty == (phase == "skipped"))
        #expect(try await reviewed({ world in world.host.edit { $0.files = files } }) { _ in }.run.phase == "done")
    }

    @Test("Require 'datafold' label to be present on pull/merge request") func requireLabel() async throws {
        let (world, run) = try await reviewed { $0.requireLabel = true }
        #expect(run.phase == "skipped" && world.host.statuses.isEmpty && world.host.comments.isEmpty)
        world.host.edit { $0.change.labels = ["datafold"] }
        #expect(try await world.runToEnd().phase == "done", "adding it later starts the review")
        world.host.edit { ($0.change.headSHA, $0.change.labels) = ("bbbbbbb2", ["datafold"]) }
        let second = try #require(try await world.intake.see(world.host.change, world.config))
        world.host.edit { $0.change.labels = [] }
        _ = try await world.intake.see(world.host.change, world.config)
        #expect(try await world.goOn(second.id).phase == "cancelled", "taking it away ends the review")
        #expect(try await reviewed { _ in }.run.phase == "done")
    }

    @Test("Label's name") func label() async throws {
        for (label, phase) in [("data review", "done"), ("datafold", "skipped")] {
            let (_, run) = try await reviewed({ world in world.host.edit { $0.change.labels = [label] } }) {
                ($0.requireLabel, $0.label) = (true, "Data Review")
            }
            #expect(run.phase == phase, "\(label)")
        }
    }

    @Test("Base branch") func baseBranch() async throws {
        #expect(try await reviewed { $0.baseBranch = "staging" }.run.phase == "skipped")
        #expect(try await reviewed { $0.baseBranch = "main" }.run.phase == "done")
        let (world, _) = try await reviewed({ world in world.host.edit { $0.change.baseBranch = "staging" } }) { $0.baseBranch = "staging" }
        #expect(world.host.comments.count == 1)
    }

    @Test("Review drafts") func reviewDrafts() async throws {
        for (isOn, phase) in [(true, "done"), (false, "skipped")] {
            let (_, run) = try await reviewed({ world in world.host.edit { $0.change.isDraft = true } }) { $0.reviewDrafts = isOn }
            #expect(run.phase == phase)
        }
    }

    /// A fork's code is not trusted with the secrets of a job before a maintainer says so.
    @Test("Forks") func forks() async throws {
        for (policy, labels, phase) in [
            (CISettings.ForkPolicy.withLabel, [String](), "skipped"), (.withLabel, ["datafold"], "done"), (.never, ["datafold"], "skipped"),
        ] {
            let fork = { (world: World) in
                world.host.edit { ($0.change.isFork, $0.change.labels, $0.labelers["datafold"]) = (true, labels, "ann") }
            }
            let (world, run) = try await reviewed(fork) {
                $0.forks = policy
            }
            #expect(run.phase == phase, "\(policy) \(labels)")
            #expect((world.builds.state.withLock { $0.waits } == 0) == (phase == "skipped"))
        }
    }
}
