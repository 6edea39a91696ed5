/// A hidden line by which a comment is found again.
///
/// It must be the comment's last line.
package struct CommentMarker: Hashable, Sendable {
    /// The invisible text, an HTML comment.
    package let text: String

    /// - Parameter configuration: the CI configuration's name, so that two configurations keep two comments.
    package init(configuration: String) {
        let safe = configuration.unicodeScalars.map { scalar in
            // `--` would end the HTML comment early, so everything but plain name characters is spelled out.
            ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar) || scalar == "_"
                ? String(scalar) : "%\(String(scalar.value, radix: 16));"
        }
        text = "<!-- plumbline:\(safe.joined()) -->"
    }

    /// Whether `markdown` carries the marker as its last line; a reply that quotes the comment does not.
    package func ends(_ markdown: String) -> Bool {
        guard let end = markdown.lastIndex(where: { !$0.isWhitespace }) else { return false }
        return markdown[...end].split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).last.map { $0 == text } ?? false
    }

    /// `markdown` with the marker as its last line, added when it is not there.
    package func appended(to markdown: String) -> String { ends(markdown) ? markdown : markdown + "\n\n" + text }
}
