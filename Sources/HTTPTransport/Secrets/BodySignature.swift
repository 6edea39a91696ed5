import Crypto
package import Foundation

/// HMAC-SHA256 over the raw bytes of a webhook's body, written as lower-case hexadecimal digits.
///
/// GitHub sends it as `X-Hub-Signature-256: sha256=<digits>`, dbt Cloud as `Authorization: <digits>`.
package enum BodySignature {
    /// The digits for a body that is sent.
    package static func digits(of body: Data, secret: Secret) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: body, using: key(secret))
        return code.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// Whether `digits` is the signature of `body`, compared in constant time; never with an empty secret.
    package static func isValid(digits: String, of body: Data, secret: Secret) -> Bool {
        guard !secret.isEmpty, let code = bytes(ofDigits: digits) else { return false }
        return HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: body, using: key(secret))
    }

    private static func key(_ secret: Secret) -> SymmetricKey { SymmetricKey(data: Data(secret.reveal().utf8)) }

    private static func bytes(ofDigits text: String) -> Data? {
        let digits = text.utf8.map { Character(Unicode.Scalar($0)).hexDigitValue }
        guard digits.count == 2 * SHA256.byteCount else { return nil }
        var bytes = Data(capacity: SHA256.byteCount)
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = digits[index], let low = digits[index + 1] else { return nil }
            bytes.append(UInt8(high << 4 | low))
        }
        return bytes
    }
}
