import Foundation
import Logging
package import SourceControl
package import Store
import Synchronization

extension Pipeline {
    /// Has a comment's commands done soon; answers at once, and a repeated delivery changes nothing.
    ///
    /// Whether the author may is found out then, and the answer is a reaction.
    @discardableResult
    package func take(_ comment: ChangeComment, on repository: RepositoryRecord) async throws -> RequestOutcome {
        guard !ChangeCommand.all(in: comment.body).isEmpty else { return .ignored("The comment has no command.") }
        let key = "\(repository.id):\(comment.id)"
        guard try await !store.hasDelivery(host: Self.commentDeliveries, id: key) else { return .ignored("This comment was taken before.") }
        try await enqueue(.comment(comment, repository: repository.id), key: "comment:\(key)")
        _ = try await store.noteDelivery(host: Self.commentDeliveries, id: key, event: "command", now: time.now())
        return .accepted("What the comment asks for on \(repository.noun) \(comment.number) is looked at.")
    }

    /// Under this name commands are remembered among the deliveries.
    private static let commentDeliveries = "command"

    /// Has the review of a commit done once more, as the host's own button asks for; answers at once.
    ///
    /// - Parameters:
    ///   - context: of the commit status or check that was pressed, which names the configuration; nil for all of the commit's.
    ///   - who: the person's name on the host; empty when the host does not tell.
    package func rerun(sha: String, context: String?, repository: RepositoryRecord, by who: String) async throws -> RequestOutcome {
        try await enqueue(
            .rerun(sha: sha, context: context, repository: repository.id, by: who.isEmpty ? "somebody on the host" : who),
            key: "rerun:\(repository.id):\(sha):\(context ?? "")")
        return .accepted("The review of commit \(sha.prefix(7)) is begun again if it is over.")
    }

    private func enqueue(_ request: HostRequest, key: String) async throws {
        let payload = String(decoding: try JSONEncoder().encode(request), as: UTF8.self)
        try await store.enqueue(key: key, kind: JobKind.request.rawValue, payload: payload, runAfter: time.now())
    }

    /// Does what a job asks for, within the time of one action, once everything before it in its line is done.
    func answer(_ job: JobRecord) async throws -> RunPause {
        let request = try HostRequest(job)
        let isPreceded = try await store.jobs().contains { earlier in
            earlier.kind == job.kind && earlier.id < job.id && (try? HostRequest(earlier))?.line == request.line
        }
        if isPreceded { return .until(time.now() + Self.turnSeconds) }
        try await withDeadline(.seconds(limits.actionSeconds), time) {
            switch request {
            case .comment(let comment, let id): try await self.answer(comment, try await self.store.repository(id))
            case .rerun(let sha, let context, let id, let who):
                try await self.rerun(sha, context, try await self.store.repository(id), who)
            }
        }
        return .finished
    }

    /// Seconds between two looks at whether an earlier request has its answer.
    private static let turnSeconds = 0.5

    private func rerun(_ sha: String, _ context: String?, _ repository: RepositoryRecord, _ who: String) async throws {
        var query = RunQuery()
        query.repositoryID = repository.id
        query.headSHA = sha
        for number in Set(try await store.runs(query).map(\.changeNumber)) {
            let answer = try await perform(
                .rerun, RequestPlace(number: number, repository: repository, sha: sha, context: context), by: who)
            guard case .impossible(let reason) = answer else { continue }
            logger.info("rerun not possible", metadata: ["repository": "\(repository.name)", "commit": "\(sha)", "reason": "\(reason)"])
        }
    }

    /// Only people who may change code are obeyed; what strangers write is answered with no more than a reaction.
    private func answer(_ comment: ChangeComment, _ repository: RepositoryRecord) async throws {
        let host = try connections.host(repository)
        guard try await host.role(of: comment.author).mayWrite else {
            try await host.react(.refused, to: comment)
            return
        }
        var sentences: [String] = []
        var isHelpWanted = false
        for command in ChangeCommand.all(in: comment.body) {
            switch command {
            case .help: isHelpWanted = true
            case .unknown(let words): sentences.append("'\(words.prefix(100))' is not understood.")
            default:
                let place = RequestPlace(number: comment.number, repository: repository, comment: comment.id)
                if case .impossible(let reason) = try await perform(command, place, by: comment.author) { sentences.append(reason) }
            }
        }
        if isHelpWanted || !sentences.isEmpty { try await say(sentences, to: comment, host) }
        try await host.react(sentences.isEmpty ? .seen : .confused, to: comment)
    }

    /// All answers of a pull request stand in one comment of their own.
    private func say(_ sentences: [String], to comment: ChangeComment, _ host: any SourceControlHost) async throws {
        let said = sentences.map { "> \(ProgressComment.escaped($0))\n\n" }.joined()
        _ = try await host.writeComment(
            said + ChangeCommand.helpText, marker: CommentMarker(configuration: "/answers"), on: comment.number, known: nil)
    }

    /// Looks for commands that no delivery told of, in comments newer than those of the last look.
    ///
    /// The first look at a pull request only notes how far it went: commands may have been meant for another program before. Not oftener
    /// than the limits say, and not in pull requests that were never reviewed.
    func lookForComments(on open: [ChangeRequest], of repository: RepositoryRecord) async throws {
        let now = time.now()
        let isDue = commentLooks.withLock { looks in
            guard now - looks[repository.id, default: -.infinity] >= limits.commentLookSeconds else { return false }
            looks[repository.id] = now
            return true
        }
        guard isDue else { return }
        for change in open.sorted(by: { $0.number > $1.number }).prefix(limits.commentLookCount) {
            var query = RunQuery()
            query.repositoryID = repository.id
            query.changeNumber = change.number
            query.limit = 1
            guard try await !store.runs(query).isEmpty else { continue }
            try await lookForComments(on: change.number, of: repository)
        }
    }

    private func lookForComments(on number: Int, of repository: RepositoryRecord) async throws {
        let comments = try await withDeadline(.seconds(limits.actionSeconds), time) {
            try await self.connections.host(repository).comments(on: number)
        }
        let last = try await store.lastComment(of: number, repository: repository.id)
        if let last {
            let fresh = comments.lastIndex { $0.id == last }.map { comments[($0 + 1)...] }
            // The last one may have been deleted; numbers of comments grow.
            let newer = fresh ?? comments.filter { (Int($0.id) ?? 0) > (Int(last) ?? .max) }[...]
            for comment in newer { try await take(comment, on: repository) }
        }
        let newest = comments.last?.id ?? last ?? "0"
        if newest != last { try await store.noteLastComment(newest, of: number, repository: repository.id) }
    }
}
