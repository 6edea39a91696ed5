import JobTrigger
import Reports
import Testing

private let gitHubVariables = ["GITHUB_ACTIONS": "true", "GITHUB_OUTPUT": "/tmp/output", "GITHUB_STEP_SUMMARY": "/tmp/summary"]

@Suite struct CIOutputTests {
    private func output(
        _ report: JobRunReport, _ environment: [String: String], as format: JobRunFormat = .text, dotenvPath: String? = nil,
        ink: Ink = Ink(isOn: false)
    ) throws -> CIOutput {
        let surroundings = CIOutput.Surroundings(
            environment: environment, token: "TOKEN0123456789ab", time: 1_700_000_000, dotenvPath: dotenvPath)
        return try CIOutput(report, format: format, ink: ink, surroundings: surroundings)
    }

    @Test("The environment names the system")
    func systems() {
        #expect(CISystem(environment: gitHubVariables) == .gitHubActions)
        #expect(CISystem(environment: ["GITLAB_CI": "true"]) == .gitLabCI)
        #expect(CISystem(environment: ["TF_BUILD": "True"]) == .azurePipelines)
        #expect(CISystem(environment: ["CI": "true", "GITHUB_ACTIONS": "", "TF_BUILD": ""]) == nil)
    }

    @Test("Elsewhere there is just the text, and the file that was named")
    func none() throws {
        let output = try output(failedRun(), [:])
        #expect(output.standardOutput == JobRunText(failedRun(), ink: Ink(isOn: false)).text)
        #expect(output.standardError.isEmpty && output.files.isEmpty)
        #expect(try self.output(failedRun(), [:], dotenvPath: "x.env").files.map(\.path) == ["x.env"])
    }

    @Test("GitHub gets the outcome first, then guarded text, annotations, outputs and a summary")
    func gitHub() throws {
        let output = try output(failedRun(), gitHubVariables)
        let lines = output.standardOutput.split(separator: "\n")
        #expect(lines[0].hasPrefix("✗ Run 70471823 failed"))
        #expect(lines[1] == "::stop-commands::TOKEN0123456789ab")
        #expect(lines.suffix(4).first == "::TOKEN0123456789ab::")
        #expect(RunnerModel(output.standardOutput).obeyed.map(\.name) == ["error", "error", "warning"])
        #expect(output.standardError.isEmpty)
        #expect(output.files.map(\.path) == ["/tmp/output", "/tmp/summary"])
        #expect(output.files.last?.text == JobRunMarkdown(failedRun()).text)
    }

    @Test(
        "A document is alone on standard output, and commands go to standard error", arguments: [JobRunFormat.json, .markdown],
        [gitHubVariables, ["TF_BUILD": "True"], ["GITLAB_CI": "true"]])
    func documents(format: JobRunFormat, environment: [String: String]) throws {
        let output = try output(failedRun(), environment, as: format)
        #expect(output.standardOutput == (format == .json ? try JobRunJSON(failedRun()).text : JobRunMarkdown(failedRun()).text))
        switch CISystem(environment: environment) {
        case .gitHubActions: #expect(RunnerModel(output.standardError).obeyed.map(\.name) == ["error", "error", "warning"])
        case .azurePipelines: #expect(azureCommands(output.standardError).count == 3 + 4)
        case .gitLabCI, nil: #expect(output.standardError.isEmpty)
        }
    }

    @Test("GitLab gets the log folded, and dotenv lines where the caller wants them")
    func gitLab() throws {
        let output = try output(failedRun(), ["GITLAB_CI": "true"], dotenvPath: "plumbline.env")
        let section = """
            \u{1B}[0Ksection_start:1700000000:plumbline_log_70471823[collapsed=true]\r\u{1B}[0KThe end of the log of step 4 \
            (dbt build --select state:modified+):
              10:14:02  Completed with 2 errors and 1 warning:

              10:14:02  Done. PASS=1 WARN=1 ERROR=2 SKIP=2 TOTAL=6
            \u{1B}[0Ksection_end:1700000000:plumbline_log_70471823\r\u{1B}[0K

            Artifacts
            """
        #expect(output.standardOutput.contains(section))
        #expect(output.files.map(\.path) == ["plumbline.env"])
        #expect(output.files.map(\.text) == [GitLabCI.dotenv(failedRun())])
        #expect(try self.output(failedRun(), ["GITLAB_CI": "true"]).files.isEmpty)
    }

    @Test("No foreign text is a command, whatever the format and the outcome", arguments: hostileLines, JobRunFormat.allCases)
    func hostile(line: String, format: JobRunFormat) throws {
        let ink = Ink(isOn: true)
        for outcome in [JobRunOutcome.success, .failed, .timedOut, .superseded, .trouble] {
            let report = hostileRun(line, outcome: outcome)
            let gitHub = try output(report, gitHubVariables, as: format, ink: ink)
            let runner = RunnerModel(gitHub.standardOutput + gitHub.standardError)
            #expect(runner.stopToken == nil)
            let annotations = GitHubActions.annotations(report).map { String($0.dropFirst(2).prefix { $0 != " " }) }
            #expect(!annotations.isEmpty)
            #expect(runner.obeyed.map(\.name) == annotations)
            #expect(RunnerModel(gitHub.files[1].text).obeyed.isEmpty)
            #expect(gitHub.files[0].text.split(whereSeparator: \.isNewline).count == 4)
            let azure = try output(report, ["TF_BUILD": "True"], as: format, ink: ink)
            #expect(azureCommands(azure.standardOutput + azure.standardError).count == annotations.count + 4)
            let gitLab = try output(report, ["GITLAB_CI": "true"], as: format, ink: ink)
            let marks = gitLab.standardOutput.ranges(of: /section_(start|end):\d+:[a-zA-Z0-9_.-]+(\[.*?\])?\r\x1B\[0K/)
            #expect(marks.count == (format == .text ? 2 : 0))
        }
    }
}
