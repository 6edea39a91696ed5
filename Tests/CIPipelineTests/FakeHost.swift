import SourceControl
import Synchronization

/// A host that keeps what is written to it.
final class FakeHost: SourceControlHost {
    struct State {
        var change = World.change()
        var open: [ChangeRequest]?
        var files = ["dbt/m1.sql"]
        var statuses: [(sha: String, status: CommitStatus)] = []
        var comments: [(id: String, text: String)] = []
        var writes = 0
        var committedAt: Double?
        /// What people wrote; `comments` are ours.
        var written: [ChangeComment] = []
        var commits: [Commit] = []
        var isCut = false
        var roles: [String: RepositoryRole] = ["ann": .write]
        var reactions: [String: CommentReaction] = [:]
        /// Who set labels, by the label in lower case.
        var labelers: [String: String] = [:]
        /// What the repository is called; nil where the host does not tell.
        var facts: RepositoryFacts?
        /// Check runs by their identifiers; nil where the host has none.
        var checks: [String: (sha: String, report: CheckReport)]?
        /// Called with each comment that was written.
        var onComment: (@Sendable (String) -> Void)?
        /// Called in the middle of setting a status.
        var onStatus: (@Sendable (CommitStatus) async -> Void)?
        /// How often the base branch's tip was asked for.
        var tips = 0
        /// How often a pull request was read.
        var reads = 0
        /// How often the open pull requests were listed.
        var looks = 0
        /// Errors for the next calls, by the call's name.
        var failures: [String: [SourceControlError]] = [:]
    }

    let state = Mutex(State())
    let fuse = Mutex<Fuse?>(nil)

    var change: ChangeRequest { state.withLock { $0.change } }
    var statuses: [(sha: String, status: CommitStatus)] { state.withLock { $0.statuses } }
    var comments: [(id: String, text: String)] { state.withLock { $0.comments } }
    func edit(_ body: @Sendable (inout State) -> Void) { state.withLock { body(&$0) } }
    func status(of sha: String) -> CommitStatus? { statuses.last { $0.sha == sha }?.status }

    private func check(_ call: String) throws(SourceControlError) {
        let failure: SourceControlError? = state.withLock { state in
            guard state.failures[call]?.isEmpty == false else { return nil }
            return state.failures[call]?.removeFirst()
        }
        if let failure { throw failure }
    }

    private func burn() throws(SourceControlError) {
        do {
            try fuse.withLock { $0 }?.burn()
        } catch {
            throw SourceControlError(.cancelled, "crash")
        }
    }

    func changeRequest(_ number: Int) async throws(SourceControlError) -> ChangeRequest {
        state.withLock { $0.reads += 1 }
        try check("changeRequest")
        try burn()
        return change
    }

    func openChangeRequests() async throws(SourceControlError) -> [ChangeRequest] {
        try check("open")
        return state.withLock { state in
            state.looks += 1
            return state.open ?? (state.change.state == .open ? [state.change] : [])
        }
    }

    func changedFiles(of number: Int) async throws(SourceControlError) -> ChangedFiles {
        try check("changedFiles")
        return state.withLock { ChangedFiles(paths: $0.files, isComplete: !$0.isCut) }
    }

    func comments(on number: Int) async throws(SourceControlError) -> [ChangeComment] {
        try check("comments")
        return state.withLock { $0.written.filter { $0.number == number } }
    }

    func commits(of number: Int) async throws(SourceControlError) -> [Commit] {
        try check("commits")
        return state.withLock { $0.commits }
    }

    func role(of user: String) async throws(SourceControlError) -> RepositoryRole {
        try check("role")
        try check("role of \(user)")
        return state.withLock { $0.roles[user] ?? .none }
    }

    func react(_ reaction: CommentReaction, to comment: ChangeComment) async throws(SourceControlError) {
        try check("react")
        state.withLock { $0.reactions[comment.id] = reaction }
    }

    func labeler(of label: String, on number: Int) async throws(SourceControlError) -> String? {
        try check("labeler")
        return state.withLock { $0.labelers[label.lowercased()] }
    }

    func facts() async throws(SourceControlError) -> RepositoryFacts {
        guard let facts = state.withLock({ $0.facts }) else {
            throw SourceControlError(.rejected, "This host does not tell what a repository is called.")
        }
        return facts
    }

    func installWebhook(url: String, secret: String) async throws(SourceControlError) -> WebhookInstallation {
        .notAllowed("Webhooks of this host are installed by hand.")
    }

    func writeCheck(_ check: CheckReport, on sha: String, known: String?) async throws(SourceControlError) -> String? {
        let id: String? = state.withLock { state in
            guard let checks = state.checks else { return nil }
            let found = checks.first { $0.value.sha == sha && $0.value.report.status.context == check.status.context }?.key
            let id = known ?? found ?? "check\(checks.count + 1)"
            state.checks?[id] = (sha, check)
            return id
        }
        if id != nil { try burn() }
        return id
    }

    func mergeBase(of base: String, and head: String) async throws(SourceControlError) -> Commit { Commit(sha: "base0") }

    func history(from sha: String, limit: Int) async throws(SourceControlError) -> [Commit] {
        try check("history")
        return [Commit(sha: sha, committedAt: state.withLock { $0.committedAt }), Commit(sha: "older")]
    }

    func tip(of branch: String) async throws(SourceControlError) -> Commit {
        state.withLock { $0.tips += 1 }
        return Commit(sha: "base1")
    }

    func setStatus(_ status: CommitStatus, on sha: String) async throws(SourceControlError) {
        try check("setStatus")
        state.withLock { $0.statuses.append((sha, status)) }
        await state.withLock { $0.onStatus }?(status)
        try burn()
    }

    func writeComment(
        _ markdown: String, marker: CommentMarker, on number: Int, known: String?
    ) async throws(SourceControlError) -> WrittenComment {
        try check("writeComment")
        let text = marker.appended(to: markdown)
        let id = state.withLock { state in
            state.writes += 1
            if let index = state.comments.firstIndex(where: { $0.id == known || marker.ends($0.text) }) {
                state.comments[index].text = text
                return state.comments[index].id
            }
            state.comments.append((String(state.comments.count + 1), text))
            return String(state.comments.count)
        }
        state.withLock { $0.onComment }?(text)
        try burn()
        return WrittenComment(id: id, url: "http://host/c/\(id)")
    }
}
