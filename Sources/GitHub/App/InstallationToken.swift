import Foundation
import HTTPTransport

/// A token that works for an hour in the place an App is installed in.
struct InstallationToken: Sendable, Decodable {
    let secret: Secret
    /// Seconds since 1970-01-01 UTC.
    let expiresAt: Double
    /// By GitHub's names, such as `checks` to `write`.
    let permissions: [String: String]

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        secret = Secret(try fields.decode(String.self, forKey: .token))
        // A time that cannot be read is as good as none: the token is used once.
        expiresAt = (try? fields.decode(String.self, forKey: .expiresAt)).flatMap { Timestamp.seconds($0) } ?? 0
        permissions = (try? fields.decode([String: String].self, forKey: .permissions)) ?? [:]
    }

    private enum CodingKeys: String, CodingKey {
        case token, permissions
        case expiresAt = "expires_at"
    }
}

/// Where an App is installed, by what is needed of it.
struct InstallationPayload: Decodable {
    var id: Int
    var suspendedAt: String?

    private enum CodingKeys: String, CodingKey {
        case id
        case suspendedAt = "suspended_at"
    }
}
