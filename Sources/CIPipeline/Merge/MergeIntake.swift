package import SourceControl
package import Store

/// Turns a push into work: one merge run for each configuration that asks for one.
package struct MergeIntake: Sendable {
    let store: Store
    let time: PipelineTime

    /// What a push came to under one configuration.
    package enum Outcome: Hashable, Sendable {
        case opened(MergeRunRecord)
        /// Its commit was pushed before.
        case known(MergeRunRecord)
        case ignored(String)
    }

    package init(store: Store, time: PipelineTime = .system) {
        self.store = store
        self.time = time
    }

    /// Notes the push under one configuration.
    ///
    /// The same push seen twice, one after the other or at once, is one merge run and one job in the queue.
    package func see(_ push: BranchPush, _ config: CIConfigRecord) async throws(StoreError) -> Outcome {
        switch MergeGate.decide(push, config.settings) {
        case .ignore(let reason): return .ignored(reason)
        case .start(let job, let sha):
            let (run, isNew) = try await store.openMergeRun(
                ciConfigID: config.id, sha: sha, branch: push.branch, jobID: job, phase: MergePhase.queued.rawValue,
                queuedAs: JobKind.merge.rawValue, now: time.now())
            return isNew ? .opened(run) : .known(run)
        }
    }

    /// Queues what a server before this one may have left.
    func takeUpUnfinished() async throws(StoreError) {
        var query = MergeRunQuery()
        query.unfinishedOnly = true
        query.limit = 100_000
        for run in try await store.mergeRuns(query) {
            try await store.enqueue(
                key: "\(JobKind.merge.rawValue):\(run.id)", kind: JobKind.merge.rawValue, payload: String(run.id), runAfter: time.now())
        }
    }
}
