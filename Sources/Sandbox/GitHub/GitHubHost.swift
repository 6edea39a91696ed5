import Foundation
import Logging
import Synchronization

/// The local GitHub: one repository over real git, and what people say about it.
final class GitHubHost: Sendable {
    let repository: GitRepository
    let forks: Forks
    let answers: GitHubAnswers
    let deliveries: DeliveryLog
    let logger: Logger
    let now: @Sendable () -> Date
    private let state: Mutex<HostState>
    private let pushedAt: Mutex<Date>
    private let onPullRequest: @Sendable (DbtCloud.PullRequestEvent) -> Void
    private let watch = Mutex<PushWatch?>(nil)

    /// - Parameter onPullRequest: told what happens to pull requests, as an installed integration would be.
    init(
        repository: GitRepository,
        address: SandboxAddress,
        deliveries: DeliveryLog,
        logger: Logger,
        now: @escaping @Sendable () -> Date = { Date() },
        onPullRequest: @escaping @Sendable (DbtCloud.PullRequestEvent) -> Void
    ) {
        self.repository = repository
        forks = Forks(of: repository)
        self.deliveries = deliveries
        self.logger = logger
        self.now = now
        self.onPullRequest = onPullRequest
        answers = GitHubAnswers(links: GitHubLinks(address: address), createdAt: now())
        state = Mutex(HostState())
        pushedAt = Mutex(now())
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

    func read<Value>(_ body: (borrowing HostState) throws -> sending Value) rethrows -> sending Value {
        try state.withLock { try body($0) }
    }

    func change<Value>(_ body: (inout HostState) throws -> sending Value) rethrows -> sending Value {
        try state.withLock { try body(&$0) }
    }

    // MARK: - Objects

    func repositoryAnswer(forPush: Bool = false) -> Joined {
        let open = read { state in state.pulls.filter { $0.state == .open }.count }
        return answers.repository(
            openPulls: open, gitPath: repository.path, pushedAt: pushedAt.withLock { $0 }, forPush: forPush)
    }

    /// A single pull request with everything GitHub shows of it.
    func pullAnswer(_ pull: PullRequest) async throws -> Joined {
        let facts = try await facts(of: pull)
        let (labels, comments) = read { state in (state.labels(of: pull), state.comments.filter { $0.number == pull.number }.count) }
        return answers.pull(pull, labels: labels, repository: repositoryAnswer(), facts: facts, comments: comments)
    }

    func issueAnswer(_ pull: PullRequest) -> some Encodable {
        let (labels, comments) = read { state in (state.labels(of: pull), state.comments.filter { $0.number == pull.number }.count) }
        return answers.issue(pull, labels: labels, comments: comments)
    }

    /// The commit where the pull request's branch left its base.
    func mergeBase(of pull: PullRequest) async throws -> String {
        // A merged pull request is compared with the base as it was before the merge.
        let base = pull.state == .open ? try await repository.resolve(pull.baseBranch) ?? pull.baseSHA : pull.baseSHA
        return try await repository.mergeBase(base, pull.headSHA) ?? base
    }

    private func facts(of pull: PullRequest) async throws -> PullFacts {
        let base = try await mergeBase(of: pull)
        let size = try await repository.size(from: base, to: pull.headSHA)
        var mergeable: Bool?
        if pull.state == .open, let tip = try await repository.resolve(pull.baseBranch) {
            mergeable = try await repository.mergedTree(base: tip, head: pull.headSHA) != nil
        }
        return PullFacts(
            commits: try await repository.count("\(base)..\(pull.headSHA)"),
            additions: size.additions,
            deletions: size.deletions,
            changedFiles: size.files,
            mergeable: mergeable
        )
    }

    // MARK: - Events

    /// Sends a webhook to every hook that wants it, those of installed Apps included.
    ///
    /// - Parameter app: the only App that is told, and no hook of the repository.
    func emit(_ event: String, action: String? = nil, login: String, forPush: Bool = false, app: Int? = nil, _ parts: NamedParts) {
        var payload = parts
        if let action { payload.parts["action"] = action }
        payload.parts["repository"] = repositoryAnswer(forPush: forPush)
        payload.parts["organization"] = answers.user(GitHubNames.owner)
        payload.parts["sender"] = answers.user(login)
        do {
            let data = try JSONAnswer.data(payload)
            let guid = UUID().uuidString.lowercased()
            for hook in read(\.hooks) where app == nil && hook.wants(event) {
                deliveries.send(guid: guid, event: event, action: action, hook: hook, payload: data)
            }
            for other in read(\.apps) where app == nil || app == other.id {
                guard let place = other.installation, place.suspendedAt == nil, let hook = other.hook, hook.wants(event) else { continue }
                payload.parts["installation"] = ["id": place.id]
                deliveries.send(
                    guid: UUID().uuidString.lowercased(), event: event, action: action, hook: hook, payload: try JSONAnswer.data(payload))
            }
        } catch {
            logger.error("cannot write a webhook", metadata: ["event": "\(event)", "error": "\(error)"])
        }
    }

    /// Sends a pull request's webhook and tells the integrations.
    func emitPullRequest(_ action: String, _ pull: PullRequest, login: String, extra: NamedParts = [:]) async throws {
        var parts = extra
        parts.parts["number"] = pull.number
        parts.parts["pull_request"] = try await pullAnswer(pull)
        emit("pull_request", action: action, login: login, parts)
        switch action {
        // What strangers wrote is not built here: it would run with the warehouse's credentials.
        case _ where pull.fork != nil: break
        case "opened", "reopened", "synchronize", "ready_for_review":
            onPullRequest(
                .changed(
                    number: pull.number, headSHA: pull.headSHA, headBranch: pull.headBranch, baseBranch: pull.baseBranch,
                    isDraft: pull.isDraft))
        case "closed": onPullRequest(.closed(number: pull.number))
        default: break
        }
    }

    func markPushed() {
        pushedAt.withLock { $0 = now() }
    }
}
