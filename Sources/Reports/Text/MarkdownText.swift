/// Names and texts made harmless in GitHub's and GitLab's Markdown.
///
/// Works on scalars: a sign that a combining mark follows is another character in Swift, and still is markup to a Markdown reader.
package enum MarkdownText {
    /// A zero-width space; it keeps a reader from seeing a mention or an address, and people do not see it.
    private static let gap: Unicode.Scalar = "\u{200B}"

    /// A name as a code span: nothing in it is read as markup or as a mention.
    package static func code(_ name: String) -> String {
        let line = singleLine(name)
        guard !line.isEmpty else { return "` `" }
        var longest = 0
        var run = 0
        for scalar in line.unicodeScalars {
            run = scalar == "`" ? run + 1 : 0
            longest = max(longest, run)
        }
        guard longest > 0 else { return "`\(line)`" }
        let fence = String(repeating: "`", count: longest + 1)
        return "\(fence) \(line) \(fence)"
    }

    /// A code span for a cell of a table, where a bar must be escaped even in code.
    package static func cell(_ name: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in code(name).unicodeScalars {
            if scalar == "|" { scalars.append("\\") }
            scalars.append(scalar)
        }
        return String(scalars)
    }

    /// Text in which nothing is read as markup, HTML, a mention or an address.
    package static func plain(_ text: String) -> String {
        escaped(text, markup: ["\\", "`", "*", "_", "~", "[", "]", "|", "#", "!", "$"])
    }

    /// Text inside an HTML element of a comment, where Markdown is not read.
    package static func html(_ text: String) -> String {
        escaped(text, markup: [])
    }

    /// A link whose text is Markdown already; an address that is not http(s) yields the text alone.
    package static func link(_ markdown: String, _ url: String?) -> String {
        guard let url, url.hasPrefix("https://") || url.hasPrefix("http://") else { return markdown }
        let address = url.unicodeScalars.map { scalar -> String in
            switch scalar {
            case "(", ")", "<", ">", " ", "|", "\"", "\\", "`": "%" + String(scalar.value, radix: 16, uppercase: true)
            default: scalar.value < 32 || scalar.value == 127 ? "%20" : String(scalar)
            }
        }
        return "[\(markdown)](\(address.joined()))"
    }

    private static func escaped(_ text: String, markup: Set<Unicode.Scalar>) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in singleLine(text).unicodeScalars {
            switch scalar {
            case "/" where escaped.last == ":": escaped.append(contentsOf: [gap, "/"])
            case "<": escaped.append(contentsOf: "&lt;".unicodeScalars)
            case ">": escaped.append(contentsOf: "&gt;".unicodeScalars)
            case "&": escaped.append(contentsOf: "&amp;".unicodeScalars)
            // Entities are read before mentions and addresses are looked for, so only a gap helps.
            case "@": escaped.append(contentsOf: ["@", gap])
            case ".": escaped.append(contentsOf: endsInWWW(escaped) ? [".", gap] : ["."])
            default:
                if markup.contains(scalar) { escaped.append("\\") }
                escaped.append(scalar)
            }
        }
        return String(escaped)
    }

    private static func endsInWWW(_ scalars: String.UnicodeScalarView) -> Bool {
        String(String.UnicodeScalarView(scalars.suffix(3))).lowercased() == "www"
    }

    private static func singleLine(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 32 || $0.value == 127 ? " " : $0 }))
    }
}
