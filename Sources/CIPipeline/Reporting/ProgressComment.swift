import Reports
import SourceControl

/// The comment's text before there is a report, and after a run that ended without one.
struct ProgressComment {
    let configuration: String
    let url: String
    /// What is waited for, as a phrase.
    let awaitedBuild: String

    func text(_ form: RunState.CommentForm, _ state: RunState) -> String {
        "### Plumbline: \(Self.escaped(configuration))\n\n\(sentence(form, state))\n\n[Details](\(url))"
    }

    private func sentence(_ form: RunState.CommentForm, _ state: RunState) -> String {
        let commit = "`\(state.change.headSHA.prefix(7))`"
        return switch form {
        case .waiting: "⏳ Waiting for \(awaitedBuild), \(commit)."
        case .confirmation: "✋ \(commit) affects \(count(state)), more than the threshold. Confirm the comparison on the run's page."
        case .ended: Self.escaped(state.interruption?.sentence(of: state.change) ?? "The review has ended.")
        case .diffing, .final: "The data of \(count(state)) is compared with production for \(commit)."
        }
    }

    private func count(_ state: RunState) -> String {
        let count = state.plan?.diffCount ?? 0
        return count == 1 ? "1 model" : "\(count) models"
    }

    /// Takes the meaning from every character that Markdown or HTML gives one.
    static func escaped(_ text: String) -> String {
        text.reduce(into: "") { result, character in
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\\", "`", "*", "_", "{", "}", "[", "]", "(", ")", "#", "+", "!", "|", "~", "@":
                result += character.unicodeScalars.map { "&#\($0.value);" }.joined()
            case "\n", "\r", "\r\n": result += " "
            default: result.append(character)
            }
        }
    }
}
