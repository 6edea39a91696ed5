import Foundation
import Logging
import SourceControl
import Store
import Synchronization

/// The kinds of work in the queue.
enum JobKind: String {
    /// Go on with a run.
    case run
    /// Read a pull request from the host and bring its runs in line.
    case change
    /// Do what somebody asked for on the host: a comment's commands, the button of a check.
    case request
    /// Look at all open pull requests: webhooks get lost.
    case sweep
    /// Delete what is kept for a time only; once a day.
    case retention
    /// Drop the tables of a pull request's kept rows that nobody needs any more.
    case tables
    /// Go on with a merge run.
    ///
    /// It has a place in the queue of its own kind, so that however many wait for dbt Cloud, pull request runs have theirs.
    case merge
    /// Bring a configuration's metadata up to date.
    case sync
    /// Look which schedules have fallen due.
    case schedules
}

extension Pipeline {
    /// Works on a job and gives it back; a job interrupted by the end of the server stays taken, and the next server finds it free.
    func work(on job: JobRecord) async {
        do {
            let pause = try await pause(after: job)
            await giveBack(job, pause)
        } catch {
            guard !Task.isCancelled else { return }
            let isLasting = (error as? SourceControlError).map { !$0.isTransient } ?? false
            logger.warning("work failed", metadata: ["job": "\(job.key)", "attempt": "\(job.attempts + 1)", "error": "\(error)"])
            // A host that says no for good is not asked for ever; everything else is tried again, ever more slowly.
            let isOver = isLasting && [JobKind.change.rawValue, JobKind.request.rawValue].contains(job.kind)
            let next = time.now() + limits.retryDelay(attempt: job.attempts + 1)
            await giveBack(job, isOver ? .finished : .until(next), error: "\(error)")
        }
    }

    /// Writes down how work on a job ended, however long the store cannot be written to: nobody else takes the job up meanwhile.
    private func giveBack(_ job: JobRecord, _ pause: RunPause, error: String? = nil) async {
        while true {
            do {
                switch pause {
                case .finished, .parked: try await store.finishJob(job.id, now: time.now())
                case .until(let next): try await store.postponeJob(job.id, until: next, error: error, now: time.now())
                }
                return
            } catch {
                guard !Task.isCancelled else { return }
                logger.error("cannot give a job back", metadata: ["job": "\(job.key)", "error": "\(error)"])
            }
            try? await time.sleep(.seconds(Self.storeSeconds))
        }
    }

    private func pause(after job: JobRecord) async throws -> RunPause {
        switch JobKind(rawValue: job.kind) {
        case .run: return try await goOn(with: job)
        case .change: return try await lookAtChange(job)
        case .request: return try await answer(job)
        case .retention:
            try await deleteWhatIsOld()
            return .until(time.now() + 86_400)
        case .tables: return try await tidyTables(job)
        case .sweep:
            try await sweep()
            return .until(time.now() + limits.sweepSeconds)
        case .merge: return try await goOn(withMerge: job)
        case .sync: return try await goOn(withSync: job)
        case .schedules: return try await lookAtSchedules()
        case nil:
            logger.warning("unknown kind of job dropped", metadata: ["kind": "\(job.kind)"])
            return .finished
        }
    }

    private func goOn(with job: JobRecord) async throws -> RunPause {
        guard let id = Int(job.payload) else { return .finished }
        do {
            let pause = try await tasks.perform(id) { try await self.performer.perform(id) }
            if pause == .finished {
                try await wakeSuccessors(of: id)
                let run = try await store.run(id)
                try await tidyTables(ofChange: run.changeNumber, run.ciConfigId)
            }
            return pause
        } catch let error as StoreError where error.code == .notFound {
            return .finished
        } catch  where !Task.isCancelled && Self.isCancellation(error) {
            // Only this run was stopped: somebody asked it to end, and it must tidy up now.
            return .until(time.now())
        }
    }

    private func goOn(withMerge job: JobRecord) async throws -> RunPause {
        guard let id = Int(job.payload) else { return .finished }
        do {
            return try await mergePerformer.perform(id)
        } catch let error as StoreError where error.code == .notFound {
            return .finished
        }
    }

    private static func isCancellation(_ error: any Error) -> Bool {
        error is CancellationError || (error as? StoreError)?.code == .cancelled
    }

