import SourceControl
import Store

extension MergePerformer {
    /// Looks for a run of this request first, always: the server may have ended, or the connection, right after an earlier start.
    func start(_ desk: Desk) async throws -> MergeEvent {
        let request = desk.machine.request
        let jobs: any MergeJobs
        do {
            jobs = try connections.mergeJobs(desk.config)
            let found = try await withDeadline(.seconds(limits.actionSeconds), time) { try await jobs.run(startedBy: request) }
            if let found { return .started(found, isAdopted: true) }
        } catch {
            return .lookFailed(try trouble(error))
        }
        if let end = desk.machine.reasonNotToStart(desk.state, now: time.now()) { return .ended(end) }
        try await save(.sending, desk.run.id)
        do {
            let build = try await withDeadline(.seconds(limits.actionSeconds), time) { try await jobs.start(request) }
            return .started(build, isAdopted: false)
        } catch {
            return .startFailed(try trouble(error))
        }
    }

    func follow(_ build: BuildReference, since: Double, _ desk: Desk) async throws -> MergeEvent {
        let jobs: any MergeJobs
        do {
            jobs = try connections.mergeJobs(desk.config)
        } catch {
            return .ended(MergeEnd(.error, "dbt Cloud's run \(build.id) cannot be followed. \(try trouble(error).message)"))
        }
        let end = try await jobs.end(
            ofRun: build.id, job: desk.run.jobID, waited: .seconds(max(0, time.now() - since)), limit: .seconds(limits.mergeSeconds))
        return .ended(end)
    }

    func set(_ status: CommitStatus, _ desk: Desk) async throws -> MergeEvent {
        let sha = desk.run.sha
        do {
            let host = try connections.host(desk.repository)
            try await withDeadline(.seconds(limits.actionSeconds), time) { try await host.setStatus(status, on: sha) }
            return .statusSet(status)
        } catch {
            let trouble = try trouble(error)
            return .statusFailed(status, RunTrouble(trouble.message, isTransient: trouble.isTransient))
        }
    }

    /// Sorts errors: cancellation and the store's own go up, everything else is the merge run's trouble.
    private func trouble(_ error: any Error) throws -> MergeTrouble {
        try Task.checkCancellation()
        switch error {
        case let error as MergeTrouble: return error
        case let error as RunTrouble: return MergeTrouble(error.message, isTransient: error.isTransient)
        case let error as SourceControlError: return MergeTrouble(error.message, isTransient: error.isTransient || error.code == .cancelled)
        case let error as StoreError where error.code == .wrongKey: return MergeTrouble(error.message)
        case let error as StoreError: throw error
        case is DeadlinePassed:
            return MergeTrouble("There was no answer within \(Int(limits.actionSeconds)) seconds.", isTransient: true, mayHaveStarted: true)
        case is CancellationError: return MergeTrouble("The call was interrupted.", isTransient: true, mayHaveStarted: true)
        default: return MergeTrouble("Unexpected: \(error)", mayHaveStarted: true)
        }
    }
}
