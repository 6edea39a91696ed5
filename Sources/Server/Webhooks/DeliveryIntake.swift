import CIPipeline
import Hummingbird
import Logging
import SourceControl
import Store

/// Hands a host's delivery, whose signature was found right, to the pipeline; the same for every host.
struct DeliveryIntake: Sendable {
    let server: ServerContext

    func take(_ delivery: WebhookDelivery, on repository: RepositoryRecord) async throws -> Response {
        switch delivery.event {
        case .ping: return try DeliveryAnswer.pong()
        case .push(let push): return try await take(push, repository)
        case .comment(let comment):
            return try await once(delivery, repository) { try await server.pipeline.take(comment, on: repository) }
        case .rerunRequested(let sha, let context):
            return try await once(delivery, repository) {
                try await server.pipeline.rerun(sha: sha, context: context, repository: repository, by: delivery.sender)
            }
        case .opened, .synchronized, .reopened, .labeled, .unlabeled, .closed, .edited, .retargeted, .readyForReview, .convertedToDraft:
            guard let request = delivery.changeRequest else { return try DeliveryAnswer.ignored() }
            return try await once(delivery, repository) {
                try await server.pipeline.lookAt(change: request.number, of: repository)
                return .accepted("The \(request.noun) \(request.reference) is looked at.")
            }
        case .renamed: return try await rename(repository, to: delivery.repository)
        case .other: return try DeliveryAnswer.ignored()
        }
    }

    /// The repository stays the same one here, with its runs and their comments; people are told to write the new name down.
    private func rename(_ repository: RepositoryRecord, to name: String) async throws -> Response {
        let isConfigured = repository.name.lowercased() == name.lowercased()
        try await server.store.note(currentName: isConfigured ? nil : name, trouble: repository.trouble, of: repository.id)
        server.logger.notice("repository renamed", metadata: ["repository": "\(repository.name)", "name": "\(name)"])
        return try DeliveryAnswer.accepted("\(repository.name) is now called \(name); the configuration should use that name.")
    }

    /// Works on a delivery unless it was taken before; one that cannot be queued may come again.
    private func once(
        _ delivery: WebhookDelivery, _ repository: RepositoryRecord, _ work: () async throws -> RequestOutcome
    ) async throws -> Response {
        let now = server.time.now()
        guard try await server.store.noteDelivery(host: repository.host, id: delivery.id, event: "\(delivery.event)", now: now) else {
            return try DeliveryAnswer.duplicate()
        }
        do {
            switch try await work() {
            case .accepted(let detail):
                server.logger.info("delivery taken", metadata: ["repository": "\(repository.name)", "detail": "\(detail)"])
                return try DeliveryAnswer.accepted(detail)
            case .ignored(let reason): return try DeliveryAnswer.ignored(reason)
            }
        } catch {
            try await server.store.forgetDelivery(host: repository.host, id: delivery.id)
            throw error
        }
    }

    /// The commit tells a repeated push, also under another delivery's id, so deliveries need not be remembered.
    private func take(_ push: BranchPush, _ repository: RepositoryRecord) async throws -> Response {
        var opened: [MergeRunRecord] = []
        var isKnown = false
        for outcome in try await server.pipeline.take(push, to: repository) {
            switch outcome {
            case .opened(let run): opened.append(run)
            case .known: isKnown = true
            case .ignored(let reason):
                server.logger.debug("push ignored", metadata: ["repository": "\(repository.name)", "reason": "\(reason)"])
            }
        }
        guard !opened.isEmpty else {
            return isKnown ? try DeliveryAnswer.duplicate("This commit was pushed before.") : try DeliveryAnswer.ignored()
        }
        for run in opened {
            server.logger.info(
                "push taken", metadata: ["repository": "\(repository.name)", "commit": "\(run.sha)", "merge_run": "\(run.id)"])
        }
        let jobs = opened.map { "\($0.jobID)" }.joined(separator: ", ")
        return try DeliveryAnswer.accepted("To be started for this push at dbt Cloud: job \(jobs).")
    }
}
