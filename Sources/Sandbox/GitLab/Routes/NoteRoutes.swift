import Foundation
import HTTPTypes
import Hummingbird

/// Notes on merge requests and emoji under them.
struct NoteRoutes {
    let gitLab: LocalGitLab
    private var answers: GitLabAnswers { gitLab.answers }
    private static let bodyLimit = 1_000_000

    func add(to project: some RouterMethods<SandboxContext>) {
        let notes = project.group("merge_requests/:number/notes")
        notes.get("") { request, context in
            let number = try gitLab.mergeRequest(context).number
            let rising = request.queryItems["sort"] == "asc"
            let found = gitLab.read { state in state.host.comments.filter { $0.number == number } }
            return try GitLabPage(request).response((rising ? found : found.reversed()).map(answers.note), answers.address)
        }
        notes.post("") { request, context in try await create(request, context) }
        notes.get(":note") { _, context in try JSONAnswer.response(answers.note(try note(context))) }
        notes.put(":note") { request, context in
            let body = try Self.body(try await request.parameters(context: context))
            let time = gitLab.now()
            let changed = try change(context) {
                $0.body = body
                $0.updatedAt = time
            }
            try await emit("update", changed, by: context.gitLabUser)
            return try JSONAnswer.response(answers.note(changed))
        }
        notes.delete(":note") { _, context in
            let id = try own(context).id
            gitLab.change { state in state.host.comments.removeAll { $0.id == id } }
            return Response(status: .noContent)
        }
        awards(notes)
    }

    private func awards(_ notes: some RouterMethods<SandboxContext>) {
        notes.get(":note/award_emoji") { request, context in
            let note = try note(context)
            return try GitLabPage(request).response(note.reactions.map { answers.award($0, on: note) }, answers.address)
        }
        notes.post(":note/award_emoji") { request, context in
            let fields = try await request.parameters(context: context)
            guard let name = try fields.string("name"), !name.isEmpty else {
                throw GitLabRefusal(.badRequest, error: "name is missing")
            }
            let user = context.gitLabUser
            guard !(try note(context).reactions.contains { $0.content == name && $0.login == user.username }) else {
                throw GitLabRefusal.notFound("Award Emoji Name has already been taken")
            }
            let time = gitLab.now()
            let award = Reaction(id: gitLab.change { $0.host.nextID() }, login: user.username, content: name, createdAt: time)
            let id = try note(context).id
            let changed = gitLab.change { state in state.host.changeComment(id) { $0.reactions.append(award) } }
            guard let changed else { throw GitLabRefusal.notFound() }
            return try JSONAnswer.response(answers.award(award, on: changed), status: .created)
        }
    }

    private func create(_ request: Request, _ context: SandboxContext) async throws -> Response {
        let mergeRequest = try gitLab.mergeRequest(context)
        let body = try Self.body(try await request.parameters(context: context))
        let time = gitLab.now()
        let user = context.gitLabUser
        let note = gitLab.change { state in
            let note = IssueComment(
                id: state.host.nextID(), number: mergeRequest.number, login: user.username, body: body, createdAt: time, updatedAt: time)
            state.host.comments.append(note)
            return note
        }
        try await emit("create", note, by: user)
        return try JSONAnswer.response(answers.note(note), status: .created)
    }

    private static func body(_ fields: RequestFields) throws -> String {
        guard let body = try fields.string("body"), !body.isEmpty else { throw GitLabRefusal(.badRequest, error: "body is missing") }
        guard body.unicodeScalars.count <= bodyLimit else {
            throw GitLabRefusal(.badRequest, message: "400 Bad request - Note {:note=>[\"is too long (maximum is 1000000 characters)\"]}")
        }
        return body
    }

    private func note(_ context: SandboxContext) throws -> IssueComment {
        let number = try gitLab.mergeRequest(context).number
        let id = context.parameters.get("note", as: Int.self)
        guard let note = gitLab.read({ state in state.host.comments.first { $0.id == id && $0.number == number } }) else {
            throw GitLabRefusal.notFound("Note")
        }
        return note
    }

    /// The note, if it is the caller's.
    private func own(_ context: SandboxContext) throws -> IssueComment {
        let note = try note(context)
        guard note.login == context.gitLabUser.username || context.gitLabUser.accessLevel >= 40 else { throw GitLabRefusal.forbidden }
        return note
    }

    private func change(_ context: SandboxContext, _ body: (inout IssueComment) -> Void) throws -> IssueComment {
        let id = try own(context).id
        guard let changed = gitLab.change({ state in state.host.changeComment(id, body) }) else { throw GitLabRefusal.notFound("Note") }
        return changed
    }

    private func emit(_ action: String, _ note: IssueComment, by user: GitLabUser) async throws {
        guard let request = gitLab.read({ $0.host.pull(note.number) }) else { return }
        let labels = gitLab.read { state in state.host.labels(of: request) }
        let head = try await gitLab.repository.commit(request.headSHA)
        gitLab.emit(
            "Note Hook", trigger: "note_events", action: action,
            [
                "object_kind": "note", "event_type": "note", "user": answers.user(user), "project_id": GitLabNames.projectID,
                "project": answers.hookProject, "repository": answers.hookRepository,
                "object_attributes": [
                    "id": note.id, "note": note.body, "noteable_type": "MergeRequest", "author_id": user.id,
                    "created_at": answers.time(note.createdAt), "updated_at": answers.time(note.updatedAt), "noteable_id": request.id,
                    "project_id": GitLabNames.projectID, "system": false, "action": action,
                    "url": "\(answers.url(of: request))#note_\(note.id)",
                ] as NamedParts,
                "merge_request": answers.hookMergeRequest(request, labels: labels, head: head),
            ])
    }
}

extension HostState {
    /// Changes a comment and answers it as it is then.
    fileprivate mutating func changeComment(_ id: Int, _ change: (inout IssueComment) -> Void) -> IssueComment? {
        guard let index = comments.firstIndex(where: { $0.id == id }) else { return nil }
        change(&comments[index])
        return comments[index]
    }
}
