import CIPipeline
import Foundation
import GitLab
import HTTPTransport
import Hummingbird
import SourceControl
import Store

/// GitLab's deliveries.
struct GitLabDeliveries: Sendable {
    let server: ServerContext

    func answer(_ request: Request) async throws -> Response {
        let request = try await DeliveryRequest(request)
        let known = try await repositories(provedBy: request)
        guard !known.isEmpty else {
            throw Problem(
                .unauthorized, "Neither the secret token nor the signature of the delivery is right.",
                hint: "The webhook's secret token (or signing token) on GitLab and webhook_secret of the repository must be the same.")
        }
        let delivery = try Self.delivery(request)
        // Other events carry no project that matters here, and there is nothing to do for them anyway.
        if case .other = delivery.event { return try DeliveryAnswer.ignored() }
        guard let repository = delivery.repository(among: known) else {
            try await server.pipeline.askForNames(of: known)
            throw Problem(
                .notFound, "The project '\(delivery.repository.prefix(200))' is not configured for this webhook.",
                hint: "Add it to repositories in the configuration. If it was renamed or moved, its new path is found within minutes.")
        }
        return try await DeliveryIntake(server: server).take(delivery, on: repository)
    }

    private static func delivery(_ request: DeliveryRequest) throws -> WebhookDelivery {
        guard let event = request.header("x-gitlab-event") else { throw Problem(.badRequest, "The header X-Gitlab-Event is needed.") }
        do throws(WebhookError) {
            return try GitLabWebhook.parse(event: event, deliveryID: try identifier(request, event), body: request.body)
        } catch {
            throw Problem(.badRequest, error.message)
        }
    }

    /// What a repeated delivery keeps.
    ///
    /// Older GitLab sends no `Idempotency-Key`, and its event's UUID is the same for the several deliveries of one push.
    private static func identifier(_ request: DeliveryRequest, _ event: String) throws(WebhookError) -> String {
        for name in ["idempotency-key", "webhook-id", "x-gitlab-webhook-uuid"] {
            if let value = request.header(name), !value.isEmpty { return value }
        }
        guard let value = request.header("x-gitlab-event-uuid"), !value.isEmpty else {
            throw WebhookError("One of the headers Idempotency-Key and X-Gitlab-Event-UUID is needed.")
        }
        return "\(value)/\(event)"
    }

    /// A secret says which projects a delivery may be about, before anything in it is read.
    private func repositories(provedBy request: DeliveryRequest) async throws -> [RepositoryRecord] {
        let signature = request.header("webhook-signature").map {
            StandardWebhook(id: request.header("webhook-id") ?? "", timestamp: request.header("webhook-timestamp") ?? "", signatures: $0)
        }
        return try await server.store.repositories().filter { repository in
            guard repository.host == "gitlab", let secret = try server.store.webhookSecret(of: repository) else { return false }
            return GitLabWebhook.verify(
                body: request.body, token: request.header("x-gitlab-token"), signature: signature, secret: secret, now: server.time.now())
        }
    }
}
