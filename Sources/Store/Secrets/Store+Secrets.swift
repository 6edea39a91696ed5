import Foundation
package import HTTPTransport

/// What a stored secret is for; authenticated with the ciphertext.
enum SecretPurpose: String {
    case repositoryToken = "repository token"
    case webhookSecret = "webhook secret"
    case dbtCloudKey = "dbt Cloud API key"
    case dbtCloudWebhookSecret = "dbt Cloud webhook secret"
    case gitHubAppKey = "GitHub App private key"
    case dataSourceOptions = "data source options"
}

extension Store {
    func seal(_ secret: Secret?, for purpose: SecretPurpose) throws(StoreError) -> String? {
        guard let secret, !secret.isEmpty else { return nil }
        return try vault.seal(secret, for: purpose.rawValue)
    }

    func sealOptions(_ options: [String: String]) throws(StoreError) -> String {
        guard let data = try? JSONEncoder().encode(options) else {
            throw StoreError(.database, "Cannot write the data source's options as JSON.")
        }
        return try vault.seal(Secret(String(decoding: data, as: UTF8.self)), for: SecretPurpose.dataSourceOptions.rawValue)
    }

    /// The host's token; nil when none is configured.
    package func token(of repository: RepositoryRecord) throws(StoreError) -> Secret? {
        try open(repository.sealedToken, for: .repositoryToken)
    }

    /// The secret that signs the host's webhooks; nil when none is configured.
    package func webhookSecret(of repository: RepositoryRecord) throws(StoreError) -> Secret? {
        try open(repository.sealedWebhookSecret, for: .webhookSecret)
    }

    /// The dbt Cloud token; nil when none is configured.
    package func dbtCloudKey(of config: CIConfigRecord) throws(StoreError) -> Secret? {
        try open(config.sealedDbtCloudKey, for: .dbtCloudKey)
    }

    /// The secret that signs dbt Cloud's webhooks; nil when none is configured.
    package func dbtCloudWebhookSecret(of config: CIConfigRecord) throws(StoreError) -> Secret? {
        try open(config.sealedDbtCloudWebhookSecret, for: .dbtCloudWebhookSecret)
    }

    /// How to connect; may hold passwords.
    package func options(of source: DataSourceRecord) throws(StoreError) -> [String: String] {
        let text = try vault.open(source.sealedOptions, for: SecretPurpose.dataSourceOptions.rawValue).reveal()
        guard let options = try? JSONDecoder().decode([String: String].self, from: Data(text.utf8)) else {
            throw StoreError(.database, "The stored options of data source \(source.name) are not readable; save it again.")
        }
        return options
    }

    func open(_ sealed: String?, for purpose: SecretPurpose) throws(StoreError) -> Secret? {
        guard let sealed else { return nil }
        return try vault.open(sealed, for: purpose.rawValue)
    }
}
