import CIPipeline
import Foundation
import SourceControl
import Store
import Synchronization
import Testing

/// Syncs over real artifacts in a real store; production's runs come by upload.
struct MetadataSyncTests {
    private let world: World

    init() async throws {
        world = try await World { settings in
            settings.dbtCloud = nil
            settings.syncMetadataOnPush = true
        }
    }

    private var connections: PipelineConnections {
        var connections = world.connections
        let store = world.store
        connections.builds = { UploadedBuilds(store: store, config: $0) }
        return connections
    }

    private func sync() async throws -> RunPause {
        try await MetadataSync(store: world.store, connections: connections, time: world.time, logger: world.silence)
            .perform(world.config.id)
    }

    private func manifest(
        description: String = "Orders.", owner: String = "ann", columns: [String] = ["order_id"], others: [String] = []
    ) -> String {
        let columns = columns.map { "\"\($0)\": {\"name\": \"\($0)\", \"description\": \"the \($0)\", \"tags\": []}" }.joined(
            separator: ",")
        let more = others.map {
            ",\"model.shop.\($0)\": {\"resource_type\": \"model\", \"name\": \"\($0)\", \"package_name\": \"shop\", \"depends_on\": {\"nodes\": [\"model.shop.orders\"]}, \"columns\": {}}"
        }.joined()
        return """
            {"metadata": {"dbt_schema_version": "https://schemas.getdbt.com/dbt/manifest/v12.json", "project_name": "shop"},
             "nodes": {"model.shop.orders": {"resource_type": "model", "name": "orders", "package_name": "shop", "database": "db",
               "schema": "prod", "alias": "orders", "description": "\(description)", "tags": ["daily", "core"],
               "meta": {"owner": {"name": "\(owner)"}, "tier": 1, "primary-key": ["order_id"]}, "columns": {\(columns)}},
               "test.shop.t": {"resource_type": "test", "name": "t", "depends_on": {"nodes": ["model.shop.orders"]}}\(more)},
             "groups": {}, "macros": {}}
            """
    }

    private func catalog(_ columns: [(String, String)]) -> String {
        let columns = columns.enumerated().map { "\"\($1.0)\": {\"name\": \"\($1.0)\", \"type\": \"\($1.1)\", \"index\": \($0 + 1)}" }
        return """
            {"metadata": {"dbt_schema_version": "https://schemas.getdbt.com/dbt/catalog/v1.json"},
             "nodes": {"model.shop.orders": {"columns": {\(columns.joined(separator: ","))},
               "stats": {"num_rows": {"id": "num_rows", "value": 1200.0}, "bytes": {"id": "bytes", "value": 4096}}}}, "sources": {}}
            """
    }

