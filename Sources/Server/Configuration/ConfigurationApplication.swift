package import Store

extension PlumblineConfiguration {
    /// Brings the store in line with the file; doing so twice changes nothing.
    ///
    /// What is no longer in the file is turned off, with its history kept; API keys stay until they are removed by a person.
    package func apply(to store: Store, now: Double) async throws(StoreError) {
        for key in apiKeys { try await store.saveAPIKey(name: key.name, role: key.role.rawValue, key: key.key, now: now) }
        for source in dataSources { _ = try await store.save(source, now: now) }
        for repository in repositories { _ = try await store.save(repository, now: now) }
        for config in ciConfigs { _ = try await store.save(config, now: now) }
        try await store.deactivateConfigs(except: Set(ciConfigs.map(\.name)))
    }
}
