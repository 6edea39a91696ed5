import Foundation
import Logging
import Synchronization

/// The local GitLab: one project over real git, and what people say about it.
final class LocalGitLab: Sendable {
    let repository: GitRepository
    let forks: Forks
    let answers: GitLabAnswers
    let deliveries: DeliveryLog
    let logger: Logger
    let now: @Sendable () -> Date
    private let state = Mutex(GitLabState())
    private let onMergeRequest: @Sendable (DbtCloud.PullRequestEvent) -> Void
    private let watch = Mutex<PushWatch?>(nil)

    /// - Parameter onMergeRequest: told what happens to merge requests, as an installed integration would be.
    init(
        repository: GitRepository,
        address: SandboxAddress,
        deliveries: DeliveryLog,
        logger: Logger,
        now: @escaping @Sendable () -> Date = { Date() },
        onMergeRequest: @escaping @Sendable (DbtCloud.PullRequestEvent) -> Void
    ) {
        self.repository = repository
        forks = Forks(of: repository)
        self.deliveries = deliveries
        self.logger = logger
        self.now = now
        self.onMergeRequest = onMergeRequest
        answers = GitLabAnswers(address: address, createdAt: now())
    }

    /// Begins to compare the repository's references with what is there now.
    func startWatching() async throws {
        let started = try await PushWatch(repository: repository) { [weak self] push in await self?.received(push) }
        watch.withLock { $0 = started }
    }

    /// Tells every push that arrived by path since the last look.
    func lookForPushes() async throws {
        let current = watch.withLock { $0 }
        try await current?.look()
        try await forks.look()
    }

    func read<Value>(_ body: (borrowing GitLabState) throws -> sending Value) rethrows -> sending Value {
        try state.withLock { try body($0) }
    }

    func change<Value>(_ body: (inout GitLabState) throws -> sending Value) rethrows -> sending Value {
        try state.withLock { try body(&$0) }
    }

    /// Changes a merge request and answers it as it is then.
    func change(_ request: PullRequest, _ body: (inout PullRequest) -> Void) -> PullRequest {
        let time = now()
        return change { $0.host.changePull(request.number, now: time, body) } ?? request
    }

    // MARK: - Objects

    /// The commit where the merge request's branch left its target.
    func mergeBase(of request: PullRequest) async throws -> String {
        let base = request.state == .open ? try await repository.resolve(request.baseBranch) ?? request.baseSHA : request.baseSHA
        return try await repository.mergeBase(base, request.headSHA) ?? base
    }

    /// A merge request as lists show it.
    func listed(_ request: PullRequest) -> NamedParts {
        let (labels, notes) = read { state in
            (state.host.labels(of: request), state.host.comments.filter { $0.number == request.number }.count)
        }
        return answers.mergeRequest(request, labels: labels, notes: notes)
    }

    /// A single merge request with everything GitLab shows of it.
    func full(_ request: PullRequest) async throws -> NamedParts {
        let base = try await mergeBase(of: request)
        let size = try await repository.size(from: base, to: request.headSHA)
        let hasConflicts: Bool
        if request.state == .open, let tip = try await repository.resolve(request.baseBranch) {
            hasConflicts = try await repository.mergedTree(base: tip, head: request.headSHA) == nil
        } else {
            hasConflicts = false
        }
        let pipeline = read { state in state.pipelines.all.last { $0.sha == request.headSHA } }
        var parts = listed(request)
        parts.parts["diff_refs"] = ["base_sha": base, "head_sha": request.headSHA, "start_sha": request.baseSHA]
        parts.parts["changes_count"] = String(size.files)
        parts.parts["has_conflicts"] = hasConflicts
        parts.parts.updateValue(pipeline.map { pipelineAnswer($0) }, forKey: "head_pipeline")
        parts.parts["user"] = ["can_merge": true]
        return parts
    }

    func pipelineAnswer(_ pipeline: Pipeline) -> NamedParts {
        answers.pipeline(pipeline, status: read { $0.pipelines.status(of: pipeline) })
    }

    // MARK: - Events

    /// Sends a webhook to every hook that wants it.
    ///
    /// - Parameters:
    ///   - event: such as `Push Hook`.
    ///   - trigger: the hook's flag, such as `push_events`.
    func emit(_ event: String, trigger: String, action: String? = nil, _ parts: NamedParts) {
        do {
            let data = try JSONAnswer.data(parts)
            let key = UUID().uuidString.lowercased()
            for hook in read(\.host.hooks) where hook.wants(trigger) {
                deliveries.send(guid: key, event: event, action: action, hook: hook, payload: data)
            }
        } catch {
            logger.error("cannot write a webhook", metadata: ["event": "\(event)", "error": "\(error)"])
        }
    }

    /// Sends a merge request's webhook and tells the integrations.
    ///
    /// - Parameters:
    ///   - changes: fields with their values before and after.
    ///   - oldRevision: the earlier head commit, when the branch was pushed to.
    func emitMergeRequest(
        _ action: String, _ request: PullRequest, by user: GitLabUser, changes: NamedParts = [:], oldRevision: String? = nil
    ) async throws {
        let labels = read { state in state.host.labels(of: request) }
        let head = try await repository.commit(request.headSHA)
        var attributes = answers.hookMergeRequest(request, labels: labels, head: head)
        attributes.parts["action"] = action
        if let oldRevision { attributes.parts["oldrev"] = oldRevision }
        emit(
            "Merge Request Hook", trigger: "merge_requests_events", action: action,
            [
                "object_kind": "merge_request", "event_type": "merge_request", "user": answers.user(user), "project": answers.hookProject,
                "repository": answers.hookRepository, "object_attributes": attributes, "labels": labels.map(answers.hookLabel),
                "changes": changes,
            ])
        switch action {
        // What strangers wrote is not built here: it would run with the warehouse's credentials.
        case _ where request.fork != nil: break
        case "open", "reopen": tellChanged(request)
        case "update" where oldRevision != nil || changes.parts["draft"] != nil && !request.isDraft: tellChanged(request)
        case "close", "merge": onMergeRequest(.closed(number: request.number, host: .gitLab))
        default: break
        }
    }

    /// Sends a pipeline's webhook, as every status that is set on a commit causes one.
    func emitPipeline(of job: ExternalJob, by user: GitLabUser) async throws {
        guard let pipeline = read({ state in state.pipelines.all.first { $0.id == job.pipeline } }) else { return }
        let (status, jobs) = read { state in
            (state.pipelines.status(of: pipeline), state.pipelines.jobs.filter { $0.pipeline == pipeline.id })
        }
        emit(
            "Pipeline Hook", trigger: "pipeline_events",
            [
                "object_kind": "pipeline", "user": answers.user(user), "project": answers.hookProject,
                "commit": try await repository.commit(job.sha).map { answers.hookCommit($0) },
                "object_attributes": [
                    "id": pipeline.id, "iid": pipeline.id - 6_999, "ref": pipeline.ref, "tag": false, "sha": pipeline.sha,
                    "source": pipeline.source, "status": status, "stages": ["external"], "created_at": answers.time(pipeline.createdAt),
                ] as NamedParts,
                "builds": jobs.map { job -> NamedParts in
                    ["id": job.id, "stage": "external", "name": job.name, "status": job.status, "created_at": answers.time(job.createdAt)]
                },
            ])
    }

    private func tellChanged(_ request: PullRequest) {
        onMergeRequest(
            .changed(
                number: request.number, headSHA: request.headSHA, headBranch: request.headBranch, baseBranch: request.baseBranch,
                isDraft: request.isDraft, host: .gitLab))
    }
}
