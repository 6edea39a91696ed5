import Logging
import SourceControl
import Store

extension RunPerformer {
    /// Waits for the pull request job; a nudge makes it look at once.
    func awaitBuild(_ following: Int?, since: Double, _ desk: Desk) async throws -> RunEvent {
        let builds = try connections.builds(desk.config)
        let limit = Duration.seconds(desk.config.settings.pullRequestJobTimeoutMinutes * 60)
        let signals = nudges.begin(desk.run.id, job: desk.config.settings.dbtCloud?.pullRequestJobID, build: following)
        defer { nudges.end(desk.run.id) }
        let change = desk.state.change
        let id = desk.run.id
        var latest = following
        while true {
            let known = latest
            let outcome = try await firstResult(until: signals) {
                try await builds.pullRequestBuild(
                    of: change, following: known, waited: .seconds(max(0, time.now() - since)), limit: limit,
                    tell: { build in await note(build, desk) })
            }
            if let outcome { return .buildEnded(outcome) }
            latest = try await store.run(id).decodedState().build?.id
        }
    }

    /// The body's result, or nil when a signal came first and the body was cancelled.
    private func firstResult<Value: Sendable>(
        until signals: AsyncStream<Void>, _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value? {
        try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await body() }
            group.addTask {
                for await _ in signals { return nil }
                // The stream ends early only with the task; then the body's own error is the answer.
                try await Task.sleep(for: .seconds(86_400))
                return nil
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
    }

    /// Keeps the run that is followed; not being able to is no reason to stop waiting.
    private func note(_ build: BuildReference?, _ desk: Desk) async {
        let id = desk.run.id
        do {
            nudges.follow(build?.id, by: id)
            guard let build, try await store.run(id).decodedState().build != build else { return }
            try await store(.buildSighted(build), during: nil, id, attempt: desk.run.attempt)
        } catch {
            logger.debug("could not note the build", metadata: ["run": "\(id)", "error": "\(error)"])
        }
    }
}
