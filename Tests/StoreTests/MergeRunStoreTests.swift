import Foundation
import HTTPTransport
import Store
import Testing

/// Merge runs in the store.
@Suite struct MergeRunStoreTests {
    private func configured(_ store: Store, _ name: String = "shop") async throws -> CIConfigRecord {
        _ = try await store.save(RepositoryDraft(name: "acme/shop", host: "github", token: Secret("t")), now: 1)
        _ = try await store.save(DataSourceDraft(name: "w", type: "duckdb", options: [:]), now: 1)
        return try await store.save(
            CIConfigDraft(name: name, repository: "acme/shop", dataSource: "w", settings: CISettings()), now: 1)
    }

    private func open(_ store: Store, _ config: CIConfigRecord, _ sha: String, now: Double = 5) async throws -> (MergeRunRecord, Bool) {
        let opened = try await store.openMergeRun(
            ciConfigID: config.id, sha: sha, branch: "main", jobID: 10, phase: "queued", queuedAs: "merge", now: now)
        return (opened.run, opened.isNew)
    }

    @Test("One commit is one merge run for each configuration, whoever asks first and however often")
    func opening() async throws {
        let place = StoreTests.Place()
        let store = try place.open()
        let (config, other) = (try await configured(store), try await configured(store, "other"))
        let opened = try await withThrowingTaskGroup(of: (MergeRunRecord, Bool).self) { group in
            for now in 0..<20 { group.addTask { try await open(store, config, "aaa", now: Double(now)) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(opened.filter(\.1).count == 1 && Set(opened.map(\.0)).count == 1)
        #expect(try await open(store, other, "aaa").1)
        #expect(try await open(store, config, "bbb").1)
        #expect(try await store.mergeRuns().count == 3)
    }

    @Test("A step is stored as a whole, and the end keeps its time")
    func steps() async throws {
        let place = StoreTests.Place()
        do {
            let store = try place.open()
            let run = try await open(store, try await configured(store), "aaa").0
            #expect(run.phase == "queued" && run.state == nil && run.message.isEmpty && run.finishedAt == nil)
            var update = MergeRunUpdate(
                phase: "running", isFinished: false, state: "{}", dbtCloudRunID: 77, dbtCloudRunURL: "http://dbt/77", message: "Waiting.")
            try await store.updateMergeRun(run.id, update, now: 6)
            update.phase = "success"
            update.isFinished = true
            for now in [7.0, 8.0] { try await store.updateMergeRun(run.id, update, now: now) }
        }
        let run = try #require(try await place.open().mergeRuns().first)
        #expect(run.phase == "success" && run.isFinished && run.state == "{}" && run.message == "Waiting.")
        #expect(run.dbtCloudRunID == 77 && run.dbtCloudRunURL == "http://dbt/77")
        #expect([run.createdAt, run.updatedAt, run.finishedAt] == [5, 8, 7])
    }

    @Test("Lists are newest first and can be narrowed")
    func lists() async throws {
        let place = StoreTests.Place()
        let store = try place.open()
        let (config, other) = (try await configured(store), try await configured(store, "other"))
        for (config, sha) in [(config, "a"), (other, "b"), (config, "c"), (config, "d")] { _ = try await open(store, config, sha) }
        try await store.updateMergeRun(1, MergeRunUpdate(phase: "success", isFinished: true, state: "{}"), now: 6)
        func shas(_ edit: (inout MergeRunQuery) -> Void) async throws -> [String] {
            var query = MergeRunQuery()
            edit(&query)
            return try await store.mergeRuns(query).map(\.sha)
        }
        #expect(try await shas { _ in } == ["d", "c", "b", "a"])
        #expect(try await shas { $0.ciConfigID = config.id } == ["d", "c", "a"])
        #expect(try await shas { $0.unfinishedOnly = true } == ["d", "c", "b"])
        #expect(try await shas { $0.phases = ["success", "failed"] } == ["a"])
        #expect(try await shas { $0.before = 3 } == ["b", "a"])
        #expect(
            try await shas {
                $0.limit = 2
                $0.offset = 1
            } == ["c", "b"])
        let error = await #expect(throws: StoreError.self) { _ = try await store.mergeRun(99) }
        #expect(error?.code == .notFound)
    }
}
