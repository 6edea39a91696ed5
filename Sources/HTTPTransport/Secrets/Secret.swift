import Crypto
import Foundation

/// A token, key or password.
///
/// It shows as `***` wherever it is printed, interpolated, dumped or logged; `reveal()` is the one way to the text,
/// so every use can be found by searching for it.
package struct Secret: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private let text: String

    /// - Parameter text: white space at the edges is dropped; it comes from files that end with a newline.
    package init(_ text: String) {
        self.text = text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// The text itself, for a request header and nothing else.
    package func reveal() -> String { text }
    package var isEmpty: Bool { text.isEmpty }

    package var description: String { "***" }
    package var debugDescription: String { "***" }
    package var customMirror: Mirror { Mirror(self, children: [:]) }

    /// Whether `candidate` is this secret, in a time that does not tell how much of it is right.
    ///
    /// An empty secret matches nothing.
    package func matches(_ candidate: String) -> Bool {
        guard !isEmpty else { return false }
        let key = SymmetricKey(size: .bits256)
        let expected = HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: key)
        return HMAC<SHA256>.isValidAuthenticationCode(expected, authenticating: Data(candidate.utf8), using: key)
    }
}
