import Mustache

/// Escapes text for HTML by Unicode scalar.
///
/// The library's own escaping goes by grapheme cluster and so misses a quote or `<` that carries a combining mark,
/// which a browser still reads as a quote. Control characters, which HTML forbids, become U+FFFD,
/// and characters that turn the direction of what follows are spelled out, so that no name can pose as another.
struct MarkupEscaping: MustacheContentType {
    static let name = "PLUMBLINE"

    func escapeText(_ text: String) -> String {
        var escaped = ""
        escaped.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "&": escaped += "&amp;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            case "\t", "\n": escaped.unicodeScalars.append(scalar)
            case "\r": escaped += "&#13;"
            case "\u{0}"..."\u{1f}", "\u{7f}"..."\u{9f}": escaped.unicodeScalars.append("\u{fffd}")
            case "\u{202a}"..."\u{202e}", "\u{2066}"..."\u{2069}":
                escaped += "⟨U+\(String(scalar.value, radix: 16, uppercase: true))⟩"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
