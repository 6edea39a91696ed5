import DataDiff
import Reports
import Store

extension RunPerformer {
    /// Runs every diff of the plan that has no outcome yet, as many at once as the data source allows.
    func diff(_ plan: ReviewPlan, _ desk: Desk) async throws -> RunEvent {
        let source = try await store.dataSource(desk.config.dataSourceId)
        let differ = try connections.differ(source)
        let kept = keptTables(plan, desk, source)
        let diffs = try await store.openDiffs(
            run: desk.run.id, attempt: desk.run.attempt, dataSource: source.id, requests: plan.requests, now: time.now())
        try await withThrowingTaskGroup(of: Void.self) { group in
            for diff in diffs where !diff.isFinished {
                group.addTask {
                    try await slots.withSlot(of: source.id, limit: source.concurrency, for: desk.run.id) {
                        try await run(diff, differ, source, keeping: diff.modelID.flatMap { kept[$0] })
                    }
                }
            }
            try await group.waitForAll()
        }
        return .diffsFinished
    }

    /// Where the rows of each model are kept, by its unique id; nowhere without the setting or a schema for it.
    private func keptTables(_ plan: ReviewPlan, _ desk: Desk, _ source: DataSourceRecord) -> [String: KeptTables] {
        guard desk.config.settings.materialize, let schema = source.tempSchema, !schema.isEmpty else { return [:] }
        let prefix = KeptTables.prefix(ofRun: desk.run.id)
        return KeptModelNames.unique(plan.models.map { ($0.name.uniqueID, $0.name.name) }).mapValues {
            KeptTables(schema: schema, name: prefix + $0)
        }
    }

    private func run(
        _ diff: DiffRecord, _ differ: any ModelDiffing, _ source: DataSourceRecord, keeping kept: KeptTables?
    ) async throws {
        let request = try diff.decodedRequest()
        try await store.startDiff(diff.id, now: time.now())
        let (progress, sink) = AsyncStream.makeStream(of: DiffProgress.self, bufferingPolicy: .bufferingNewest(1))
        let result = try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await note(progress, of: diff.id) }
            defer { sink.finish() }
            return try await outcome(of: request, differ, source, keeping: kept) { sink.yield($0) }
        }
        try await store.finishDiff(diff.id, result, now: time.now())
    }

    /// Writes at most a few times a second, however often a diff speaks.
    private func note(_ progress: AsyncStream<DiffProgress>, of diff: Int) async {
        for await step in progress {
            do {
                try await store.noteProgress(ofDiff: diff, step)
                try await time.sleep(.milliseconds(300))
            } catch {
                return
            }
        }
    }

    private func outcome(
        of request: DiffRequest, _ differ: any ModelDiffing, _ source: DataSourceRecord, keeping kept: KeptTables?,
        progress: @escaping @Sendable (DiffProgress) -> Void
    ) async throws -> DiffResult {
        do {
            return try await withDeadline(.seconds(limits.diffSeconds), time) {
                try await differ.diff(request, keeping: kept, progress: progress)
            }
        } catch is DeadlinePassed {
            let minutes = Int(limits.diffSeconds / 60)
            return .failed(
                request, in: source.name,
                DiffFailure(
                    code: "timed_out", message: "The comparison was stopped after \(minutes) minutes.",
                    hint: "Filter the model, leave columns out, or turn sampling on."))
        } catch {
            try Task.checkCancellation()
            return .failed(
                request, in: source.name,
                DiffFailure(code: "internal", message: "The comparison in data source \(source.name) ended with: \(error)."))
        }
    }
}

extension DiffResult {
    /// A diff that came to nothing.
    static func failed(_ request: DiffRequest, in database: String, _ failure: DiffFailure) -> DiffResult {
        DiffResult(
            status: .failed, verdict: .error,
            sides: [request.a, request.b].map { DiffSide(database: database, table: $0.label, columns: []) },
            primaryKey: PrimaryKeyChoice(columns: request.key.columns, source: request.key.source),
            sampling: SamplingOutcome(settings: request.sampling), error: failure)
    }
}
