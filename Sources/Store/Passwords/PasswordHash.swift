import Crypto
import CryptoExtras
import Foundation
package import HTTPTransport

/// Passwords as they are stored: scrypt (RFC 7914) with a salt each.
///
/// Written as `$scrypt$ln=15,r=8,p=3$SALT$HASH`, the cost with each hash, so that it may be raised later without locking anybody out.
package struct PasswordHash: Hashable, Sendable {
    /// How much work one guess is.
    package struct Cost: Hashable, Sendable {
        /// Of base 2.
        var logRounds: Int
        var blockSize: Int
        var parallelism: Int

        /// 32 MiB of memory, as OWASP's cheat sheet on storing passwords has it.
        package static let usual = Cost(logRounds: 15, blockSize: 8, parallelism: 3)
        /// For tests.
        package static let small = Cost(logRounds: 4, blockSize: 8, parallelism: 1)
    }

    package let text: String

    private init(_ text: String) { self.text = text }

    /// Hashes a password; takes a third of a second or so, so it is for a thread that may block.
    package static func make(_ password: Secret, cost: Cost = .usual) -> PasswordHash? {
        let salt = SymmetricKey(size: .bits128).withUnsafeBytes { Data($0) }
        guard let key = derive(password, salt: salt, cost) else { return nil }
        let parameters = "ln=\(cost.logRounds),r=\(cost.blockSize),p=\(cost.parallelism)"
        return PasswordHash("$scrypt$\(parameters)$\(salt.base64EncodedString())$\(key.base64EncodedString())")
    }

    /// Whether a password is the one of a stored hash; a text that is no hash matches nothing, and takes as long.
    package static func matches(_ password: Secret, _ stored: String?, cost: Cost = .usual) -> Bool {
        let parts = parts(of: stored ?? "") ?? (cost, Data(count: 16), Data())
        guard let key = derive(password, salt: parts.salt, parts.cost), !parts.key.isEmpty else { return false }
        return Secret(parts.key.base64EncodedString()).matches(key.base64EncodedString())
    }

    private static func derive(_ password: Secret, salt: Data, _ cost: Cost) -> Data? {
        // NFKC, so that two keyboards that write é differently make one password.
        let text = password.reveal().precomposedStringWithCompatibilityMapping
        let key = try? KDF.Scrypt.deriveKey(
            from: Data(text.utf8), salt: salt, outputByteCount: 32, rounds: 1 << cost.logRounds, blockSize: cost.blockSize,
            parallelism: cost.parallelism)
        return key?.withUnsafeBytes { Data($0) }
    }

    private static func parts(of text: String) -> (cost: Cost, salt: Data, key: Data)? {
        guard let match = text.wholeMatch(of: #/\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([^$]+)\$([^$]+)/#),
            let logRounds = Int(match.1), let blockSize = Int(match.2), let parallelism = Int(match.3), (1...20).contains(logRounds),
            let salt = Data(base64Encoded: String(match.4)), let key = Data(base64Encoded: String(match.5)),
            // Foundation forgives what is too much.
            salt.base64EncodedString() == match.4, key.base64EncodedString() == match.5
        else { return nil }
        return (Cost(logRounds: logRounds, blockSize: blockSize, parallelism: parallelism), salt, key)
    }
}
