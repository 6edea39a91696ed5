/// Names made harmless in GitHub's and GitLab's Markdown.
package enum MarkdownText {
    /// A name as a code span that may stand in a table cell: nothing in it is read as markup, a mention or the cell's end.
    package static func code(_ name: String) -> String {
        let line = singleLine(name).replacing("|", with: "\\|")
        guard !line.isEmpty else { return "` `" }
        var longest = 0
        var run = 0
        for character in line {
            run = character == "`" ? run + 1 : 0
            longest = max(longest, run)
        }
        guard longest > 0 else { return "`\(line)`" }
        let fence = String(repeating: "`", count: longest + 1)
        return "\(fence) \(line) \(fence)"
    }

    /// Text with every character escaped that Markdown or HTML could read as markup.
    package static func plain(_ text: String) -> String {
        var escaped = ""
        for character in singleLine(text) {
            switch character {
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "&": escaped += "&amp;"
            // A zero-width joiner would be copied along; an entity keeps the sign and mentions nobody.
            case "@": escaped += "&#64;"
            case "\\", "`", "*", "_", "~", "[", "]", "|", "#", "!", "$": escaped += "\\\(character)"
            default: escaped.append(character)
            }
        }
        return escaped
    }

    /// A link whose text is Markdown already; an address that is not http(s) yields the text alone.
    package static func link(_ markdown: String, _ url: String?) -> String {
        guard let url, url.hasPrefix("https://") || url.hasPrefix("http://") else { return markdown }
        let address = url.flatMap { character -> String in
            switch character {
            case "(": "%28"
            case ")": "%29"
            case "<": "%3C"
            case ">": "%3E"
            case " ", "\n", "\r", "\t": "%20"
            case "|": "%7C"
            default: String(character)
            }
        }
        return "[\(markdown)](\(String(address)))"
    }

    /// Text inside an HTML element of a comment, where Markdown is not read.
    package static func html(_ text: String) -> String {
        singleLine(text).replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;").replacing(
            "@", with: "&#64;")
    }

    private static func singleLine(_ text: String) -> String {
        String(text.unicodeScalars.map { $0.value < 32 || $0.value == 127 ? " " : Character($0) })
    }
}
