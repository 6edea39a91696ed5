import Foundation
import HTTPTypes
import Hummingbird

/// Comments on pull requests and reactions to them.
struct CommentRoutes {
    let host: GitHubHost
    private var links: GitHubLinks { host.answers.links }

    func add(to repository: some RouterMethods<SandboxContext>) {
        repository.get("issues/:number/comments") { request, context in
            let number = try pull(context).number
            let comments = host.read { state in state.comments.filter { $0.number == number } }
            return try GitHubPage(request).response(comments.map { host.answers.comment($0) }, links: links)
        }
        repository.post("issues/:number/comments") { request, context in try await create(request, context) }
        repository.get("issues/comments") { request, _ in
            try GitHubPage(request).response(host.read(\.comments).map { host.answers.comment($0) }, links: links)
        }
        repository.get("issues/comments/:comment") { _, context in try JSONAnswer.response(host.answers.comment(try comment(context))) }
        repository.patch("issues/comments/:comment") { request, context in try await edit(request, context) }
        repository.delete("issues/comments/:comment") { _, context in try delete(context) }
        repository.get("issues/comments/:comment/reactions") { request, context in
            try GitHubPage(request).response(try comment(context).reactions.map(host.answers.reaction), links: links)
        }
        repository.post("issues/comments/:comment/reactions") { request, context in try await react(request, context) }
        repository.delete("issues/comments/:comment/reactions/:reaction") { _, context in
            let comment = try comment(context)
            let reaction = context.parameters.get("reaction", as: Int.self)
            guard comment.reactions.contains(where: { $0.id == reaction }) else { throw GitHubFailure.notFound }
            change(comment.id) { $0.reactions.removeAll { $0.id == reaction } }
            return Response(status: .noContent)
        }
    }

    private func pull(_ context: SandboxContext) throws -> PullRequest {
        guard let number = context.parameters.get("number", as: Int.self), let pull = host.read({ $0.pull(number) }) else {
            throw GitHubFailure.notFound
        }
        return pull
    }

    private func comment(_ context: SandboxContext) throws -> IssueComment {
        let id = context.parameters.get("comment", as: Int.self)
        guard let comment = host.read({ state in state.comments.first { $0.id == id } }) else { throw GitHubFailure.notFound }
        return comment
    }

    private func change(_ id: Int, _ body: (inout IssueComment) -> Void) {
        host.change { state in
            guard let index = state.comments.firstIndex(where: { $0.id == id }) else { return }
            body(&state.comments[index])
        }
    }

    /// GitHub counts characters and refuses more than 65,536.
    private static func body(_ fields: RequestFields) throws -> String {
        guard let body = try fields.string("body"), !body.allSatisfy(\.isWhitespace) else {
            throw GitHubFailure.invalid("IssueComment", "body", "missing_field")
        }
        guard body.unicodeScalars.count <= IssueComment.bodyLimit else {
            let message = "body is too long (maximum is \(IssueComment.bodyLimit) characters)"
            throw GitHubFailure.invalid("IssueComment", "data", "unprocessable", message)
        }
        return body
    }

    private func create(_ request: Request, _ context: SandboxContext) async throws -> Response {
        let pull = try pull(context)
        let body = try Self.body(try await request.fields(context: context))
        let login = context.login
        let time = host.now()
        let comment = host.change { state in
            let comment = IssueComment(id: state.nextID(), number: pull.number, login: login, body: body, createdAt: time, updatedAt: time)
            state.comments.append(comment)
            return comment
        }
        emit("created", comment, pull, login: login)
        return try JSONAnswer.response(host.answers.comment(comment), status: .created)
    }

    private func edit(_ request: Request, _ context: SandboxContext) async throws -> Response {
        let old = try comment(context)
        try requireOwnership(old, context)
        let body = try Self.body(try await request.fields(context: context))
        let time = host.now()
        change(old.id) {
            $0.body = body
            $0.updatedAt = time
        }
        let comment = try comment(context)
        if let pull = host.read({ $0.pull(comment.number) }) {
            emit("edited", comment, pull, login: context.login, extra: ["changes": ["body": ["from": old.body]]])
        }
        return try JSONAnswer.response(host.answers.comment(comment))
    }

    private func delete(_ context: SandboxContext) throws -> Response {
        let comment = try comment(context)
        try requireOwnership(comment, context)
        host.change { state in state.comments.removeAll { $0.id == comment.id } }
        if let pull = host.read({ $0.pull(comment.number) }) { emit("deleted", comment, pull, login: context.login) }
        return Response(status: .noContent)
    }

    private func requireOwnership(_ comment: IssueComment, _ context: SandboxContext) throws {
        if comment.login != context.login { try context.requireWrite() }
    }

    private func emit(_ action: String, _ comment: IssueComment, _ pull: PullRequest, login: String, extra: NamedParts = [:]) {
        var parts = extra
        parts.parts["issue"] = host.issueAnswer(pull)
        parts.parts["comment"] = host.answers.comment(comment)
        host.emit("issue_comment", action: action, login: login, parts)
    }

    private func react(_ request: Request, _ context: SandboxContext) async throws -> Response {
        let comment = try comment(context)
        let content = try await request.fields(context: context).string("content") ?? ""
        guard Reaction.contents.contains(content) else { throw GitHubFailure.invalid("Reaction", "content") }
        let login = context.login
        if let known = comment.reactions.first(where: { $0.login == login && $0.content == content }) {
            return try JSONAnswer.response(host.answers.reaction(known))
        }
        let time = host.now()
        let reaction = host.change { Reaction(id: $0.nextID(), login: login, content: content, createdAt: time) }
        change(comment.id) { $0.reactions.append(reaction) }
        return try JSONAnswer.response(host.answers.reaction(reaction), status: .created)
    }
}
