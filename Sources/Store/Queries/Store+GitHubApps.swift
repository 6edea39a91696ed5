import GRDB
package import HTTPTransport

/// A GitHub App as it is configured or as GitHub has just made it.
package struct GitHubAppDraft: Hashable, Sendable {
    /// GitHub's number of the App, or its client ID.
    package var appID: String
    package var apiURL: String
    /// PEM; nil when the store has it already.
    package var privateKey: Secret?
    package var webhookSecret: Secret?
    package var slug = ""
    package var name = ""
    package var url = ""
    package var clientID = ""

    package init(appID: String, apiURL: String, privateKey: Secret?, webhookSecret: Secret? = nil) {
        self.appID = appID
        self.apiURL = apiURL
        self.privateKey = privateKey
        self.webhookSecret = webhookSecret
    }
}

extension Store {
    /// Adds an App or brings the one of this number up to date; what the draft does not know stays.
    ///
    /// - Throws: `StoreError` with `notFound` for an App without a key that is not known.
    package func save(_ draft: GitHubAppDraft, now: Double) async throws(StoreError) -> GitHubAppRecord {
        let key = try seal(draft.privateKey, for: .gitHubAppKey)
        let secret = try seal(draft.webhookSecret, for: .webhookSecret)
        return try await write("the GitHub App \(draft.appID)") { db in
            let query = GitHubAppRecord.filter(Column("apiURL") == draft.apiURL && Column("appID") == draft.appID)
            let known = try query.fetchOne(db)
            guard let key = key ?? known?.sealedPrivateKey else {
                throw StoreError(
                    .notFound,
                    "The GitHub App \(draft.appID) is not known here; set its private_key, or register one at /settings/github-app/new.")
            }
            func kept(_ new: String, _ old: String?) -> String { new.isEmpty ? old ?? "" : new }
            try db.execute(
                sql: """
                    INSERT INTO gitHubApp (appID, apiURL, slug, name, url, clientID, sealedPrivateKey, sealedWebhookSecret, updatedAt)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT (apiURL, appID) DO UPDATE SET slug = excluded.slug, name = excluded.name, url = excluded.url,
                      clientID = excluded.clientID, sealedPrivateKey = excluded.sealedPrivateKey,
                      sealedWebhookSecret = excluded.sealedWebhookSecret, updatedAt = excluded.updatedAt
                    """,
                arguments: [
                    draft.appID, draft.apiURL, kept(draft.slug, known?.slug), kept(draft.name, known?.name), kept(draft.url, known?.url),
                    kept(draft.clientID, known?.clientID), key, secret ?? known?.sealedWebhookSecret, now,
                ])
            return try query.fetchOne(db).orNotFound("GitHub App \(draft.appID)")
        }
    }

    package func gitHubApps() async throws(StoreError) -> [GitHubAppRecord] {
        try await read("GitHub Apps") { try GitHubAppRecord.order(Column("id")).fetchAll($0) }
    }

    /// - Throws: `StoreError` with `notFound`.
    package func gitHubApp(_ id: Int) async throws(StoreError) -> GitHubAppRecord {
        try await read("the GitHub App \(id)") { try GitHubAppRecord.fetchOne($0, key: id).orNotFound("GitHub App \(id)") }
    }

    /// The App's private key, PEM.
    package func privateKey(of app: GitHubAppRecord) throws(StoreError) -> Secret {
        try open(app.sealedPrivateKey, for: .gitHubAppKey) ?? Secret("")
    }

    /// The secret that signs the App's webhooks; nil when none is known.
    package func webhookSecret(of app: GitHubAppRecord) throws(StoreError) -> Secret? {
        try open(app.sealedWebhookSecret, for: .webhookSecret)
    }

    /// Has a repository reached as an App; nil goes back to its token.
    package func use(app: Int?, for repository: Int) async throws(StoreError) {
        try await write("the App of the repository \(repository)") { db in
            try db.execute(sql: "UPDATE repository SET gitHubAppId = ? WHERE id = ?", arguments: [app, repository])
        }
    }

    /// The repositories an App is installed for, as far as it has told.
    package func repositories(ofApp id: Int) async throws(StoreError) -> [GitHubAppRepositoryRecord] {
        try await read("repositories of the GitHub App \(id)") { db in
            try GitHubAppRepositoryRecord.filter(Column("gitHubAppId") == id).order(Column("name")).fetchAll(db)
        }
    }

    /// Adds and removes repositories of an installation; nil removes all of it.
    package func changeInstallation(_ installation: Int, ofApp id: Int, adding: [String], removing: [String]?) async throws(StoreError) {
        try await write("an installation of the GitHub App \(id)") { db in
            if let removing {
                for name in removing {
                    try db.execute(
                        sql: "DELETE FROM gitHubAppRepository WHERE gitHubAppId = ? AND name = ? COLLATE NOCASE", arguments: [id, name])
                }
            } else {
                try db.execute(
                    sql: "DELETE FROM gitHubAppRepository WHERE gitHubAppId = ? AND installationID = ?", arguments: [id, installation])
            }
            for name in adding {
                try db.execute(
                    sql: """
                        INSERT INTO gitHubAppRepository (gitHubAppId, installationID, name) VALUES (?, ?, ?)
                        ON CONFLICT (gitHubAppId, name) DO UPDATE SET installationID = excluded.installationID
                        """,
                    arguments: [id, installation, name])
            }
        }
    }

    /// Notes what a repository is called on its host now, and what hinders reviews there; nil for a name that is the configured one, and
    /// for no trouble.
    package func note(currentName: String?, trouble: String?, of repository: Int) async throws(StoreError) {
        try await write("what is known about the repository \(repository)") { db in
            try db.execute(
                sql: "UPDATE repository SET currentName = ?, trouble = ? WHERE id = ?", arguments: [currentName, trouble, repository])
        }
    }

    /// The secret that signs a repository's webhooks; a random one is made and kept when there is none.
    package func webhookSecretMadeIfNeeded(of repository: RepositoryRecord) async throws(StoreError) -> Secret {
        if let known = try webhookSecret(of: try await self.repository(repository.id)) { return known }
        var generator = SystemRandomNumberGenerator()
        let made = Secret((0..<4).map { _ in String(generator.next(), radix: 36) }.joined())
        let sealed = try seal(made, for: .webhookSecret)
        try await write("the webhook secret of \(repository.name)") { db in
            try db.execute(
                sql: "UPDATE repository SET sealedWebhookSecret = ? WHERE id = ? AND sealedWebhookSecret IS NULL",
                arguments: [sealed, repository.id])
        }
        // Somebody else may have been quicker.
        return try webhookSecret(of: try await self.repository(repository.id)) ?? made
    }
}
