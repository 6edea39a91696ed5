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
    /// - Parameter diffs: the diffs of the run's present attempt.
    package func report(_ run: Int, _ state: RunState, diffs: [DiffRecord], now: Double) throws -> ReviewReport {
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
            problems: state.problems,
            notes: state.notes
        )
    }

    private func model(_ model: ReviewPlan.Model, _ diff: DiffRecord?) throws -> ModelReport {
        ModelReport(
            model: model.name,
            origin: model.origin,
            outcome: try outcome(model, diff),
            relationA: model.relationA,
            relationB: model.relationB,
            url: diff.map { links.diff($0.id) }
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

/// Texts of commit statuses.
package enum CommitStatusText {
    /// Cuts a sentence to GitHub's 140 characters, keeping the suffix whole.
    package static func fit(_ sentence: String, suffix: String = "") -> String {
        let room = 140 - suffix.count
        return (sentence.count <= room ? sentence : sentence.prefix(room - 1) + "…") + suffix
    }
}
