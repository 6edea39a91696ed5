import Crypto
import Foundation

/// The two signatures GitHub sends: HMAC of the raw body in lower-case hexadecimal digits.
/// https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
enum WebhookSignature {
    static func sha256(_ body: Data, secret: String) -> String {
        hex(HMAC<SHA256>.authenticationCode(for: body, using: SymmetricKey(data: Data(secret.utf8))))
    }

    static func sha1(_ body: Data, secret: String) -> String {
        hex(HMAC<Insecure.SHA1>.authenticationCode(for: body, using: SymmetricKey(data: Data(secret.utf8))))
    }

    private static func hex(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
