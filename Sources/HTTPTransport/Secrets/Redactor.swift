import Foundation

/// Makes a server's own words fit for a message: known secrets blotted out, one line, not long.
package struct Redactor: Sendable {
    private let secrets: [String]

    package init(_ secrets: [Secret]) {
        self.secrets = secrets.filter { !$0.isEmpty }.flatMap { secret in
            let text = secret.reveal()
            return [text, BaseURL.encode(text), Data(text.utf8).base64EncodedString()]
        }
    }

    /// `text` without secrets, otherwise as it is.
    package func blotted(_ text: String) -> String {
        var shown = text
        for secret in secrets { shown = shown.replacing(secret, with: "***") }
        return shown
    }

    /// `text` without secrets and control characters, cut at `limit` characters.
    package func clean(_ text: String, limit: Int = 300) -> String {
        let words = blotted(text).unicodeScalars.split { $0.properties.isWhitespace || $0.properties.generalCategory == .control }
        let line = words.map { String($0) }.joined(separator: " ")
        return line.count > limit ? line.prefix(limit - 1) + "…" : line
    }
}
