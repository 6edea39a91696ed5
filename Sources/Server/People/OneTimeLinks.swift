import CIPipeline
import HTTPTransport
package import Logging
package import Store

/// Links that work once, for those who have no password yet.
package enum OneTimeLinks {
    /// Seconds; a day.
    package static let lifetime = 86_400.0

    /// Writes the first administrator's link into the log while nobody can sign in; each start makes a new one.
    package static func announce(_ store: Store, publicURL: String, now: Double, logger: Logger) async throws(StoreError) {
        guard try await store.users().isEmpty else { return }
        let token = RandomToken.make()
        try await store.openLink(token, userID: nil, now: now, expiresAt: now + lifetime)
        logger.notice("Nobody can sign in yet. Make the administrator within a day: \(publicURL)/setup/\(token.reveal())")
    }

    /// A link with which somebody chooses a new password; earlier ones end.
    package static func reset(_ user: UserRecord, _ store: Store, publicURL: String, now: Double) async throws(StoreError) -> String {
        let token = RandomToken.make()
        try await store.openLink(token, userID: user.id, now: now, expiresAt: now + lifetime)
        return "\(publicURL)/reset/\(token.reveal())"
    }
}
