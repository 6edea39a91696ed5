/// Gitignore patterns over whole paths, read as Datafold reads them: for each path the last pattern that matches decides.
///
/// Git's own rule that nothing below an ignored directory can be taken back is left out on purpose: with it the usual example
/// (`*`, `!dbt/*`, `dbt/*.md`) would ignore every file.
package struct IgnorePatterns: Hashable, Sendable {
    private let patterns: [IgnorePattern]

    /// - Parameter text: one pattern per line; empty lines and lines that begin with `#` are left out.
    package init(_ text: String) {
        patterns = text.split(whereSeparator: \.isNewline).compactMap { IgnorePattern(line: $0) }
    }

    /// Whether there is no pattern at all, so that nothing is ignored.
    package var isEmpty: Bool { patterns.isEmpty }

    /// What is suspicious about a text of patterns, as a sentence for its author; nil when nothing is.
    ///
    /// Old documentation of Datafold prints the usual example on one line (`*!dbt/*dbt/*.md`), which is one pattern that matches nothing.
    package static func warning(about text: String) -> String? {
        let lines = text.split(whereSeparator: \.isNewline).map { $0.trimming { $0.isWhitespace } }.filter { !$0.isEmpty }
        guard let line = lines.first, lines.count == 1, !line.hasPrefix("#") else { return nil }
        let isGlued = line.dropFirst().contains("!") && !line.contains("[!")
        guard isGlued || line.contains(where: { $0 == "," || $0 == ";" || $0.isWhitespace }) else { return nil }
        return "'\(line)' is one pattern on one line; write one pattern per line, such as '*', '!dbt/*' and 'dbt/*.md' on three lines."
    }

    /// Whether the path is ignored.
    package func ignores(_ path: String) -> Bool {
        let segments = path.split(separator: "/").map(Array.init)
        return patterns.last { $0.matches(segments) }.map { !$0.isNegated } ?? false
    }
}

extension Substring {
    fileprivate func trimming(_ isDropped: (Character) -> Bool) -> Substring {
        var rest = drop(while: isDropped)
        while let last = rest.last, isDropped(last) { rest.removeLast() }
        return rest
    }
}

/// One line of a gitignore file.
struct IgnorePattern: Hashable, Sendable {
    /// `!`: takes back what earlier lines ignored.
    let isNegated: Bool
    /// A trailing slash: directories only, with all that is below.
    private let needsDirectory: Bool
    private let segments: [[Character]]

    init?(line: Substring) {
        var text = Self.trimmed(line)
        guard let first = text.first, first != "#" else { return nil }
        isNegated = first == "!"
        if isNegated { text.removeFirst() }
        needsDirectory = text.last == "/"
        let isAnchored = text.dropLast(needsDirectory ? 1 : 0).contains("/")
        let parts = text.split(separator: "/").map(Array.init)
        guard !parts.isEmpty else { return nil }
        segments = isAnchored ? parts : [["*", "*"]] + parts
    }

    /// Whether the pattern matches the path or a directory above it.
    func matches(_ path: [[Character]]) -> Bool {
        guard !path.isEmpty else { return false }
        return (1...path.count).contains { length in
            (length < path.count || !needsDirectory) && Self.match(segments[...], path[..<length])
        }
    }

    /// Trailing spaces go, unless a backslash keeps one.
    private static func trimmed(_ line: Substring) -> Substring {
        var text = line
        while text.last == " " || text.last == "\t" || text.last == "\r" {
            if text.dropLast().last == "\\" { break }
            text.removeLast()
        }
        return text
    }

    private static func match(_ pattern: ArraySlice<[Character]>, _ path: ArraySlice<[Character]>) -> Bool {
        guard let first = pattern.first else { return path.isEmpty }
        guard first == ["*", "*"] else {
            guard let segment = path.first, Glob.matches(first[...], segment[...]) else { return false }
            return match(pattern.dropFirst(), path.dropFirst())
        }
        // At the end `**` stands for all that is inside, elsewhere for any number of directories, none included.
        if pattern.count == 1 { return !path.isEmpty }
        return (0...path.count).contains { match(pattern.dropFirst(), path.dropFirst($0)) }
    }
}

/// Shell patterns within one path segment: `*`, `?`, `[a-z]`, `[!a-z]`, backslash escapes.
enum Glob {
    /// Goes back at most to the latest `*`, so that long names stay cheap.
    static func matches(_ pattern: ArraySlice<Character>, _ text: ArraySlice<Character>) -> Bool {
        var pattern = pattern
        var text = text
        var lastStar: (pattern: ArraySlice<Character>, text: ArraySlice<Character>)?
        while true {
            if pattern.first == "*" {
                pattern = pattern.drop { $0 == "*" }
                lastStar = (pattern, text)
            } else if text.isEmpty, pattern.isEmpty {
                return true
            } else if let character = text.first, let rest = step(pattern, character) {
                pattern = rest
                text = text.dropFirst()
            } else if let star = lastStar, !star.text.isEmpty {
                lastStar = (star.pattern, star.text.dropFirst())
                pattern = star.pattern
                text = star.text.dropFirst()
            } else {
                return false
            }
        }
    }

    /// What is left of the pattern after it took one character; nil when it does not take it.
    private static func step(_ pattern: ArraySlice<Character>, _ character: Character) -> ArraySlice<Character>? {
        guard let first = pattern.first else { return nil }
        switch first {
        case "?": return pattern.dropFirst()
        case "[":
            guard let (isMember, rest) = readClass(pattern.dropFirst(), character) else {
                return character == "[" ? pattern.dropFirst() : nil
            }
            return isMember ? rest : nil
        case "\\":
            guard let escaped = pattern.dropFirst().first else { return nil }
            return escaped == character ? pattern.dropFirst(2) : nil
        default: return first == character ? pattern.dropFirst() : nil
        }
    }

    /// Reads `a-z]` after its bracket; nil when the bracket is never closed, and then stands for itself.
    private static func readClass(_ text: ArraySlice<Character>, _ character: Character) -> (Bool, ArraySlice<Character>)? {
        let isNegated = text.first == "!" || text.first == "^"
        var rest = isNegated ? text.dropFirst() : text
        var isMember = false
        var isFirst = true
        while let first = rest.first {
            if first == "]", !isFirst { return (isMember != isNegated, rest.dropFirst()) }
            isFirst = false
            rest = rest.dropFirst()
            if rest.first == "-", let last = rest.dropFirst().first, last != "]" {
                if first <= character, character <= last { isMember = true }
                rest = rest.dropFirst(2)
            } else if first == character {
                isMember = true
            }
        }
        return nil
    }
}
