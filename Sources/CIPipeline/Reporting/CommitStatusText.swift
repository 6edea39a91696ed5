/// Texts of commit statuses.
package enum CommitStatusText {
    /// What GitHub takes, in characters.
    private static let limit = 140
    /// Room for the last sentence when the whole does not fit.
    private static let lastLimit = 84

    /// Cuts a text to GitHub's 140 characters, keeping the suffix whole.
    ///
    /// The last of several sentences mostly says what to do, so it stays, and the cut is before it.
    package static func fit(_ text: String, suffix: String = "") -> String {
        let room = limit - suffix.count
        guard text.count > room else { return text + suffix }
        guard let start = text.ranges(of: ". ").last?.upperBound, start < text.endIndex else { return cut(text, room) + suffix }
        let last = cut(String(text[start...]), min(lastLimit, room / 2))
        return cut(String(text[..<start].dropLast()), room - last.count - 1) + " " + last + suffix
    }

    private static func cut(_ text: String, _ room: Int) -> String {
        text.count <= room ? text : text.prefix(max(room - 1, 0)).trimmingSuffix { $0.isWhitespace || $0 == "." } + "…"
    }
}

extension Substring {
    fileprivate func trimmingSuffix(_ isDropped: (Character) -> Bool) -> Substring {
        var kept = self
        while let last = kept.last, isDropped(last) { kept.removeLast() }
        return kept
    }
}
