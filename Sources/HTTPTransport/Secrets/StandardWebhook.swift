import Crypto
package import Foundation

/// Deliveries signed as Standard Webhooks specifies: HMAC-SHA256 over identifier, time and body.
///
/// <https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md>
package struct StandardWebhook: Sendable {
    /// Header `webhook-id`.
    package var id: String
    /// Header `webhook-timestamp`, seconds since 1970.
    package var timestamp: String
    /// Header `webhook-signature`: `v1,` and base64, several apart by spaces while a key is being changed.
    package var signatures: String

    /// How far the clocks of sender and receiver may be apart, in seconds; an older delivery may be somebody's recording.
    package static let tolerance = 300.0

    package init(id: String, timestamp: String, signatures: String) {
        self.id = id
        self.timestamp = timestamp
        self.signatures = signatures
    }

    /// Signs `body` as of `timestamp`.
    ///
    /// - Returns: nil when `key` is none.
    package init?(signing body: Data, id: String, timestamp: Int, key: Secret) {
        guard let bytes = Self.bytes(of: key) else { return nil }
        self.init(id: id, timestamp: String(timestamp), signatures: "")
        let code = HMAC<SHA256>.authenticationCode(for: signed(body), using: SymmetricKey(data: bytes))
        signatures = "v1," + Data(code).base64EncodedString()
    }

    /// Whether `secret` has the form of a signing key: `whsec_` and base64.
    package static func isKey(_ secret: Secret) -> Bool { bytes(of: secret) != nil }

    /// Whether one of the signatures is right, compared in constant time, and the delivery is fresh.
    ///
    /// - Parameter now: seconds since 1970.
    package func isValid(body: Data, key: Secret, now: Double) -> Bool {
        guard let bytes = Self.bytes(of: key), let sent = Double(timestamp), abs(now - sent) <= Self.tolerance else { return false }
        return signatures.split(separator: " ").contains { signature in
            guard signature.hasPrefix("v1,"), let code = Data(base64Encoded: String(signature.dropFirst(3))) else { return false }
            return HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: signed(body), using: SymmetricKey(data: bytes))
        }
    }

    private func signed(_ body: Data) -> Data { Data("\(id).\(timestamp).".utf8) + body }

    private static func bytes(of key: Secret) -> Data? {
        let prefix = "whsec_"
        guard key.reveal().hasPrefix(prefix), let bytes = Data(base64Encoded: String(key.reveal().dropFirst(prefix.count))),
            !bytes.isEmpty
        else { return nil }
        return bytes
    }
}
