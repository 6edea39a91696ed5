import Crypto
import CryptoExtras
import Foundation
import HTTPTypes

/// Checks the JSON Web Token by which an App proves who it is, as GitHub does, with its refusals.
///
/// <https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-json-web-token-jwt-for-a-github-app>
enum AppProof {
    private struct Header: Decodable { var alg: String }

    private struct Claims: Decodable {
        var iat: Int
        var exp: Int
        var iss: JSONValue
    }

    /// Whether a bearer token is one of these, not an access token.
    static func isProof(_ token: String) -> Bool { token.split(separator: ".", omittingEmptySubsequences: false).count == 3 }

    /// The App that signed.
    /// - Throws: `GitHubFailure` 401.
    static func app(_ token: String, among apps: [AppRecord], now: Date) throws -> AppRecord {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        let unreadable = GitHubFailure(status: .unauthorized, message: "A JSON web token could not be decoded")
        guard parts.count == 3, let header = decode(parts[0]), let payload = decode(parts[1]), let signature = decode(parts[2]),
            try JSONDecoder().decode(Header.self, from: header).alg == "RS256",
            let claims = try? JSONDecoder().decode(Claims.self, from: payload)
        else { throw unreadable }
        let issuer =
            switch claims.iss {
            case .integer(let id): String(id)
            case .string(let text): text
            default: ""
            }
        guard let app = apps.first(where: { String($0.id) == issuer || $0.clientID == issuer }) else {
            throw GitHubFailure(status: .notFound, message: "Integration not found")
        }
        let key = try _RSA.Signing.PublicKey(pemRepresentation: app.publicKeyPEM)
        let digest = SHA256.hash(data: Data("\(parts[0]).\(parts[1])".utf8))
        guard key.isValidSignature(.init(rawRepresentation: signature), for: digest, padding: .insecurePKCS1v1_5) else { throw unreadable }
        try check(claims, now: Int(now.timeIntervalSince1970))
        return app
    }

    private static func check(_ claims: Claims, now: Int) throws {
        func refuse(_ message: String) -> GitHubFailure { GitHubFailure(status: .unauthorized, message: message) }
        guard claims.iat <= now else {
            throw refuse("'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued")
        }
        guard claims.exp > now else {
            throw refuse(
                "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires")
        }
        guard claims.exp <= now + 600 else { throw refuse("'Expiration time' claim ('exp') is too far in the future") }
    }

    private static func decode(_ text: String) -> Data? {
        let padded = text.replacing("-", with: "+").replacing("_", with: "/") + String(repeating: "=", count: (4 - text.count % 4) % 4)
        return Data(base64Encoded: padded)
    }
}
