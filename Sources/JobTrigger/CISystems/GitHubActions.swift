import Foundation

/// What GitHub Actions reads: workflow commands in the output of a step, and lines of files.
///
/// The runner looks for commands in standard error as well as in standard output, so foreign text must be guarded on both.
/// <https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands>
package enum GitHubActions {
    /// One line per failed node, warned node, or run that did not end well; none otherwise.
    ///
    /// At most ten of each kind, as GitHub shows no more of a step.
    package static func annotations(_ report: JobRunReport) -> [String] {
        Annotation.all(of: report).map { annotation in
            let file = annotation.file.map { "file=\(property($0))," } ?? ""
            return "::\(annotation.level.rawValue) \(file)title=\(property(annotation.title))::\(data(annotation.message))"
        }
    }

    /// Lines for the file that `GITHUB_OUTPUT` names: `run_id`, `run_url`, `status`, `git_sha`.
    package static func outputs(_ report: JobRunReport) -> String {
        RunOutputs(report).pairs.map { "\($0.name)=\($0.value)\n" }.joined()
    }

    /// Foreign text in which the runner obeys no command.
    ///
    /// <https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#stopping-and-starting-workflow-commands>
    ///
    /// - Parameters:
    ///   - text: ends in a line break or gets one.
    ///   - token: at least 16 random letters and digits, made anew for each call; whoever knows it can end the guard.
    package static func guarded(_ text: String, token: String) -> String {
        // The runner compares the token without regard to case.
        let inner = text.replacingOccurrences(of: token, with: "", options: .caseInsensitive)
        return "::stop-commands::\(token)\n" + inner + (inner.hasSuffix("\n") ? "" : "\n") + "::\(token)::\n"
    }

    /// A command's message, as `escapeData` of the toolkit has it.
    ///
    /// <https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts>
    static func data(_ text: String) -> String {
        text.escaped(["%": "%25", "\r": "%0D", "\n": "%0A"])
    }

    /// The value of a command's property, as `escapeProperty` of the toolkit has it.
    static func property(_ text: String) -> String {
        text.escaped(["%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"])
    }
}

extension String {
    /// Each scalar replaced on its own, so that `\r\n` is two and a combining mark hides nothing.
    func escaped(_ escapes: [Unicode.Scalar: String]) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            if let escape = escapes[scalar] { escaped.append(contentsOf: escape.unicodeScalars) } else { escaped.append(scalar) }
        }
        return String(escaped)
    }
}