    private func upload(_ sha: String, manifest: String, catalog: String? = nil) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "plumbline-up-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var files: [String: String] = [:]
        for (name, text) in [("manifest.json", manifest), ("catalog.json", catalog)] {
            guard let text else { continue }
            try Data(text.utf8).write(to: folder.appending(path: name))
            files[name] = folder.appending(path: name).path
        }
        let draft = UploadDraft(ciConfigID: world.config.id, runType: .production, sha: sha, uploadedBy: "ci", files: files)
        _ = try await world.store.keep(draft, now: world.time.now())
        try? FileManager.default.removeItem(at: folder)
    }

    private func syncManually() async throws -> MetadataSyncRecord {
        _ = try await world.store.openSync(ciConfigID: world.config.id, cause: .manual, now: world.time.now())
        #expect(try await sync() == .finished)
        return try #require(try await world.store.syncs(ciConfigID: world.config.id).first)
    }

    private func history(_ uniqueID: String = "model.shop.orders") async throws -> [String] {
        try await world.store.catalogueHistory(ciConfigID: world.config.id, uniqueID).map { change, _ in
            [change.kind.rawValue, change.column, change.old, change.new].compactMap(\.self).joined(separator: "|")
        }
    }

    @Test func `what the artifacts say lands in the catalogue`() async throws {
        try await upload("aaaaaaa1", manifest: manifest(), catalog: catalog([("ORDER_ID", "BIGINT"), ("AMOUNT", "DOUBLE")]))
        let sync = try await syncManually()
        #expect(sync.status == .done && sync.nodes == 1 && sync.changes == 0 && sync.sha == "aaaaaaa1")
        let node = try #require(try await world.store.catalogueNode(ciConfigID: 1, "model.shop.orders")).document
        #expect(node.owner == "ann" && node.tags == ["core", "daily"] && node.meta == ["tier": "1"])
        #expect(node.relation == "db.prod.orders" && node.rowCount == 1200 && node.bytes == 4096)
        #expect(node.columns.map(\.name) == ["ORDER_ID", "AMOUNT"] && node.columns[0].description == "the order_id")
        #expect(try await history().isEmpty)
    }

    @Test func `history says what changed, and the same artifacts change nothing`() async throws {
        try await upload("aaaaaaa1", manifest: manifest(), catalog: catalog([("order_id", "INTEGER"), ("amount", "DOUBLE")]))
        _ = try await syncManually()
        try await upload(
            "aaaaaaa2", manifest: manifest(description: "All orders.", owner: "bo", others: ["returns"]),
            catalog: catalog([("order_id", "BIGINT"), ("net", "DOUBLE")]))
        let sync = try await syncManually()
        #expect(
            try await history().sorted() == [
                "column_added|net|DOUBLE", "column_removed|amount|DOUBLE", "column_type|order_id|INTEGER|BIGINT",
                "description|Orders.|All orders.", "owner|ann|bo",
            ])
        #expect(try await history("model.shop.returns") == ["node_added"])
        #expect(sync.changes == 6)
        #expect(try await world.store.catalogueNode(ciConfigID: 1, "model.shop.orders")?.document.downstream == ["model.shop.returns"])
        #expect(try await syncManually().changes == 0)
        try await upload(
            "aaaaaaa3", manifest: manifest(description: "All orders.", owner: "bo"),
            catalog: catalog([("order_id", "BIGINT"), ("net", "DOUBLE")]))
        _ = try await syncManually()
        #expect(try await history("model.shop.returns") == ["node_removed", "node_added"])
        #expect(try await world.store.catalogueNode(ciConfigID: 1, "model.shop.returns") == nil)
    }

    @Test func `a run without catalog keeps the columns that were known`() async throws {
        try await upload("aaaaaaa1", manifest: manifest(), catalog: catalog([("order_id", "BIGINT"), ("amount", "DOUBLE")]))
        _ = try await syncManually()
        try await upload("aaaaaaa2", manifest: manifest(description: "New."))
        let sync = try await syncManually()
        #expect(try await history() == ["description|Orders.|New."])
        #expect(sync.message.contains("no catalog.json"))
        let node = try #require(try await world.store.catalogueNode(ciConfigID: 1, "model.shop.orders")).document
        #expect(node.columns.map(\.type) == ["BIGINT", "DOUBLE"] && node.rowCount == 1200)
    }

    @Test func `a push waits for the run of its commit or a newer one`() async throws {
        let pipeline = world.pipeline(time: world.time)
        // The host's newest commits of main are base1 and older.
        try await upload("older", manifest: manifest())
        try await pipeline.noteSyncs(BranchPush(branch: "main", before: "older", after: "base1", defaultBranch: "main"), world.config)
        guard case .until(let again) = try await sync() else { return #expect(Bool(false), "it must wait") }
        #expect(again == world.time.now() + 15)
        #expect(try await world.store.waitingSync(ciConfigID: 1)?.message.contains("base1") == true)
        try await upload("base1", manifest: manifest())
        #expect(try await sync() == .finished)
        let done = try #require(try await world.store.syncs(ciConfigID: 1).first)
        #expect(done.status == .done && done.sha == "base1")
        // Told twice: nothing new.
        try await pipeline.noteSyncs(BranchPush(branch: "main", before: "older", after: "base1", defaultBranch: "main"), world.config)
        #expect(try await world.store.waitingSync(ciConfigID: 1) == nil)
    }

    @Test func `an older push is served by the run of a newer commit`() async throws {
        try await upload("base1", manifest: manifest())
        try await world.pipeline(time: world.time).noteSyncs(
            BranchPush(branch: "main", before: "x", after: "older", defaultBranch: "main"), world.config)
        #expect(try await sync() == .finished)
        #expect(try await world.store.syncs(ciConfigID: 1).first?.sha == "base1")
    }

    @Test func `after a day of waiting it is given up in words`() async throws {
        try await world.pipeline(time: world.time).noteSyncs(
            BranchPush(branch: "main", before: "x", after: "base1", defaultBranch: "main"), world.config)
        for _ in 0..<10_000 {
            guard case .until(let time) = try await sync() else { break }
            world.clock.withLock { $0 = time }
        }
        let last = try #require(try await world.store.syncs(ciConfigID: 1).first)
        #expect(last.status == .failed && last.message.contains("waited for 24 hours"))
    }

    @Test(arguments: [("feature", true), ("main", false)])
    func `pushes that do not count ask for nothing`(branch: String, isOn: Bool) {
        var settings = CISettings()
        settings.syncMetadataOnPush = isOn
        let push = BranchPush(branch: branch, before: nil, after: "a", defaultBranch: "main")
        #expect(SyncGate.wanted(push, settings) == nil)
        settings.syncMetadataOnPush = true
        settings.baseBranch = branch
        #expect(SyncGate.wanted(push, settings) == "a")
    }

    @Test func `a broken manifest fails in words and leaves the catalogue as it is`() async throws {
        try await upload("aaaaaaa1", manifest: manifest())
        _ = try await syncManually()
        try await upload("aaaaaaa2", manifest: "{\"nodes\": ")
        let sync = try await syncManually()
        #expect(sync.status == .failed && sync.message.contains("manifest.json is not JSON") && !sync.message.contains("/"))
        #expect(try await world.store.countCatalogue(CatalogueQuery()) == 1)
    }

    @Test func `a schedule falls due, and what was missed is made up for once`() async throws {
        let world = try await World { settings in
            settings.dbtCloud = nil
            settings.syncMetadataSchedule = "0 2 * * *"
            settings.syncMetadataTimeZone = "Europe/Berlin"
        }
        // 2023-11-14 22:13:20 UTC.
        let pipeline = world.pipeline(time: world.time)
        #expect(try await pipeline.lookAtSchedules() == .until(1_700_000_060))
        #expect(try await world.store.waitingSync(ciConfigID: 1) == nil)
        world.clock.withLock { $0 = 1_700_010_000 - 30 }
        #expect(try await pipeline.lookAtSchedules() == .until(1_700_010_000))
        // The server was down for three days.
        world.clock.withLock { $0 = 1_700_010_000 + 3 * 86_400 + 5 }
        _ = try await pipeline.lookAtSchedules()
        let first = try #require(try await world.store.waitingSync(ciConfigID: 1))
        _ = try await pipeline.lookAtSchedules()
        #expect(try await world.store.waitingSync(ciConfigID: 1) == first)
        #expect(first.cause == .schedule)
    }
}
