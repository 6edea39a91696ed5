/// Reads what people write to Plumbline in comments and commit messages.
enum ChangeText {
    /// The names it answers to.
    static let addressees: Set = ["plumbline", "datafold"]

    /// Lines that are the author's own words: no quotes, and nothing within a block of code.
    static func lines(of text: String) -> [Substring] {
        var fence: Substring?
        return text.split(whereSeparator: \.isNewline).filter { line in
            let start = line.drop(while: \.isWhitespace)
            if let open = fence {
                if start.hasPrefix(open) { fence = nil }
                return false
            }
            if start.hasPrefix("```") || start.hasPrefix("~~~") {
                fence = start.prefix(3)
                return false
            }
            return !start.hasPrefix(">") && !line.hasPrefix("    ") && !line.hasPrefix("\t")
        }
    }

    /// Words between spaces; quotation marks keep a name with spaces together, marks of code around a word go.
    static func words(of line: Substring) -> [String] {
        var words: [String] = []
        var word = ""
        var quote: Character?
        var isBegun = false
        for character in line {
            if let open = quote {
                if character == open { quote = nil } else { word.append(character) }
            } else if character == "\"" || character == "`" {
                quote = character
                isBegun = true
            } else if character.isWhitespace {
                if isBegun || !word.isEmpty { words.append(word) }
                (word, isBegun) = ("", false)
            } else {
                word.append(character)
            }
        }
        if isBegun || !word.isEmpty { words.append(word) }
        return words
    }
}
