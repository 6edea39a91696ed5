/// Small joints of plain sentences.
enum Phrase {
    /// An enumeration: `a`, `a and b` or `a, b and c`.
    static func list(_ words: [String]) -> String {
        guard let last = words.last, words.count > 1 else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " and " + last
    }

    /// The first words and `+n` for the rest.
    static func cut(_ words: [String], after limit: Int) -> (shown: [String], more: String?) {
        guard words.count > limit else { return (words, nil) }
        return (Array(words.prefix(limit)), "+" + FigureText.count(words.count - limit))
    }

    /// With a capital letter and a full stop.
    static func sentence(_ clauses: [String]) -> String {
        let text = clauses.filter { !$0.isEmpty }.joined(separator: "; ")
        guard let first = text.first else { return "" }
        return first.uppercased() + text.dropFirst() + "."
    }

    /// The first characters of a text, with an ellipsis when there are more.
    static func cut(_ text: String, to limit: Int) -> String {
        text.count > limit ? text.prefix(limit - 1) + "…" : text
    }

    /// A commit's first seven digits.
    static func short(sha: String) -> String { String(sha.prefix(7)) }

    /// A node's own name out of an identifier like `model.shop.orders`.
    static func nodeName(_ node: String) -> String {
        let parts = node.split(separator: ".", maxSplits: 2)
        guard parts.count == 3, ["model", "seed", "snapshot", "source"].contains(parts[0]) else { return node }
        return String(parts[2])
    }
}
