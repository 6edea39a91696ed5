package import HTTPTransport

/// A repository as it is configured; a nil secret means none.
package struct RepositoryDraft: Hashable, Sendable {
    package var name: String
    package var host: String
    package var apiURL: String?
    package var token: Secret?
    package var webhookSecret: Secret?
    /// The GitHub App it is reached as, in place of a token.
    package var app: GitHubAppDraft?

    package init(name: String, host: String, apiURL: String? = nil, token: Secret? = nil, webhookSecret: Secret? = nil) {
        self.name = name
        self.host = host
        self.apiURL = apiURL
        self.token = token
        self.webhookSecret = webhookSecret
    }
}

/// A data source as it is configured; options may hold passwords and are stored encrypted.
package struct DataSourceDraft: Hashable, Sendable {
    package var name: String
    package var type: String
    package var options: [String: String]
    package var concurrency: Int
    /// Where tables may be written; absent when none.
    package var tempSchema: String?

    package init(name: String, type: String, options: [String: String], concurrency: Int = 4, tempSchema: String? = nil) {
        self.name = name
        self.type = type
        self.options = options
        self.concurrency = concurrency
        self.tempSchema = tempSchema
    }
}

/// A CI configuration as it is configured, naming its repository and data source.
package struct CIConfigDraft: Hashable, Sendable {
    package var name: String
    package var repository: String
    package var dataSource: String
    package var settings: CISettings
    package var dbtCloudKey: Secret?
    package var dbtCloudWebhookSecret: Secret?

    package init(
        name: String, repository: String, dataSource: String, settings: CISettings, dbtCloudKey: Secret? = nil,
        dbtCloudWebhookSecret: Secret? = nil
    ) {
        self.name = name
        self.repository = repository
        self.dataSource = dataSource
        self.settings = settings
        self.dbtCloudKey = dbtCloudKey
        self.dbtCloudWebhookSecret = dbtCloudWebhookSecret
    }
}
