import Foundation

/// A receiver of webhooks.
struct Hook: Sendable, Equatable {
    /// How the payload travels.
    enum ContentType: String, Sendable { case json, form }

    let id: Int
    var url: String
    var secret: String?
    /// Names of events, or `*`.
    var events: [String]
    var contentType = ContentType.json
    var isActive = true
    let createdAt: Date
    /// The App whose webhook it is; nil of the repository's own.
    var appID: Int?
    /// Whose webhooks it receives.
    var host = GitHostKind.gitHub
    /// GitLab's key for signatures beside or instead of the secret.
    var signingToken: String?
    /// Whether dbt Cloud sends, and neither of the hosts.
    var isDbtCloud = false

    func wants(_ event: String) -> Bool {
        // A ping is for every hook.
        isActive && (event == "ping" || events.contains("*") || events.contains(event))
    }
}
