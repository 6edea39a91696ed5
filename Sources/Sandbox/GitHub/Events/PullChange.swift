import Foundation

/// A change of a pull request's own fields, each with the events GitHub sends for it.
struct PullChange {
    let host: GitHubHost
    let login: String

    /// Applies the fields a request names and sends the events.
    /// - Throws: `GitHubFailure` for a state that cannot be reached, `FieldError` for wrong types.
    func apply(_ fields: RequestFields, to pull: PullRequest) async throws -> PullRequest {
        var current = pull
        current = try await edit(fields, current)
        if let draft = try fields.bool("draft"), draft != current.isDraft {
            current = change(current) { $0.isDraft = draft }
            try await host.emitPullRequest(draft ? "converted_to_draft" : "ready_for_review", current, login: login)
        }
        switch try fields.string("state") {
        case "closed" where current.state == .open: current = try await close(current)
        case "open" where current.state == .closed: current = try await reopen(current)
        case nil, "open", "closed": break
        default: throw GitHubFailure.invalid("PullRequest", "state")
        }
        return current
    }

    private func edit(_ fields: RequestFields, _ pull: PullRequest) async throws -> PullRequest {
        let title = try fields.string("title") ?? pull.title
        let body = fields.has("body") ? try fields.string("body") : pull.body
        let base = try fields.string("base") ?? pull.baseBranch
        guard title != pull.title || body != pull.body || base != pull.baseBranch else { return pull }
        guard let baseSHA = try await host.repository.references()["refs/heads/\(base)"] else {
            throw GitHubFailure.invalid("PullRequest", "base")
        }
        var before: NamedParts = [:]
        if title != pull.title { before.parts["title"] = ["from": pull.title] }
        if body != pull.body { before.parts["body"] = ["from": pull.body ?? ""] }
        if base != pull.baseBranch { before.parts["base"] = ["ref": ["from": pull.baseBranch], "sha": ["from": pull.baseSHA]] }
        let changed = change(pull) {
            $0.title = title
            $0.body = body
            if base != $0.baseBranch { $0.baseSHA = baseSHA }
            $0.baseBranch = base
        }
        try await host.emitPullRequest("edited", changed, login: login, extra: ["changes": before])
        return changed
    }

    private func close(_ pull: PullRequest) async throws -> PullRequest {
        let time = host.now()
        let closed = change(pull) {
            $0.state = .closed
            $0.closedAt = time
        }
        try await host.emitPullRequest("closed", closed, login: login)
        return closed
    }

    private func reopen(_ pull: PullRequest) async throws -> PullRequest {
        let branch = pull.fork == nil ? try await host.repository.references()["refs/heads/\(pull.headBranch)"] : pull.headSHA
        guard pull.merge == nil, let head = branch else {
            throw GitHubFailure.invalid("PullRequest", "state", "invalid", "state cannot be changed. The branch was merged or deleted.")
        }
        let opened = change(pull) {
            $0.state = .open
            $0.closedAt = nil
            $0.headSHA = head
        }
        try await host.emitPullRequest("reopened", opened, login: login)
        return opened
    }

    private func change(_ pull: PullRequest, _ body: (inout PullRequest) -> Void) -> PullRequest {
        let time = host.now()
        return host.change { $0.changePull(pull.number, now: time, body) } ?? pull
    }
}
