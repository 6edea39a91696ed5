import Foundation
import HTTPTransport
import Store

/// What travels through GitHub and back while an App is registered: for whom, and where.
///
/// Signed, so that nobody can make one up or bring another person's.
struct ManifestState: Codable, Hashable {
    /// Who began.
    var caller: String
    /// Where GitHub's API is.
    var api: String
    /// Seconds since 1970-01-01 UTC; GitHub's code lasts an hour as well.
    var expiresAt: Double

    /// The value of the query item `state`.
    func sealed(_ vault: SecretVault) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let text = ((try? encoder.encode(self)) ?? Data()).base64EncodedString()
        return Self.plain("\(text).\(Self.seal(text, vault))")
    }

    /// - Returns: nil for what was not sealed here, was begun by somebody else, or is too old.
    static func open(_ text: String, _ vault: SecretVault, caller: String, now: Double) -> ManifestState? {
        let parts = text.replacing("-", with: "+").replacing("_", with: "/").split(separator: ".").map(String.init)
        guard parts.count == 2, Secret(seal(parts[0], vault)).matches(parts[1]), let data = Data(base64Encoded: parts[0]),
            let state = try? JSONDecoder().decode(ManifestState.self, from: data), state.caller == caller, now < state.expiresAt
        else { return nil }
        return state
    }

    private static func seal(_ text: String, _ vault: SecretVault) -> String { vault.digest(Secret("github app manifest " + text)) }

    /// The characters of base64 that mean something in a query are replaced.
    private static func plain(_ text: String) -> String { text.replacing("+", with: "-").replacing("/", with: "_") }
}
