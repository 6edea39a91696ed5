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

    func wants(_ event: String) -> Bool {
        // A ping is for every hook.
        isActive && (event == "ping" || events.contains("*") || events.contains(event))
    }
}
