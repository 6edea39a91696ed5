import GitHub
import HTTPTransport
import SourceControl
import Store

/// The Apps at work, one object for each, so that their tokens are kept and asked for once.
actor GitHubApps {
    private struct Working {
        let record: GitHubAppRecord
        let app: GitHubApp
    }

    private let store: Store
    private let transport: any HTTPTransport
    private var working: [Int: Working] = [:]

    init(store: Store, transport: any HTTPTransport) {
        self.store = store
        self.transport = transport
    }

    /// The App of a record; made anew when its settings have changed.
    func app(_ id: Int) async throws(SourceControlError) -> GitHubApp {
        do throws(StoreError) {
            let record = try await store.gitHubApp(id)
            if let known = working[id], known.record == record { return known.app }
            let key = try store.privateKey(of: record)
            let app = try made(record, key)
            working[id] = Working(record: record, app: app)
            return app
        } catch {
            throw SourceControlError(error.code == .cancelled ? .cancelled : .rejected, error.message)
        }
    }

    private func made(_ record: GitHubAppRecord, _ key: Secret) throws(StoreError) -> GitHubApp {
        do throws(SourceControlError) {
            return try GitHubApp(id: record.appID, privateKey: key, apiURL: record.apiURL, transport: transport)
        } catch {
            throw StoreError(.notFound, error.message)
        }
    }

    /// The host of a repository that is reached as an App.
    nonisolated func host(_ repository: RepositoryRecord, app id: Int) throws(SourceControlError) -> GitHubHost {
        let credential = InstalledApp(repository: repository.name) { () throws(SourceControlError) in try await self.app(id) }
        return try GitHubHost(
            repository: repository.name, apiURL: repository.apiURL ?? "https://api.github.com", credential: credential,
            transport: transport)
    }
}
