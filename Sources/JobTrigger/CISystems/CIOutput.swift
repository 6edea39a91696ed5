package import Reports

/// How a report is printed.
package enum JobRunFormat: String, Hashable, Sendable, CaseIterable {
    case text, json, markdown
}

/// Everything that a finished report puts out: what to print where, and what to append to which file.
package struct CIOutput: Hashable, Sendable {
    /// Text for the end of a file.
    package struct Appendix: Hashable, Sendable {
        package var path: String
        package var text: String
    }

    /// What the caller knows and this code cannot: the surroundings of this one call.
    package struct Surroundings: Sendable {
        package var environment: [String: String]
        /// See ``GitHubActions/guarded(_:token:)``.
        package var token: String
        /// Seconds since 1970.
        package var time: Int
        /// Where GitLab's dotenv lines go; GitLab names no file of its own.
        package var dotenvPath: String?

        package init(environment: [String: String], token: String, time: Int, dotenvPath: String? = nil) {
            self.environment = environment
            self.token = token
            self.time = time
            self.dotenvPath = dotenvPath
        }
    }

    package var standardOutput: String
    package var standardError: String
    package var files: [Appendix]

    /// With the formats JSON and Markdown standard output is exactly the document; annotations then go to standard error.
    ///
    /// - Throws: what the JSON encoder throws, which no report is known to cause.
    package init(_ report: JobRunReport, format: JobRunFormat, ink: Ink, surroundings: Surroundings) throws {
        let system = CISystem(environment: surroundings.environment)
        let commands = Self.commands(report, system)
        switch format {
        case .text: standardOutput = Self.text(JobRunText(report, ink: ink), report, system, surroundings) + commands
        case .json: standardOutput = try JobRunJSON(report).text
        case .markdown: standardOutput = JobRunMarkdown(report).text
        }
        standardError = format == .text ? "" : commands
        files = Self.files(report, system, surroundings)
    }

    private static func commands(_ report: JobRunReport, _ system: CISystem?) -> String {
        let lines =
            switch system {
            case .gitHubActions: GitHubActions.annotations(report)
            case .azurePipelines: AzurePipelines.issues(report) + AzurePipelines.outputs(report)
            case .gitLabCI, nil: [String]()
            }
        return lines.map { $0 + "\n" }.joined()
    }

    private static func text(_ text: JobRunText, _ report: JobRunReport, _ system: CISystem?, _ surroundings: Surroundings) -> String {
        // The outcome stands above the guard, so that it is the first line of the log.
        let headline = CICommandText.harmless(text.headline) + "\n"
        let log = text.log.map { [[$0.title] + $0.lines] } ?? []
        switch system {
        case .gitHubActions:
            return headline + GitHubActions.guarded(JobRunText.joined(text.findings + log + text.ending), token: surroundings.token)
        case .azurePipelines:
            return headline + AzurePipelines.guarded(JobRunText.joined(text.findings + log + text.ending))
        case .gitLabCI:
            guard let log = text.log, !log.lines.isEmpty else {
                return headline + CICommandText.harmless(JobRunText.joined(text.findings + log + text.ending))
            }
            let section = GitLabCI.section(
                name: "plumbline_log_\(report.run?.id ?? 0)", header: log.title, text: log.lines.joined(separator: "\n"),
                time: surroundings.time)
            return headline + CICommandText.harmless(JobRunText.joined(text.findings)) + "\n" + section + "\n"
                + CICommandText.harmless(JobRunText.joined(text.ending))
        case nil:
            return text.text
        }
    }

    private static func files(_ report: JobRunReport, _ system: CISystem?, _ surroundings: Surroundings) -> [Appendix] {
        func appendix(_ path: String?, _ text: @autoclosure () -> String) -> [Appendix] {
            path.flatMap { $0.isEmpty ? nil : [Appendix(path: $0, text: text())] } ?? []
        }
        // A file that was named is written anywhere: other systems read such files too.
        let dotenv = appendix(surroundings.dotenvPath, GitLabCI.dotenv(report))
        guard system == .gitHubActions else { return dotenv }
        return appendix(surroundings.environment["GITHUB_OUTPUT"], GitHubActions.outputs(report))
            + appendix(surroundings.environment["GITHUB_STEP_SUMMARY"], JobRunMarkdown(report).text) + dotenv
    }
}
