package import Store

extension PlumblineConfiguration {
    /// Brings the store in line with the file; doing so twice changes nothing.
    ///
    /// CI configurations that are no longer in the file are turned off, with their history kept; API keys that are not are revoked.
    package func apply(to store: Store, now: Double) async throws(StoreError) {
        for key in apiKeys { try await store.saveAPIKey(name: key.name, role: key.role.rawValue, key: key.key, now: now) }
        try await store.deleteAPIKeys(except: Set(apiKeys.map(\.name)))
        for source in dataSources { _ = try await store.save(source, now: now) }
        for repository in repositories { _ = try await store.save(repository, now: now) }
        for config in ciConfigs { _ = try await store.save(config, now: now) }
        try await store.deactivateConfigs(except: Set(ciConfigs.map(\.name)))
    }
}
