/// What a host says about a repository and about the rights of the credential that asked.
package struct RepositoryFacts: Hashable, Sendable, Codable {
    /// The name as the host has it now, which differs from the asked one after a rename.
    package var fullName: String
    package var defaultBranch: String
    /// The page people open.
    package var url: String
    /// Rights that are missing, each as a short phrase in the host's words, such as `Commit statuses: write`; empty when all are there.
    package var missingRights: [String]
    /// Whether the credential may install a webhook; nil when the host does not tell.
    package var mayInstallWebhook: Bool?

    package init(
        fullName: String, defaultBranch: String, url: String, missingRights: [String] = [], mayInstallWebhook: Bool? = nil
    ) {
        self.fullName = fullName
        self.defaultBranch = defaultBranch
        self.url = url
        self.missingRights = missingRights
        self.mayInstallWebhook = mayInstallWebhook
    }
}

/// What came of asking a host to send webhooks.
package enum WebhookInstallation: Hashable, Sendable, Codable {
    /// The repository sends them now.
    case installed
    /// It did already, with the right address and events.
    case alreadyThere
    /// The app that the repository belongs to sends them for all its repositories.
    case byApp
    /// The credential may not; somebody has to paste the address and the secret, with the reason as a sentence.
    case notAllowed(String)
}