    /// A newer run of the same pull request may be waiting for this one's end; one that the pull request's own life ended may itself have to
    /// begin again by now: with another base branch, with its label back, or because it was reopened while the run was tidied up.
    private func wakeSuccessors(of id: Int) async throws(StoreError) {
        let run = try await store.run(id)
        if run.wasStoppedByHost {
            let config = try await store.ciConfig(run.ciConfigId)
            try await lookAt(change: run.changeNumber, of: try await store.repository(config.repositoryId))
        }
        var query = RunQuery()
        query.ciConfigID = run.ciConfigId
        query.changeNumber = run.changeNumber
        query.unfinishedOnly = true
        for other in try await store.runs(query) where other.id != id {
            try await store.enqueue(
                key: RunIntake.jobKey(run: other.id), kind: RunIntake.jobKind, payload: String(other.id), runAfter: time.now())
        }
    }

    private func lookAtChange(_ job: JobRecord) async throws -> RunPause {
        let numbers = job.payload.split(separator: " ").compactMap { Int($0) }
        guard numbers.count == 2 else { return .finished }
        let repository = try await store.repository(numbers[0])
        let change = try await withDeadline(.seconds(limits.actionSeconds), time) {
            try await self.connections.host(repository).changeRequest(numbers[1])
        }
        for config in try await store.ciConfigs(repository: repository.id) {
            try await intake.see(change, config)
            if change.state != .open { try await tidyTables(ofChange: change.number, config.id) }
        }
        return .finished
    }

    /// Looks at every open pull request of every repository with a configuration, each repository on its own.
    func sweep() async throws {
        try await store.forgetDeliveries(before: time.now() - 30 * 86_400)
        let configs = try await store.ciConfigs().filter { !$0.settings.skipPullRequests }
        let repositories = Dictionary(grouping: configs, by: \.repositoryId)
        await withDiscardingTaskGroup { group in
            for (id, configs) in repositories {
                group.addTask {
                    do {
                        try await self.sweep(repository: id, configs)
                    } catch {
                        self.logger.warning("cannot look at open pull requests", metadata: ["repository": "\(id)", "error": "\(error)"])
                    }
                }
            }
        }
    }

    /// Whether a pull request of the list calls for a look at it.
    ///
    /// The list may be minutes old when its end is reached, so nothing is decided from it but to look.
    private func callsForALook(_ change: ChangeRequest, _ config: CIConfigRecord, _ repository: RepositoryRecord) async throws -> Bool {
        var query = RunQuery()
        query.ciConfigID = config.id
        query.changeNumber = change.number
        query.limit = 1
        if let newest = try await store.runs(query).first { return newest.change != change }
        let head = try await withDeadline(.seconds(limits.actionSeconds), time) {
            try await self.connections.host(repository).history(from: change.headSHA, limit: 1).first
        }
        guard let committed = head?.committedAt else { return true }
        return committed > time.now() - limits.catchUpSeconds
    }

    /// Rights are lost and names change without a delivery; a few times a day the host is asked.
    private func inspectNowAndThen(_ repository: RepositoryRecord) async throws {
        let now = time.now()
        let isDue = inspections.withLock { last in
            guard last[repository.id].map({ $0 + 6 * 3600 <= now }) ?? true else { return false }
            last[repository.id] = now
            return true
        }
        guard isDue || repository.trouble != nil else { return }
        do {
            try await inspect(repository)
        } catch {
            guard !Task.isCancelled else { throw error }
            // What hinders is noted; whether open pull requests can still be read shows next.
            logger.warning("cannot test a repository", metadata: ["repository": "\(repository.name)", "error": "\(error)"])
        }
    }

    private func sweep(repository id: Int, _ configs: [CIConfigRecord]) async throws {
        let repository = try await store.repository(id)
        try await inspectNowAndThen(repository)
        let open = try await withDeadline(.seconds(limits.actionSeconds), time) {
            try await self.connections.host(repository).openChangeRequests()
        }
        try await lookForComments(on: open, of: repository)
        let numbers = Set(open.map(\.number))
        for config in configs {
            for change in open where try await callsForALook(change, config, repository) {
                try await lookAt(change: change.number, of: repository)
            }
            var query = RunQuery()
            query.ciConfigID = config.id
            query.unfinishedOnly = true
            query.limit = 1_000
            for run in try await store.runs(query) where !numbers.contains(run.changeNumber) {
                try await lookAt(change: run.changeNumber, of: repository)
            }
        }
    }
}
