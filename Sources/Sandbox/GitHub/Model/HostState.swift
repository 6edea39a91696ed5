import Foundation

/// Everything the local GitHub knows besides git: changed by plain functions.
struct HostState: Sendable {
    private(set) var pulls: [PullRequest] = []
    var comments: [IssueComment] = []
    var statuses: [StatusRecord] = []
    var checkRuns: [CheckRun] = []
    var labels: [Label] = []
    var labelEvents: [LabelEvent] = []
    var hooks: [Hook] = []
    var apps: [AppRecord] = []
    var installationTokens: [InstallationTokenRecord] = []
    /// Apps whose code was not exchanged yet, with their private keys.
    var manifestCodes: [String: (app: AppRecord, privateKeyPEM: String)] = [:]
    /// What the fine-grained token may do.
    var fineGrainedPermissions = ["contents": "read", "metadata": "read", "pull_requests": "write", "statuses": "write"]
    private var lastID = 279_147_436

    /// A new number, unique over all kinds of objects.
    mutating func nextID() -> Int {
        lastID += 1
        return lastID
    }

    func pull(_ number: Int) -> PullRequest? { pulls.first { $0.number == number } }

    mutating func addPull(_ make: (_ number: Int, _ id: Int) -> PullRequest) -> PullRequest {
        let pull = make((pulls.last?.number ?? 0) + 1, nextID())
        pulls.append(pull)
        return pull
    }

    /// Changes a pull request and answers it as it is then.
    mutating func changePull(_ number: Int, now: Date, _ change: (inout PullRequest) -> Void) -> PullRequest? {
        guard let index = pulls.firstIndex(where: { $0.number == number }) else { return nil }
        change(&pulls[index])
        pulls[index].updatedAt = now
        return pulls[index]
    }

    /// The label of a name, ignoring case, made when it is new, as GitHub does when one is put on an issue.
    mutating func label(named name: String) -> Label {
        if let known = labels.first(where: { $0.name.lowercased() == name.lowercased() }) { return known }
        let label = Label(id: nextID(), name: name)
        labels.append(label)
        return label
    }

    mutating func noteLabel(_ label: Label, on number: Int, isAdded: Bool, by login: String, at time: Date) {
        labelEvents.append(LabelEvent(id: nextID(), number: number, label: label, isAdded: isAdded, login: login, at: time))
    }

    func labels(of pull: PullRequest) -> [Label] {
        pull.labels.compactMap { id in labels.first { $0.id == id } }
    }

    /// The newest status of every context on a commit, newest first.
    func latestStatuses(_ sha: String) -> [StatusRecord] {
        var seen: Set<String> = []
        return statuses.reversed().filter { $0.sha == sha && seen.insert($0.context).inserted }
    }

    /// GitHub's one word for all contexts of a commit.
    func combinedState(_ sha: String) -> String {
        let states = latestStatuses(sha).map(\.state)
        if states.contains("failure") || states.contains("error") { return "failure" }
        return states.isEmpty || states.contains("pending") ? "pending" : "success"
    }
}
