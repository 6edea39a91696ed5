import Foundation

/// A thing that has the warehouse for itself: these happen one at a time and in order.
///
/// DuckDB has one writer. PostgreSQL would take several; one rule for both keeps the queue simple, and a drop away from its schema's build.
enum WarehouseTask: Sendable, Equatable {
    case run(Int)
    /// Drops a pull request's schema and those named after it.
    case dropSchema(String)
}

/// What the runner has to do after a change of the book.
enum RunnerAction: Sendable, Equatable {
    case begin(WarehouseTask)
    /// End the processes of a run.
    case stop(Int)
}

/// Jobs, runs and the queue: the whole state of the local dbt Cloud, changed by plain functions that answer what is to be done.
struct RunBook: Sendable {
    private(set) var jobs: [Job]
    private(set) var runs: [Run] = []
    private(set) var waiting: [WarehouseTask] = []
    /// The task that has the warehouse now.
    ///
    /// A cancelled run keeps it until its processes have ended.
    private(set) var current: WarehouseTask?
    private var lastStepID = 1000
    /// What subscriptions are still to be told.
    private var news: [RunNews] = []

    init(jobs: [Job]) {
        self.jobs = jobs
    }

    func job(_ id: Int) -> Job? { jobs.first { $0.id == id } }

    func run(_ id: Int) -> Run? {
        // Runs are numbered without gaps, in order.
        guard let first = runs.first, runs.indices.contains(id - first.id) else { return nil }
        return runs[id - first.id]
    }

    /// The run whose artifacts a job's new run is compared with.
    func deferral(of job: Job) -> Run? {
        runs.last { candidate in
            guard candidate.status == .success, candidate.steps.contains(where: { $0.artifactsFolder != nil }) else { return false }
            if let deferringJob = job.deferringJobID { return candidate.job.id == deferringJob }
            return job.deferringEnvironmentID == candidate.job.environmentID && candidate.job.jobType != "ci"
        }
    }

    // MARK: - Jobs

    mutating func addJob(environment: Int, now: Date, _ change: (inout Job) throws(FieldError) -> Void) throws(FieldError) -> Job {
        var job = Job(
            id: (jobs.map(\.id).max() ?? 0) + 1, environmentID: environment, name: "", executeSteps: [], createdAt: now, updatedAt: now)
        try change(&job)
        jobs.append(job)
        return job
    }

    mutating func changeJob(_ id: Int, _ change: (inout Job) throws(FieldError) -> Void) throws(FieldError) -> Job? {
        guard let index = jobs.firstIndex(where: { $0.id == id }) else { return nil }
        var job = jobs[index]
        try change(&job)
        jobs[index] = job
        return job
    }

    // MARK: - Queue

    /// Queues a run.
    ///
    /// Older unfinished runs of the same job for the same pull request are cancelled, as dbt Cloud does.
    mutating func enqueue(_ job: Job, trigger: RunTrigger, retrying: Int? = nil, now: Date) -> (run: Run, actions: [RunnerAction]) {
        let id = (runs.last?.id ?? 100) + 1
        var actions: [RunnerAction] = []
        if let pullRequest = trigger.pullRequest {
            for older in runs where older.job.id == job.id && older.trigger.pullRequest == pullRequest && !older.status.isComplete {
                actions += cancel(older.id, message: "Superseded by run \(id) of the same pull request.", now: now)
            }
        }
        let run = Run(
            id: id, triggerID: id + 5000, job: job, trigger: trigger, retryingRunID: retrying, gitBranch: trigger.gitBranch,
            createdAt: now, updatedAt: now)
        runs.append(run)
        waiting.append(.run(id))
        actions += advance(now: now)
        // The answer to a trigger is always a queued run, also when it starts at once.
        return (run, actions)
    }

    /// Queues the removal of a pull request's schema, behind the runs that may still write to it.
    mutating func enqueueDrop(schema: String, now: Date) -> [RunnerAction] {
        waiting.append(.dropSchema(schema))
        return advance(now: now)
    }

    /// Ends a run that has not ended; a finished run stays as it is.
    mutating func cancel(_ id: Int, message: String?, now: Date) -> [RunnerAction] {
        guard let run = run(id), !run.status.isComplete else { return [] }
        finish(id, status: .cancelled, message: message, now: now)
        if current == .run(id) { return [.stop(id)] }
        waiting.removeAll { $0 == .run(id) }
        return []
    }

    /// Gives the warehouse to the next task, if it is free.
    private mutating func advance(now: Date) -> [RunnerAction] {
        guard current == nil, !waiting.isEmpty else { return [] }
        let task = waiting.removeFirst()
        current = task
        if case .run(let id) = task {
            change(id, now: now) {
                $0.status = .starting
                $0.dequeuedAt = now
            }
        }
        return [.begin(task)]
    }

    /// A task has ended and no process of it is left.
    mutating func release(_ task: WarehouseTask, now: Date) -> [RunnerAction] {
        guard current == task else { return [] }
        current = nil
        return advance(now: now)
    }

    // MARK: - Progress of a run

    /// Changes a run that has not ended; what a stopped run still reports is ignored, but for its logs.
    mutating func change(_ id: Int, now: Date, _ change: (inout Run) -> Void) {
        guard let first = runs.first, runs.indices.contains(id - first.id), !runs[id - first.id].status.isComplete else { return }
        let old = runs[id - first.id]
        change(&runs[id - first.id])
        runs[id - first.id].updatedAt = now
        news += RunNews.between(old, runs[id - first.id])
    }

    /// What happened since this was asked last.
    mutating func takeNews() -> [RunNews] {
        defer { news = [] }
        return news
    }

    /// Adds a step that starts now and returns its index, from 1.
    mutating func beginStep(run id: Int, name: String, command: String?, now: Date) -> Int {
        lastStepID += 1
        let stepID = lastStepID
        change(id, now: now) {
            $0.steps.append(RunStep(id: stepID, index: $0.steps.count + 1, name: name, command: command, startedAt: now))
        }
        return run(id)?.steps.count ?? 1
    }

    /// Adds text to a step's log, also after the run was cancelled.
    mutating func appendLog(run id: Int, step index: Int, _ text: String) {
        changeStep(run: id, index: index) { $0.log += text }
    }

    mutating func changeStep(run id: Int, index: Int, _ change: (inout RunStep) -> Void) {
        guard let first = runs.first, runs.indices.contains(id - first.id) else { return }
        guard runs[id - first.id].steps.indices.contains(index - 1) else { return }
        change(&runs[id - first.id].steps[index - 1])
    }

    /// Ends a step.
    mutating func endStep(run id: Int, index: Int, status: RunStatus, now: Date) {
        changeStep(run: id, index: index) {
            guard $0.finishedAt == nil else { return }
            $0.status = status
            $0.finishedAt = now
        }
    }

    /// Ends a run with everything in it that is still going on.
    mutating func finish(_ id: Int, status: RunStatus, message: String?, now: Date) {
        guard let run = run(id), !run.status.isComplete else { return }
        for step in run.steps where step.finishedAt == nil {
            endStep(run: id, index: step.index, status: status, now: now)
        }
        change(id, now: now) {
            $0.statusMessage = message
            $0.finishedAt = now
            $0.status = status
        }
    }
}
