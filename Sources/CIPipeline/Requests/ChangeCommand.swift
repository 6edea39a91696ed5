/// What somebody asks for in a comment, one on a line: `/plumbline rerun`; `/datafold …` means the same.
package enum ChangeCommand: Hashable, Sendable, Codable {
    /// Diffs of all downstream models, with Slim CI on.
    case diffDownstream
    /// Diffs of downstream models by names or globs.
    case diff([String])
    /// Columns that were renamed; what exactly is read again when the plan is made.
    case remap
    /// The whole review of the newest commit once more.
    case rerun
    case cancel
    /// Begin the diffs although there are more than the threshold.
    case confirm
    /// Say what there is.
    case help
    /// Addressed to Plumbline and not understood.
    case unknown(String)

    /// The commands of a comment, in its order.
    ///
    /// Lines that only mention the name are no commands; our own comments, which carry a marker, have none.
    package static func all(in body: String) -> [ChangeCommand] {
        guard !body.contains("<!-- plumbline:") else { return [] }
        let commands = ChangeText.lines(of: body).compactMap(command)
        return commands.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    private static func command(_ line: Substring) -> ChangeCommand? {
        if ColumnRemap.all(in: String(line), source: .comment).count == 1 { return .remap }
        let words = ChangeText.words(of: line)
        guard let name = words.first?.lowercased(), name.hasPrefix("/"), ChangeText.addressees.contains(String(name.dropFirst())) else {
            return nil
        }
        let arguments = Array(words.dropFirst())
        return reading(arguments) ?? .unknown(arguments.joined(separator: " "))
    }

    private static func reading(_ words: [String]) -> ChangeCommand? {
        guard let verb = words.first?.lowercased() else { return .help }
        switch (verb, words.count) {
        case ("diff", 2) where words[1].lowercased() == "downstream": return .diffDownstream
        case ("diff", 2...): return .diff(words.dropFirst().map { $0.trimmingSuffix(",") })
        case ("rerun", 1): return .rerun
        case ("cancel", 1): return .cancel
        case ("confirm", 1): return .confirm
        case ("help", 1): return .help
        default: return nil
        }
    }

    /// The words of ``help``, in Markdown.
    package static let helpText = """
        ### Plumbline: what can be asked for

        | comment | what happens |
        |---|---|
        | `/plumbline diff downstream` | all downstream models are compared, too (with Slim CI on) |
        | `/plumbline diff MODEL…` | these downstream models are compared, too; names or patterns such as `fct_*` |
        | `/plumbline remap OLD NEW [MODELS]` | the column OLD of production is NEW in this change |
        | `/plumbline rerun` | the review of the newest commit is done once more |
        | `/plumbline cancel` | the review under way ends |
        | `/plumbline confirm` | the comparison begins although there are more models than the threshold |

        One command on a line, from people who may write to the repository. `/datafold` is understood as well, and so is the label \
        `datafold:diff-all-downstream`.
        """
}

extension String {
    fileprivate func trimmingSuffix(_ suffix: String) -> String { hasSuffix(suffix) ? String(dropLast(suffix.count)) : self }
}
