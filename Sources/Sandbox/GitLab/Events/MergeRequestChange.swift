import Foundation
import HTTPTypes

/// A change of a merge request's own fields, told by one event as GitLab does.
struct MergeRequestChange {
    let gitLab: LocalGitLab
    let user: GitLabUser

    /// Applies the fields a request names and sends the events.
    /// - Throws: `GitLabRefusal` for what cannot be, `FieldError` for wrong types.
    func apply(_ fields: RequestFields, to request: PullRequest) async throws -> PullRequest {
        var changes: NamedParts = [:]
        var changed = try await edit(fields, request, &changes)
        changed = try relabel(fields, changed, &changes)
        if !changes.parts.isEmpty { try await gitLab.emitMergeRequest("update", changed, by: user, changes: changes) }
        switch try fields.string("state_event") {
        case "close" where changed.gitLabState == "opened": return try await close(changed)
        case "reopen" where changed.gitLabState == "closed": return try await reopen(changed)
        case nil, "close", "reopen": return changed
        default: throw GitLabRefusal(.badRequest, error: "state_event does not have a valid value")
        }
    }

    private func edit(_ fields: RequestFields, _ request: PullRequest, _ changes: inout NamedParts) async throws -> PullRequest {
        let title = try fields.string("title") ?? request.title
        let body = try fields.has("description") ? fields.string("description") : request.body
        let base = try fields.string("target_branch") ?? request.baseBranch
        guard let baseSHA = try await gitLab.repository.references()["refs/heads/\(base)"] else {
            throw GitLabRefusal(.conflict, message: "Target branch \"\(base)\" does not exist")
        }
        let isDraft = PullRequest.isDraft(title: title)
        func note(_ name: String, _ before: some Encodable, _ after: some Encodable, _ differs: Bool) {
            if differs { changes.parts[name] = ["previous": before, "current": after] as NamedParts }
        }
        note("title", request.title, title, title != request.title)
        note("description", request.body, body, body != request.body)
        note("target_branch", request.baseBranch, base, base != request.baseBranch)
        note("draft", request.isDraft, isDraft, isDraft != request.isDraft)
        guard !changes.parts.isEmpty else { return request }
        return gitLab.change(request) {
            $0.title = title
            $0.body = body
            $0.isDraft = isDraft
            if base != $0.baseBranch { $0.baseSHA = baseSHA }
            $0.baseBranch = base
        }
    }

    private func relabel(_ fields: RequestFields, _ request: PullRequest, _ changes: inout NamedParts) throws -> PullRequest {
        let before = gitLab.read { state in state.host.labels(of: request) }
        var names = try Self.names(fields, "labels") ?? before.map(\.name)
        let removed = Set((try Self.names(fields, "remove_labels") ?? []).map { $0.lowercased() })
        names = (names + (try Self.names(fields, "add_labels") ?? [])).filter { !removed.contains($0.lowercased()) }
        let time = gitLab.now()
        let (changed, after) = gitLab.change { state -> (PullRequest?, [Label]) in
            var ids: [Int] = []
            for name in names {
                let id = state.host.label(named: name).id
                if !ids.contains(id) { ids.append(id) }
            }
            for label in before where !ids.contains(label.id) {
                state.host.noteLabel(label, on: request.number, isAdded: false, by: user.username, at: time)
            }
            for label in state.host.labels where ids.contains(label.id) && !before.contains(where: { $0.id == label.id }) {
                state.host.noteLabel(label, on: request.number, isAdded: true, by: user.username, at: time)
            }
            let changed = state.host.changePull(request.number, now: time) { $0.labels = ids }
            return (changed, changed.map { state.host.labels(of: $0) } ?? [])
        }
        if Set(before.map(\.id)) != Set(after.map(\.id)) {
            changes.parts["labels"] =
                ["previous": before.map(gitLab.answers.hookLabel), "current": after.map(gitLab.answers.hookLabel)] as NamedParts
        }
        return changed ?? request
    }

    /// A list, or names with commas between them; empty text clears.
    static func names(_ fields: RequestFields, _ field: String) throws -> [String]? {
        switch fields.values[field] {
        case nil, .null: nil
        case .array: try fields.strings(field)
        default:
            (try fields.string(field) ?? "").split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
        }
    }

    private func close(_ request: PullRequest) async throws -> PullRequest {
        let time = gitLab.now()
        let closed = gitLab.change(request) {
            $0.state = .closed
            $0.closedAt = time
        }
        try await gitLab.emitMergeRequest("close", closed, by: user)
        return closed
    }

    private func reopen(_ request: PullRequest) async throws -> PullRequest {
        let head = request.fork == nil ? try await gitLab.repository.references()["refs/heads/\(request.headBranch)"] : nil
        let opened = gitLab.change(request) {
            $0.state = .open
            $0.closedAt = nil
            $0.headSHA = head ?? $0.headSHA
        }
        try await gitLab.emitMergeRequest("reopen", opened, by: user)
        return opened
    }
}
