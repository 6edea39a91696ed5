package import DbtCloud

/// How far a run is.
package struct RunProgress: Hashable, Sendable {
    /// dbt Cloud's word, such as `running`.
    package var status: String
    package var step: Step?
    /// Nodes that dbt has done in the step.
    package var done: Int?
    /// Nodes that dbt means to do in the step.
    package var total: Int?

    package struct Step: Hashable, Sendable {
        /// From 1.
        package var index: Int
        /// Steps of the run as far as they are known.
        package var count: Int
        /// What the step does, such as `dbt build`.
        package var title: String
    }

    package init(_ run: DbtCloudRun) {
        status = run.status.description
        guard let current = run.steps.last(where: { $0.startedAt != nil && $0.finishedAt == nil }) ?? run.steps.last(where: Self.hasBegun)
        else { return }
        let command = DbtCommand(stepName: current.name)
        step = Step(index: current.index ?? 1, count: Self.stepCount(of: run), title: command?.text ?? current.name)
        let count = current.status.isFinished ? nil : current.logs.flatMap { NodeCount(log: $0) }
        done = count?.done
        total = count?.total
    }

    private static func hasBegun(_ step: DbtCloudRunStep) -> Bool { step.startedAt != nil || step.status.isFinished }

    /// Listed steps, and the job's commands that are not listed yet.
    private static func stepCount(of run: DbtCloudRun) -> Int {
        let listed = Set(run.steps.compactMap { DbtCommand(stepName: $0.name) })
        let planned = (run.trigger?.stepsOverride ?? run.job?.executeSteps ?? []).map { DbtCommand($0) }
        let makesDocs = run.trigger?.generateDocsOverride ?? run.job?.generatesDocs ?? false
        let docs = makesDocs && !listed.contains { $0.verb == "docs" } ? 1 : 0
        // A retried run does other commands than its job.
        let isRetry = listed.contains { $0.verb == "retry" }
        return run.steps.count + (isRetry ? 0 : planned.count { !listed.contains($0) } + docs)
    }

    /// One line, as in `running, step 3 of 4: dbt build, 12 of 22 nodes`.
    package var text: String { text(titleLimit: .max) }

    /// The line with the step's title cut to so many characters, because a long command would push the count out of sight.
    package func text(titleLimit: Int) -> String {
        var parts = [status]
        if let step {
            let title = step.title.count > titleLimit ? step.title.prefix(titleLimit - 1) + "…" : step.title[...]
            parts.append("step \(step.index) of \(step.count): \(title)")
        }
        if let done, let total { parts.append("\(done) of \(total) nodes") }
        return parts.joined(separator: ", ")
    }
}
