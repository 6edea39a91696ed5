package import Foundation

/// A delivery that tells where an App is installed.
///
/// <https://docs.github.com/en/webhooks/webhook-events-and-payloads#installation>
package struct InstallationDelivery: Hashable, Sendable {
    package var installation: Int
    /// Full names of the repositories that came.
    package var added: [String]
    /// Full names of those that went; nil for all of the installation's.
    package var removed: [String]?

    /// Reads a delivery; nil when it changes no repositories.
    ///
    /// - Parameter event: the header `X-GitHub-Event`.
    package init?(event: String, body: Data) {
        guard let payload = try? JSONDecoder().decode(Payload.self, from: body) else { return nil }
        installation = payload.installation.id
        switch (event, payload.action) {
        case ("installation", "created"): (added, removed) = (payload.repositories?.map(\.fullName) ?? [], [])
        case ("installation", "deleted"): (added, removed) = ([], nil)
        case ("installation_repositories", "added"), ("installation_repositories", "removed"):
            added = payload.added?.map(\.fullName) ?? []
            removed = payload.removed?.map(\.fullName) ?? []
        default: return nil
        }
    }

    private struct Payload: Decodable {
        struct Installation: Decodable { var id: Int }

        var action: String?
        var installation: Installation
        var repositories: [RepositoryPayload]?
        var added: [RepositoryPayload]?
        var removed: [RepositoryPayload]?

        private enum CodingKeys: String, CodingKey {
            case action, installation, repositories
            case added = "repositories_added"
            case removed = "repositories_removed"
        }
    }
}
