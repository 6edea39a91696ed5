import Reports

/// Lines of text from elsewhere (dbt, an adapter, a log) made ready for a terminal or a page.
enum ForeignText {
    /// A longer line is cut; it is no longer read by people.
    static let longestLine = 1000

    /// The lines of a text without colours, control characters and space at the end.
    static func lines(_ text: String) -> [String] {
        withoutControlSequences(text).split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { line in
            let end = line.lastIndex { !$0.isWhitespace }.map(line.index(after:)) ?? line.startIndex
            let untabbed = line[..<end].split(separator: "\t", omittingEmptySubsequences: false).joined(separator: "    ")
            return TerminalSafe.line(untabbed, limit: longestLine)
        }
    }

    /// The lines that are not empty, at most `limit`, and how many more there are.
    static func firstLines(_ text: String, limit: Int) -> (lines: [String], more: Int) {
        let all = lines(text).filter { !$0.isEmpty }
        // One line too many is shown rather than counted: the notice would take its place.
        return all.count <= limit + 1 ? (all, 0) : (Array(all.prefix(limit)), all.count - limit)
    }

    /// The lines of a log without empty ones at its ends.
    static func log(_ lines: [String]) -> [String] {
        let all = lines.flatMap(Self.lines)
        guard let first = all.firstIndex(where: { !$0.isEmpty }), let last = all.lastIndex(where: { !$0.isEmpty }) else { return [] }
        return Array(all[first...last])
    }

    /// Text without CSI sequences, which dbt's logs use for colours.
    ///
    /// A sequence is ESC `[` or U+009B, parameters 0x30 to 0x3F, intermediates 0x20 to 0x2F and one final 0x40 to 0x7E
    /// (ECMA-48, section 5.4).
    static func withoutControlSequences(_ text: String) -> String {
        var kept = String.UnicodeScalarView()
        var rest = text.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            let isLong = scalar == "\u{1B}" && rest.first == "["
            guard isLong || scalar == "\u{9B}" else {
                kept.append(scalar)
                continue
            }
            if isLong { rest.removeFirst() }
            rest = rest.drop { (0x30...0x3F).contains($0.value) }.drop { (0x20...0x2F).contains($0.value) }
            if let final = rest.first, (0x40...0x7E).contains(final.value) { rest.removeFirst() }
        }
        return String(kept)
    }
}
