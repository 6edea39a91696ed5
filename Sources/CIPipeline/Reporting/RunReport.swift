import DataDiff
package import Reports
import SourceControl
package import Store

/// Puts a run's findings together; pure.
package struct RunReport: Sendable {
    let configuration: String
    let links: RunLinks

    package init(configuration: String, links: RunLinks) {
        self.configuration = configuration
        self.links = links
    }

    /// The report as it stands.
    ///
    /// - Parameters:
    ///   - diffs: the diffs of the run's present attempt.
    ///   - repository: as it is known now; what people must know about it is among the notes.
    package func report(
        _ run: Int, _ state: RunState, diffs: [DiffRecord], repository: RepositoryRecord, now: Double
    ) throws -> ReviewReport {
        let byModel = Dictionary(diffs.compactMap { diff in diff.modelID.map { ($0, diff) } }) { first, _ in first }
        return ReviewReport(
            configuration: configuration,
            url: links.run(run),
            base: BaseReference(
                sha: state.base?.sha,
                commitsBehind: state.base?.commitsBehind,
                ageSeconds: state.base?.finishedAt.map { max(0, now - $0) }
            ),
            headSHA: state.change.headSHA,
            models: try (state.plan?.models ?? []).map { try model($0, byModel[$0.name.uniqueID]) },
            removed: state.plan?.removed ?? [],
            exposures: state.plan?.exposures ?? [],
            problems: unique(state.problems + (state.plan?.problems ?? [])),
            notes: unique(state.notes + (state.plan?.notes ?? []) + slimNotes(state.plan) + hostNotes(state, repository))
        ).explained()
    }

    /// Runs of older servers keep the plan's sentences in their own list, too.
    private func unique(_ sentences: [String]) -> [String] {
        sentences.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// What Slim CI leaves out can be asked for.
    private func slimNotes(_ plan: ReviewPlan?) -> [String] {
        guard let count = plan?.leftOut?.count, count > 0 else { return [] }
        let models = count == 1 ? "1 downstream model is" : "\(count) downstream models are"
        return [
            "Slim CI: \(models) not compared. The comment '/plumbline diff downstream' adds all of them, '/plumbline diff MODEL' the named ones."
        ]
    }

    /// What the host does not allow, and what has changed there.
    private func hostNotes(_ state: RunState, _ repository: RepositoryRecord) -> [String] {
        [state.statusTrouble, repository.renamedNote].compactMap(\.self).filter { !state.problems.contains($0) }
    }

    private func model(_ model: ReviewPlan.Model, _ diff: DiffRecord?) throws -> ModelReport {
        ModelReport(
            model: model.name,
            origin: model.origin,
            outcome: try outcome(model, diff),
            relationA: model.relationA,
            relationB: model.relationB,
            url: diff.map { links.diff($0.id) },
            cause: model.cause
        )
    }

    private func outcome(_ model: ReviewPlan.Model, _ diff: DiffRecord?) throws -> ModelReport.Outcome {
        if case .leave(let reason) = model.step { return .notDiffed(reason) }
        guard let diff else { return .waiting }
        if var result = try diff.decodedResult() {
            // The rows stay with the diff; a report is read in many places that must not see values.
            result.rows = RowSamples()
            result.profiles = nil
            return .finished(result)
        }
        return switch diff.status {
        case .running: .running
        case .cancelled: .notDiffed("The comparison was cancelled.")
        case .waiting, .success, .failed: .waiting
        }
    }
}

/// Addresses of pages.
package struct RunLinks: Hashable, Sendable {
    let publicURL: String

    /// - Parameter publicURL: where people reach the server.
    package init(publicURL: String) {
        self.publicURL = publicURL.hasSuffix("/") ? String(publicURL.dropLast()) : publicURL
    }

    package func run(_ id: Int) -> String { "\(publicURL)/runs/\(id)" }
    package func diff(_ id: Int) -> String { "\(publicURL)/datadiffs/\(id)/overview" }
}

extension RunMachine {
    /// What a report means for the commit status and the run.
    ///
    /// Differing data is a success: it is what the review is there to show. With `ci_status_reporting` off errors are a success too, and
    /// the text says so; `fail_on_primary_key_issues` was asked for by name and holds either way.
    package func conclude(_ report: ReviewReport, statusLine: String) -> RunState.Conclusion {
        let verdict = ReviewVerdict(report)
        let hasErrors = verdict.kind == .error
        let hasKeyIssues = settings.failOnPrimaryKeyIssues && verdict.badKeys > 0
        let isFailure = hasKeyIssues || (hasErrors && settings.ciStatusReporting)
        let suffix = hasErrors && !settings.ciStatusReporting && !isFailure ? " (Errors are reported as success.)" : ""
        return RunState.Conclusion(
            status: status(isFailure ? .failure : .success, CommitStatusText.fit(statusLine, suffix: suffix)),
            isFailure: !report.problems.isEmpty
        )
    }
}
