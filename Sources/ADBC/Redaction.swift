import Foundation

/// Blanks out secrets in a driver's message.
///
/// Drivers quote what they were given: a connection string with its password, a token. Known secrets are taken from the options,
/// and anything that looks like `user:password@` goes too.
struct Redaction: Hashable, Sendable {
    /// Texts that must not appear, longest first so that a part never saves the rest.
    private let secrets: [String]

    init(options: [(String, String)] = []) {
        let found = options.flatMap { key, value in Self.isSecret(key) ? [value] : Self.secrets(inside: value) }
        let all = found.flatMap { [$0, $0.removingPercentEncoding ?? $0] }
        // Shorter texts would blank out half of every message; a password that short hides nothing.
        secrets = Set(all.filter { $0.count >= 3 }).sorted { ($0.count, $0) > ($1.count, $1) }
    }

    /// Both sets of secrets.
    func joined(_ other: Redaction) -> Redaction {
        Redaction(options: (secrets + other.secrets).map { ("password", $0) })
    }

    func callAsFunction(_ message: String) -> String {
        let known = secrets.reduce(message) { $0.replacingOccurrences(of: $1, with: "***") }
        return known.replacing(#/([^\s:\/@'"]*):([^\s\/@'"]+)@/#) { "\($0.output.1):***@" }
    }

    private static func isSecret(_ key: String) -> Bool {
        let key = key.lowercased()
        return [
            "password", "passwd", "pwd", "passphrase", "token", "secret", "credential", "private_key", "privatekey", "api_key", "apikey",
        ]
        .contains { key.contains($0) }
    }

    /// The password of a URI or connection string, and its parameters with a secret's name.
    private static func secrets(inside value: String) -> [String] {
        var found = value.matches(of: #/:\/\/[^\s:\/@]*:([^\s\/]+)@/#).map { String($0.output.1) }
        found += value.prefixMatch(of: #/[^\s:\/@]+:([^\s\/@]+)@/#).map { [String($0.output.1)] } ?? []
        let pairs = value.split { "?&; ".contains($0) }.map { $0.split(separator: "=", maxSplits: 1) }
        found += pairs.filter { $0.count == 2 && isSecret(String($0[0])) }.map { String($0[1]) }
        return found
    }
}
