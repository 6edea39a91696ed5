import Foundation

/// A pipeline of a commit; the sandbox runs none, they hold the statuses that others set.
struct Pipeline: Sendable, Equatable {
    let id: Int
    let sha: String
    let ref: String
    /// `external` for one that began with a status, `api` for one that was asked for.
    let source: String
    let createdAt: Date
}

/// A status that somebody set: a job of the stage `external`.
struct ExternalJob: Sendable, Equatable {
    let id: Int
    let pipeline: Int
    let sha: String
    let ref: String
    let name: String
    let username: String
    var status: String
    var targetURL: String?
    var description: String?
    let createdAt: Date
    var startedAt: Date?
    var finishedAt: Date?
}

/// The pipelines of the project and GitLab's rules for statuses set from outside.
///
/// A status goes into the newest pipeline of its commit, which is made where there is none. A pending or running status of the same name and
/// author is moved on, never back; anything else makes a new one.
/// <https://docs.gitlab.com/api/commits/#set-commit-pipeline-status>
struct Pipelines: Sendable {
    /// Why a status is refused.
    struct Refusal: Error {
        let message: String
    }

    struct Wish {
        let sha: String
        let ref: String
        let state: String
        var name: String
        var pipeline: Int?
        var targetURL: String?
        var description: String?
        var username: String
    }

    static let states = ["pending", "running", "success", "failed", "canceled", "skipped"]
    private(set) var all: [Pipeline] = []
    private(set) var jobs: [ExternalJob] = []

    mutating func add(sha: String, ref: String, source: String, now: Date) -> Pipeline {
        let pipeline = Pipeline(id: 7_000 + all.count, sha: sha, ref: ref, source: source, createdAt: now)
        all.append(pipeline)
        return pipeline
    }

    mutating func set(_ wish: Wish, now: Date) throws(Refusal) -> ExternalJob {
        let known = all.last { $0.sha == wish.sha && (wish.pipeline == nil || wish.pipeline == $0.id) }
        let pipeline = known ?? add(sha: wish.sha, ref: wish.ref, source: "external", now: now)
        let waiting = jobs.lastIndex { job in
            job.pipeline == pipeline.id && job.name == wish.name && job.username == wish.username && job.isActive
        }
        var job =
            waiting.map { jobs[$0] }
            ?? ExternalJob(
                id: 90_000 + jobs.count, pipeline: pipeline.id, sha: wish.sha, ref: pipeline.ref, name: wish.name, username: wish.username,
                status: "created", createdAt: now)
        try job.move(to: wish.state, now: now)
        job.targetURL = wish.targetURL ?? job.targetURL
        job.description = wish.description ?? job.description
        if let waiting { jobs[waiting] = job } else { jobs.append(job) }
        return job
    }

    /// The newest status of each name in each pipeline, newest first, or every one.
    func statuses(_ sha: String, all: Bool) -> [ExternalJob] {
        var seen: Set<String> = []
        return jobs.reversed().filter { $0.sha == sha && (all || seen.insert("\($0.pipeline)/\($0.name)").inserted) }
    }

    /// GitLab's one word for a pipeline.
    func status(of pipeline: Pipeline) -> String {
        let latest = statuses(pipeline.sha, all: false).filter { $0.pipeline == pipeline.id }.map(\.status)
        for word in ["running", "pending", "failed", "canceled"] where latest.contains(word) { return word }
        return latest.isEmpty ? "created" : "success"
    }
}

extension ExternalJob {
    var isActive: Bool { ["pending", "running"].contains(status) }

    /// The state machine of a job, with the words of its refusals.
    fileprivate mutating func move(to state: String, now: Date) throws(Pipelines.Refusal) {
        let (event, sources) =
            switch state {
            case "pending": ("enqueue", ["created"])
            case "running": ("run", ["created", "pending"])
            case "success": ("success", ["created", "pending", "running"])
            case "failed": ("drop", ["created", "pending", "running"])
            case "canceled": ("cancel", ["created", "pending", "running"])
            default: ("skip", ["created", "pending"])
            }
        guard sources.contains(status) else {
            throw Pipelines.Refusal(
                message: "Cannot transition status via :\(event) from :\(status) (Reason(s): Status cannot transition via \"\(event)\")")
        }
        status = state
        if state == "running" { startedAt = now }
        if !isActive { finishedAt = now }
    }
}
