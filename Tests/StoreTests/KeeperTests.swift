import Foundation
import HTTPTransport
import Store
import Testing

/// Who keeps a setting: the file or the app.
@Suite struct KeeperTests {
    private let place = StoreTests.Place()

    private func draft(_ name: String, settings: CISettings = CISettings()) -> CIConfigDraft {
        CIConfigDraft(name: name, repository: "acme/shop", dataSource: "w", settings: settings)
    }

    private func basis(_ store: Store) async throws {
        _ = try await store.save(RepositoryDraft(name: "acme/shop", host: "github", token: Secret("t")), now: 1)
        _ = try await store.save(DataSourceDraft(name: "w", type: "duckdb", options: ["path": "/x"]), now: 1)
    }

    private func error(_ work: () async throws -> Void) async throws -> StoreError? {
        do {
            try await work()
            return nil
        } catch let error as StoreError {
            return error
        }
    }

    @Test func theFileLeavesAloneWhatWasMadeInTheApp() async throws {
        let store = try place.open()
        try await basis(store)
        let file = try await store.save(draft("file"), now: 1)
        let app = try await store.edit(draft("app"), id: nil, key: .set(Secret("k")), webhookSecret: .keep, now: 1)
        try await store.deactivateConfigs(except: [])
        #expect(try await store.ciConfigs().map(\.id) == [app.id])
        #expect(try await store.ciConfig(file.id).isActive == false)
        #expect(try await error { _ = try await store.save(draft("app"), now: 2) }?.code == .conflict)
    }

    @Test func theAppDoesNotChangeWhatTheFileKeeps() async throws {
        let store = try place.open()
        try await basis(store)
        let file = try await store.save(draft("file"), now: 1)
        let edit = { _ = try await store.edit(draft("other"), id: file.id, key: .keep, webhookSecret: .keep, now: 2) }
        #expect(try await error(edit)?.message.contains("kept by the configuration file") == true)
        #expect(try await error { try await store.turnOffCIConfig(file.id, now: 2) }?.code == .conflict)
        // Once the file has it no longer, it may be taken up, with its history.
        try await store.deactivateConfigs(except: [])
        #expect(try await store.edit(draft("file"), id: nil, key: .keep, webhookSecret: .keep, now: 3).id == file.id)
    }

    @Test func renamingKeepsTheNumberAndNamesAreUnique() async throws {
        let store = try place.open()
        try await basis(store)
        let one = try await store.edit(draft("one"), id: nil, key: .set(Secret("k1")), webhookSecret: .keep, now: 1)
        _ = try await store.edit(draft("two"), id: nil, key: .keep, webhookSecret: .keep, now: 1)
        let renamed = try await store.edit(draft("uno"), id: one.id, key: .keep, webhookSecret: .keep, now: 2)
        #expect(renamed.id == one.id && renamed.name == "uno")
        #expect(try store.dbtCloudKey(of: renamed)?.reveal() == "k1")
        let taken = try await error { _ = try await store.edit(draft("two"), id: one.id, key: .keep, webhookSecret: .keep, now: 3) }
        #expect(taken?.field == "name")
        let cleared = try await store.edit(draft("uno"), id: one.id, key: .clear, webhookSecret: .keep, now: 4)
        #expect(!cleared.hasDbtCloudKey)
    }

    @Test func whatIsInUseIsNotTurnedOff() async throws {
        let store = try place.open()
        let repository = try await store.edit(
            RepositoryDraft(name: "acme/shop", host: "github"), id: nil, token: .set(Secret("t")), webhookSecret: .keep, now: 1)
        let source = try await store.edit(DataSourceDraft(name: "w", type: "duckdb", options: ["path": "/x"]), id: nil, now: 1)
        let config = try await store.edit(draft("app"), id: nil, key: .keep, webhookSecret: .keep, now: 1)
        #expect(try await error { try await store.turnOffRepository(repository.id, now: 2) }?.message.contains("app") == true)
        #expect(try await error { try await store.turnOffDataSource(source.id, now: 2) }?.code == .conflict)
        try await store.turnOffCIConfig(config.id, now: 3)
        try await store.turnOffRepository(repository.id, now: 3)
        try await store.turnOffDataSource(source.id, now: 3)
        #expect(try await store.repositories().isEmpty)
        #expect(try await store.dataSources().isEmpty)
        #expect(try await store.ciConfigs().isEmpty)
        #expect(try await store.ciConfigs(includingInactive: true).map(\.id) == [config.id])
        #expect(try await store.repository(repository.id).name == "acme/shop")
    }

    @Test func theFileHandsOverWhatTheAppStillUses() async throws {
        let store = try place.open()
        try await basis(store)
        _ = try await store.save(RepositoryDraft(name: "acme/other", host: "github", token: Secret("t")), now: 1)
        _ = try await store.edit(draft("app"), id: nil, key: .keep, webhookSecret: .keep, now: 1)
        try await store.releaseFromFile(repositoriesExcept: [], dataSourcesExcept: ["w"])
        #expect(try await store.repositories().map(\.name) == ["acme/shop"])
        #expect(try await store.repositories()[0].origin == .app)
        #expect(try await store.dataSources()[0].origin == .file)
    }

    @Test func keysOfTheAppOutliveTheFile() async throws {
        let store = try place.open()
        try await store.saveAPIKey(name: "file", role: "admin", key: Secret("a"), now: 1)
        let key = try await store.addAPIKey(name: "app", role: .viewer, key: Secret("b"), now: 1)
        try await store.deleteAPIKeys(except: [])
        #expect(try await store.apiKeys().map(\.name) == ["app"])
        try await store.revokeAPIKey(key.id)
        #expect(try await store.apiKey(matching: Secret("b")) == nil)
    }

    @Test func aCommandMayWorkBesideAServer() async throws {
        let server = try place.open()
        let command = try Store(attachingTo: place.path, environment: [:])
        _ = try await command.addAPIKey(name: "k", role: .viewer, key: Secret("b"), now: 1)
        #expect(try await server.apiKey(matching: Secret("b"))?.name == "k")
        #expect(throws: StoreError.self) { try Store(attachingTo: place.path + "/nothing", environment: [:]) }
    }
}
