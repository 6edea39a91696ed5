import Crypto
import CryptoExtras
import Foundation

/// A GitHub App that is registered here.
struct AppRecord: Sendable {
    let id: Int
    let slug: String
    let name: String
    let clientID: String
    let publicKeyPEM: String
    var permissions: [String: String]
    var events: [String]
    var webhookURL: String?
    var webhookSecret: String?
    let createdAt: Date
    /// Where it is installed: the one repository, or nowhere.
    var installation: Installation?

    struct Installation: Sendable {
        let id: Int
        /// What the owner agreed to, which may be less than the App asks for.
        var permissions: [String: String]
        var suspendedAt: Date?
        let createdAt: Date
    }

    var bot: String { "\(slug)[bot]" }

    /// What the App that is there from the start may do: what reviews need.
    static let demoPermissions = [
        "contents": "read", "metadata": "read", "pull_requests": "write", "statuses": "write", "checks": "write",
    ]
    static let demoEvents = ["check_run", "check_suite", "issue_comment", "pull_request", "push", "repository"]
    /// Number of the App that is there from the start.
    static let demoID = 4242
}

/// Makes the key pairs of Apps.
enum AppKey {
    /// The private key as GitHub writes it (PKCS #1), and the public one.
    static func make() throws -> (privatePEM: String, publicPEM: String) {
        let key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
        return (key.pemRepresentation, key.publicKey.pemRepresentation)
    }

    /// The public half of a private key that is there already.
    static func publicPEM(of privatePEM: String) throws -> String {
        try _RSA.Signing.PrivateKey(pemRepresentation: privatePEM).publicKey.pemRepresentation
    }
}

/// A token of an installation, good for an hour.
struct InstallationTokenRecord: Sendable {
    let text: String
    let appID: Int
    let permissions: [String: String]
    let expiresAt: Date
}
