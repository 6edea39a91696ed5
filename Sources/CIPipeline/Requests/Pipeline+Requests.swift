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
        try await store.enqueue(key: key, kind: JobKind.request.rawValue, payload: try request.payload(), runAfter: time.now())
    }

    /// Does what a job asks for, within the time of one action, once everything before it in its line is done.
    func answer(_ job: JobRecord) async throws -> RunPause {
        let request = try HostRequest(job)
        let earlier = try await store.jobs().first { earlier in
            earlier.kind == job.kind && earlier.id < job.id && (try? HostRequest(earlier))?.line == request.line
        }
        if let earlier { return .until(max(time.now() + Self.turnSeconds, earlier.runAfter)) }
        let isDone = try await withDeadline(.seconds(limits.actionSeconds), time) {
            switch request {
            case .comment(let comment, let id, let progress):
                try await self.answer(comment, try await self.store.repository(id), progress ?? CommentProgress(), job)
            case .rerun(let sha, let context, let id, let who):
                try await self.rerun(sha, context, try await self.store.repository(id), who)
            }
        }
        return isDone ? .finished : .until(time.now() + Self.turnSeconds)
    }

    /// Seconds between two looks at whether what has to come first is over.
    private static let turnSeconds = 0.5

    /// Whether a review of the pull request is ending and has not ended yet; what comes next depends on how it is left.
    private func isEnding(_ number: Int, _ repository: RepositoryRecord) async throws(StoreError) -> Bool {
        var query = RunQuery()
        (query.repositoryID, query.changeNumber, query.unfinishedOnly) = (repository.id, number, true)
        return try await store.runs(query).contains { $0.interruption != nil || $0.phase == RunPhase.closing.rawValue }
    }

    /// - Returns: false when it has to wait for a review to end.
    private func rerun(_ sha: String, _ context: String?, _ repository: RepositoryRecord, _ who: String) async throws -> Bool {
        var query = RunQuery()
        query.repositoryID = repository.id
        query.headSHA = sha
        let numbers = Set(try await store.runs(query).map(\.changeNumber))
        for number in numbers where try await isEnding(number, repository) { return false }
        for number in numbers {
            let answer = try await perform(
                .rerun, RequestPlace(number: number, repository: repository, sha: sha, context: context), by: who)
            guard case .impossible(let reason) = answer else { continue }
            logger.info("rerun not possible", metadata: ["repository": "\(repository.name)", "commit": "\(sha)", "reason": "\(reason)"])
        }
        return true
    }

    /// Only people who may change code are obeyed; what strangers write is answered with no more than a reaction.
    ///
    /// - Returns: false when it has to wait for a review to end.
    private func answer(
        _ comment: ChangeComment, _ repository: RepositoryRecord, _ known: CommentProgress, _ job: JobRecord
    ) async throws -> Bool {
        var progress = known
        let commands = ChangeCommand.all(in: comment.body)
        if progress.done < commands.count, try await isEnding(comment.number, repository) { return false }
        let host = try connections.host(repository)
        guard try await host.role(of: comment.author).mayWrite else {
            try await host.react(.refused, to: comment)
            return true
        }
        for command in commands.dropFirst(progress.done) {
            if try await isEnding(comment.number, repository) { return false }
            try await perform(command, of: comment, repository, &progress)
            progress.done += 1
            let left = HostRequest.comment(comment, repository: repository.id, progress: progress)
            try await store.noteProgress(ofJob: job.id, payload: try left.payload())
        }
        if progress.isHelpWanted || !progress.sentences.isEmpty { try await say(progress.sentences, to: comment, host) }
        try await host.react(progress.sentences.isEmpty ? .seen : .confused, to: comment)
        return true
    }

    private func perform(
        _ command: ChangeCommand, of comment: ChangeComment, _ repository: RepositoryRecord, _ progress: inout CommentProgress
    ) async throws {
        switch command {
        case .help: progress.isHelpWanted = true
        case .unknown(let words): progress.sentences.append("'\(words.prefix(100))' is not understood.")
        default:
            let place = RequestPlace(number: comment.number, repository: repository, comment: comment.id)
            let answer = try await perform(command, place, by: comment.author)
            if case .impossible(let reason) = answer { progress.sentences.append(reason) }
        }
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
