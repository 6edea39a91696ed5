import Crypto
import CryptoExtras
import Foundation
import HTTPTransport
import SourceControl

/// How an App proves who it is: a JSON Web Token signed with its private key (RS256, RFC 7515).
///
/// <https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-json-web-token-jwt-for-a-github-app>
struct AppSignature: Sendable {
    /// GitHub's number of the App, or its client ID.
    let issuer: String
    private let key: _RSA.Signing.PrivateKey

    /// - Parameter pem: PKCS #1 as GitHub makes it, or PKCS #8; line ends may be written as `\n`, as they are in environment variables.
    /// - Throws: `rejected` when it is no RSA key.
    init(issuer: String, pem: Secret) throws(SourceControlError) {
        self.issuer = issuer
        do {
            key = try _RSA.Signing.PrivateKey(pemRepresentation: pem.reveal().replacing("\\n", with: "\n"))
        } catch {
            throw SourceControlError(
                .rejected,
                "The private key of the GitHub App \(issuer) is no RSA key in PEM form. "
                    + "Take the .pem file that GitHub made for the App, whole, with its BEGIN and END lines.")
        }
    }

    /// A token for one call.
    ///
    /// - Parameter now: seconds since 1970-01-01 UTC; the token counts from a minute before, since clocks differ, for nine minutes after
    ///   (GitHub takes ten).
    func token(now: Double) throws(SourceControlError) -> Secret {
        let claims = Claims(iat: Int(now) - 60, exp: Int(now) + 540, iss: issuer)
        do {
            let encoder = JSONEncoder()
            encoder.outputFormatting = .sortedKeys
            let signed = Self.base64URL(Data(#"{"alg":"RS256","typ":"JWT"}"#.utf8)) + "." + Self.base64URL(try encoder.encode(claims))
            let signature = try key.signature(for: SHA256.hash(data: Data(signed.utf8)), padding: .insecurePKCS1v1_5)
            return Secret(signed + "." + Self.base64URL(signature.rawRepresentation))
        } catch {
            throw SourceControlError(.rejected, "The private key of the GitHub App \(issuer) cannot sign.")
        }
    }

    private struct Claims: Encodable {
        let iat: Int
        let exp: Int
        let iss: String
    }

    private static func base64URL(_ data: Data) -> String {
        data.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}
