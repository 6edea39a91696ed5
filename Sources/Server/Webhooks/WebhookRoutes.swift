import CIPipeline
import DbtCloud
import Foundation
import GitHub
import HTTPTransport
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import SourceControl
import Store

/// Deliveries of hosts and of dbt Cloud: the signature is checked on the raw body, the work is queued, the answer comes at once.
struct WebhookRoutes: Sendable {
    let server: ServerContext

    /// GitHub sends at most 25 MB.
    private static let largestBody = 25 << 20

    func add(to router: Router<ServerRequestContext>) {
        router.post("webhooks/github") { request, _ in try await gitHub(request) }
        router.post("webhooks/gitlab") { _, _ -> Response in
            throw Problem(.unauthorized, "No GitLab project is configured, so nothing signs this delivery.")
        }
        router.post("webhooks/dbt-cloud") { request, _ in try await dbtCloud(request) }
    }

    private struct Outcome: Encodable {
        let status: String
        let detail: String
    }

    private func answer(_ status: String, _ detail: String, _ code: HTTPResponse.Status = .ok) throws -> Response {
        try JSONReply.response(Outcome(status: status, detail: detail), status: code)
    }

    private func body(of request: Request) async throws -> Data {
        do {
            let buffer = try await request.body.collect(upTo: Self.largestBody)
            return Data(buffer.readableBytesView)
        } catch is NIOTooManyBytesError {
            throw Problem(.contentTooLarge, "The delivery is larger than \(Self.largestBody >> 20) MB.")
        }
    }

    private func gitHub(_ request: Request) async throws -> Response {
        let raw = try await body(of: request)
        let signature = Self.header(request, "x-hub-signature-256") ?? ""
        let signed = try await repositories(signing: raw, signature)
        guard !signed.isEmpty else {
            throw Problem(
                .unauthorized, "The signature of the delivery is not right.",
                hint: "The webhook's secret on GitHub and webhook_secret of the repository must be the same.")
        }
        guard let event = Self.header(request, "x-github-event"), let id = Self.header(request, "x-github-delivery"), !id.isEmpty else {
            throw Problem(.badRequest, "The headers X-GitHub-Event and X-GitHub-Delivery are needed.")
        }
        let delivery: WebhookDelivery
        do throws(WebhookError) {
            delivery = try GitHubWebhook.parse(event: event, deliveryID: id, body: Self.json(of: raw, request))
        } catch {
            throw Problem(.badRequest, error.message)
        }
        if delivery.event == .ping { return try answer("pong", "The webhook reaches Plumbline.") }
        guard let repository = signed.first(where: { $0.name.lowercased() == delivery.repository.lowercased() }) else {
            throw Problem(
                .notFound, "The repository '\(delivery.repository.prefix(200))' is not configured for this webhook.",
                hint: "Add it to repositories in the configuration.")
        }
        return try await take(delivery, repository)
    }

    /// A secret says which repositories a delivery may be about, before anything in it is read.
    private func repositories(signing body: Data, _ signature: String) async throws -> [RepositoryRecord] {
        try await server.store.repositories().filter { repository in
            guard repository.host == "github", let secret = try server.store.webhookSecret(of: repository) else { return false }
            return GitHubWebhook.verify(body: body, signature256: signature, secret: secret)
        }
    }

    private func take(_ delivery: WebhookDelivery, _ repository: RepositoryRecord) async throws -> Response {
        if case .push(let push) = delivery.event { return try await take(push, repository) }
        guard let number = delivery.event.number ?? delivery.changeRequest?.number, delivery.event.concernsRuns else {
            return try answer("ignored", "Nothing to do for this event.")
        }
        let now = server.time.now()
        guard try await server.store.noteDelivery(host: "github", id: delivery.id, event: "\(delivery.event)", now: now) else {
            return try answer("duplicate", "This delivery was taken before.")
        }
        do {
            try await server.pipeline.lookAt(change: number, of: repository)
        } catch {
            try await server.store.forgetDelivery(host: "github", id: delivery.id)
            throw error
        }
        server.logger.info("delivery taken", metadata: ["repository": "\(repository.name)", "pull_request": "\(number)"])
        return try answer("accepted", "Pull request \(number) is looked at.", .accepted)
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
            return isKnown
                ? try answer("duplicate", "This commit was pushed before.") : try answer("ignored", "Nothing to do for this event.")
        }
        for run in opened {
            server.logger.info(
                "push taken", metadata: ["repository": "\(repository.name)", "commit": "\(run.sha)", "merge_run": "\(run.id)"])
        }
        let jobs = opened.map { "\($0.jobID)" }.joined(separator: ", ")
        return try answer("accepted", "To be started for this push at dbt Cloud: job \(jobs).", .accepted)
    }

    /// Waiting runs look at dbt Cloud at once; what the delivery says is not believed further than that.
    private func dbtCloud(_ request: Request) async throws -> Response {
        let raw = try await body(of: request)
        let signature = request.headers[.authorization] ?? ""
        let isSigned = try await server.store.ciConfigs().contains { config in
            guard let secret = try server.store.dbtCloudWebhookSecret(of: config) else { return false }
            return DbtCloudWebhook.verify(body: raw, authorization: signature, secret: secret)
        }
        guard isSigned else {
            throw Problem(
                .unauthorized, "The signature of the delivery is not right.",
                hint: "dbt Cloud's webhook secret and dbt_cloud.webhook_secret of the CI configuration must be the same.")
        }
        guard let delivery = DbtCloudWebhook.parse(raw) else { throw Problem(.badRequest, "The body is no delivery of dbt Cloud.") }
        let isNew = try await server.store.noteDelivery(
            host: "dbt-cloud", id: delivery.eventID, event: delivery.kind.rawValue, now: server.time.now())
        guard isNew else { return try answer("duplicate", "This delivery was taken before.") }
        server.pipeline.nudges.nudgeAll()
        return try answer("accepted", "Waiting runs look at dbt Cloud now.", .accepted)
    }

    /// GitHub sends JSON, or a form with the JSON in the field `payload`.
    private static func json(of raw: Data, _ request: Request) -> Data {
        guard request.headers[.contentType]?.hasPrefix("application/x-www-form-urlencoded") == true else { return raw }
        let fields = String(decoding: raw, as: UTF8.self).split(separator: "&")
        guard let payload = fields.first(where: { $0.hasPrefix("payload=") })?.dropFirst("payload=".count) else { return raw }
        return Data((payload.replacing("+", with: " ").removingPercentEncoding ?? "").utf8)
    }

    private static func header(_ request: Request, _ name: String) -> String? {
        HTTPField.Name(name).flatMap { request.headers[$0] }
    }
}

extension ChangeEvent {
    /// Whether the runs of a pull request may have to change because of it.
    var concernsRuns: Bool {
        switch self {
        case .opened, .synchronized, .reopened, .labeled, .unlabeled, .closed, .edited, .retargeted, .readyForReview, .convertedToDraft:
            true
        case .push, .comment, .ping, .other: false
        }
    }

    var number: Int? {
        if case .comment(let comment) = self { return comment.number }
        return nil
    }
}
