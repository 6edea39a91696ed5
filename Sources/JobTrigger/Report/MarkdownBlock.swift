import Reports

/// Blocks of Markdown around lines from elsewhere.
enum MarkdownBlock {
    /// Lines in a fenced code block, whose fence is longer than any run of backticks in them.
    ///
    /// <https://spec.commonmark.org/0.31.2/#fenced-code-blocks>
    ///
    /// - Parameter lines: without line breaks.
    static func fence(_ lines: [String]) -> String {
        var longest = 2
        for line in lines {
            var run = 0
            for scalar in line.unicodeScalars {
                run = scalar == "`" ? run + 1 : 0
                longest = max(longest, run)
            }
        }
        let fence = String(repeating: "`", count: longest + 1)
        return "\(fence)\n" + lines.map { $0 + "\n" }.joined() + "\(fence)\n"
    }

    /// A block that opens with a click.
    ///
    /// - Parameters:
    ///   - title: plain text.
    ///   - body: Markdown, ending in a line break.
    static func details(_ title: String, _ body: String, isOpen: Bool = false) -> String {
        "<details\(isOpen ? " open" : "")><summary>\(MarkdownText.html(title))</summary>\n\n\(body)\n</details>\n\n"
    }
}
