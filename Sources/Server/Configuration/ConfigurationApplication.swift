package import Store

extension PlumblineConfiguration {
    /// Brings the store in line with the file; doing so twice changes nothing.
    ///
    /// What the file has no longer is turned off, with its history kept, and its API keys are revoked. What was made in the app or the API
    /// is left alone.
    ///
    /// - Throws: `StoreError` with `conflict` for a name that was given in the app already.
    package func apply(to store: Store, now: Double) async throws(StoreError) {
        for key in apiKeys { try await store.saveAPIKey(name: key.name, role: key.role.rawValue, key: key.key, now: now) }
        try await store.deleteAPIKeys(except: Set(apiKeys.map(\.name)))
        for source in dataSources { _ = try await store.save(source, now: now) }
        for repository in repositories {
            let record = try await store.save(repository, now: now)
            var app: GitHubAppRecord?
            if let draft = repository.app { app = try await store.save(draft, now: now) }
            try await store.use(app: app?.id, for: record.id)
        }
        for config in ciConfigs { _ = try await store.save(config, now: now) }
        try await store.deactivateConfigs(except: Set(ciConfigs.map(\.name)))
        try await store.releaseFromFile(
            repositoriesExcept: Set(repositories.map(\.name)), dataSourcesExcept: Set(dataSources.map(\.name)))
    }
}
