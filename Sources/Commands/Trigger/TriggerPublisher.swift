import Foundation
import JobTrigger
import Reports

/// Puts a report where people and the CI system look for it.
struct TriggerPublisher: Sendable {
    let format: OutputFormat
    private let surroundings: CIOutput.Surroundings

    /// - Parameter dotenv: file for GitLab's dotenv report; empty counts as none.
    init(format: OutputFormat, dotenv: String?, environment: [String: String]) {
        self.format = format
        let isGitLab = CISystem(environment: environment) == .gitLabCI
        let named = dotenv.flatMap { $0.isEmpty ? nil : $0 }
        surroundings = CIOutput.Surroundings(
            environment: environment, token: UUID().uuidString.filter(\.isHexDigit), time: Int(Date().timeIntervalSince1970),
            dotenvPath: named ?? (isGitLab ? "plumbline.env" : nil))
    }

    /// Tells later steps of the run as soon as there is one: they may come although this program is killed.
    func announce(run id: Int, url: String) {
        guard let path = surroundings.environment["GITHUB_OUTPUT"], !path.isEmpty,
            CISystem(environment: surroundings.environment) == .gitHubActions
        else { return }
        let started = JobRunReport(outcome: .started, run: .init(id: id, url: url, accountID: 0, status: ""))
        append(GitHubActions.outputs(started), to: path)
    }

    /// Prints, writes the CI system's files, and ends the command with the outcome's exit code.
    ///
    /// - Throws: `CommandOutcome`, always unless the exit code is 0.
    func publish(_ report: JobRunReport) throws {
        let output = try CIOutput(report, format: format.ofReport, ink: Terminal.ink, surroundings: surroundings)
        if let error = report.error, report.run == nil || format != .text {
            Terminal.standardError("plumbline: \(CICommandText.harmless(error))\n")
        }
        if report.run == nil, format == .text {
            // Without a run there is no result to print, only the message; what a CI system is told stays.
            Terminal.control(try CIOutput(report, format: .json, ink: Ink(isOn: false), surroundings: surroundings).standardError)
        } else {
            Terminal.standardOutput(output.standardOutput)
        }
        Terminal.control(output.standardError)
        for file in output.files { append(file.text, to: file.path) }
        guard report.outcome.exitCode != 0 else { return }
        throw CommandOutcome.ended(report.outcome.exitCode)
    }

    /// A file of the CI system that cannot be written does not change what became of the run.
    private func append(_ text: String, to path: String) {
        do throws(FileAppendError) {
            try FileAppender.append(text, to: path)
        } catch {
            Terminal.standardError("plumbline: \(error)\n")
        }
    }
}

extension OutputFormat {
    fileprivate var ofReport: JobRunFormat {
        switch self {
        case .text: .text
        case .json: .json
        case .markdown: .markdown
        }
    }
}
