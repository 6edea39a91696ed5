import CIPipeline
import DbtCloud
import Hummingbird
import Store

/// dbt Cloud's deliveries: waiting runs look at dbt Cloud at once; what a delivery says is not believed further than that.
struct DbtCloudDeliveries: Sendable {
    let server: ServerContext

    func answer(_ request: Request) async throws -> Response {
        let request = try await DeliveryRequest(request)
        let signature = request.header("authorization") ?? ""
        let isSigned = try await server.store.ciConfigs().contains { config in
            guard let secret = try server.store.dbtCloudWebhookSecret(of: config) else { return false }
            return DbtCloudWebhook.verify(body: request.body, authorization: signature, secret: secret)
        }
        guard isSigned else {
            throw Problem(
                .unauthorized, "The signature of the delivery is not right.",
                hint: "dbt Cloud's webhook secret and dbt_cloud.webhook_secret of the CI configuration must be the same.")
        }
        guard let delivery = DbtCloudWebhook.parse(request.body) else {
            throw Problem(.badRequest, "The body is no delivery of dbt Cloud.")
        }
        let isNew = try await server.store.noteDelivery(
            host: "dbt-cloud", id: delivery.eventID, event: delivery.kind.rawValue, now: server.time.now())
        guard isNew else { return try DeliveryAnswer.duplicate() }
        server.pipeline.nudges.nudge(build: delivery.runID, job: delivery.jobID, isNew: delivery.kind == .started)
        try await server.pipeline.syncAllWaiting()
        return try DeliveryAnswer.accepted("Waiting runs look at dbt Cloud now.")
    }
}
