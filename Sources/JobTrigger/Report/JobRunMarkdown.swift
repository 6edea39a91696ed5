import Reports

/// What became of a run as a Markdown page: GitHub's step summary, and what `plumbline trigger --format markdown` prints.
///
/// The page carries nothing that GitHub Actions, GitLab CI or Azure Pipelines would take for a command when it is printed in a log.
package struct JobRunMarkdown: Sendable {
    /// GitHub refuses a step summary beyond 1 MiB.
    ///
    /// <https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#adding-a-job-summary>
    package static let defaultLimit = 900 * 1024
    private let report: JobRunReport
    private let limit: Int

    /// - Parameter limit: bytes of UTF-8 of the whole page; below about 40 KiB long names alone may exceed it.
    package init(_ report: JobRunReport, limit: Int = defaultLimit) {
        self.report = report
        self.limit = limit
    }

    /// The whole page, ending in a line break.
    package var text: String {
        var page = SizedMarkdown(limit: limit)
        page.frame(heading + facts + explanation)
        let nodes = NodeMarkdown(report.nodes)
        nodes.addTable(to: &page)
        nodes.addMessages(to: &page)
        addLog(to: &page)
        addSteps(to: &page)
        addArtifacts(to: &page)
        page.add(report.notes.map { "> \(MarkdownText.plain(Self.line($0, 1000)))\n\n" }, more: "notes")
        return page.text
    }

    /// One line of text from elsewhere, cut.
    static func line(_ text: String, _ limit: Int = 250) -> String {
        TerminalSafe.line(ForeignText.lines(text).joined(separator: " "), limit: limit)
    }

    private var heading: String {
        let words = JobRunHeadline(report)
        let subject = MarkdownText.link(words.subject, report.run.map { Self.line($0.url, 2000) })
        let command = words.command.map { ": \(MarkdownText.code($0))" } ?? ""
        return "### \(sign) \(subject) \(MarkdownText.plain(words.predicate))\(command)\n\n"
    }

    private var sign: String {
        switch report.outcome {
        case .started: "▶️"
        case .success: "✅"
        case .failed, .trouble: "❌"
        case .timedOut: "⏳"
        case .cancelled, .superseded: "⏹️"
        }
    }

    private var facts: String {
        guard let run = report.run else { return "" }
        let job = run.jobName.map { "job \(MarkdownText.code(Self.line($0, 80)))" } ?? run.jobID.map { "job \($0)" }
        let branch = run.branch.map { "branch \(MarkdownText.code(Self.line($0, 80)))" }
        let commit = run.sha.map { "commit \(MarkdownText.code(Self.line(String($0.prefix(12)))))" }
        // A moment in the queue is no news.
        let queued = run.queuedSeconds.flatMap { $0 < 1 ? nil : RunDuration.text($0) }.map { "queued \($0)" }
        let facts = [job, branch, commit, queued].compactMap(\.self)
        return facts.isEmpty ? "" : facts.joined(separator: " · ") + "\n\n"
    }

    private var explanation: String {
        let error = report.error.map { "> ❌ \(MarkdownText.plain(Self.line($0, 2000)))\n\n" } ?? ""
        let says = report.tellingStatusMessage.map { "> dbt Cloud says: \(MarkdownText.plain(Self.line($0, 2000)))\n\n" } ?? ""
        let successor = report.successor.map { "Newer: \(MarkdownText.link("run \($0.runID)", Self.line($0.url, 2000)))\n\n" } ?? ""
        let counts = NodeCounts(report.nodes).byKind
        return error + successor + says + (report.outcome == .success || counts.isEmpty ? "" : "**Nodes:** \(counts).\n\n")
    }

    private func addLog(to page: inout SizedMarkdown) {
        guard let step = report.failedStep else { return }
        let name = Self.line(JobRunHeadline.command(ofStep: step.name), JobRunHeadline.longestCommand)
        let lines = ForeignText.log(step.logTail)
        guard !lines.isEmpty else {
            return page.frame("dbt Cloud had no log of step \(step.index) (\(MarkdownText.code(name))) yet.\n\n")
        }
        let title = "The end of the log of step \(step.index) (\(name))"
        var kept = lines[...]
        // The end says why; so the beginning goes when it is too long.
        while !kept.isEmpty, !page.add(MarkdownBlock.details(title, MarkdownBlock.fence(Array(kept)))) {
            kept = kept.dropFirst((kept.count + 1) / 2)
        }
    }

    private func addSteps(to page: inout SizedMarkdown) {
        guard report.outcome != .success, report.steps.count > 1 else { return }
        let rows = report.steps.map { step in
            let name = MarkdownText.cell(Self.line(JobRunHeadline.command(ofStep: step.name), JobRunHeadline.longestCommand))
            return
                "| \(step.index) | \(name) | \(MarkdownText.plain(Self.line(step.status, 40))) | \(RunDuration.text(step.seconds) ?? "") |\n"
        }
        page.frame(
            "<details><summary>\(NumberText.count(rows.count, "step"))</summary>\n\n| | step | status | duration |\n|---|---|---|---|\n")
        page.add(rows, more: "steps")
        page.frame("\n</details>\n\n")
    }

    private func addArtifacts(to page: inout SizedMarkdown) {
        guard !report.artifacts.isEmpty else { return }
        page.frame("**Artifacts:**\n\n")
        let lines = report.artifacts.map { artifact in
            let path = MarkdownText.code(Self.line(artifact.path, 300))
            if let file = artifact.file { return "- \(path) → \(MarkdownText.code(Self.line(file, 1000)))\n" }
            return "- \(path) could not be had" + (artifact.problem.map { ": \(MarkdownText.plain(Self.line($0, 500)))" } ?? "") + "\n"
        }
        page.add(lines, more: "artifacts")
        page.frame("\n")
    }
}
