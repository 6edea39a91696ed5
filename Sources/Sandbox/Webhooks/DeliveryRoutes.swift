import Foundation
import Hummingbird

/// `/sandbox/deliveries`: what was sent, with payloads and outcomes; and sending one again.
struct DeliveryRoutes {
    let log: DeliveryLog

    private struct Answer: Encodable {
        let id: Int
        let guid: String
        let event: String
        @ExplicitNull var action: String?
        let hookID: Int
        let url: String
        let redelivery: Bool
        let attempts: Int
        @ExplicitNull var statusCode: Int?
        @ExplicitNull var error: String?
        let createdAt: String
        @ExplicitNull var deliveredAt: String?
        let headers: [String: String]
        let payload: JSONValue

        init(_ delivery: Delivery) {
            id = delivery.id
            guid = delivery.guid
            event = delivery.event
            action = delivery.action
            hookID = delivery.hook.id
            url = delivery.hook.url
            redelivery = delivery.isRedelivery
            attempts = delivery.attempts
            statusCode = delivery.statusCode
            error = delivery.error
            createdAt = TimeText.gitHub(delivery.createdAt)
            deliveredAt = delivery.deliveredAt.map(TimeText.gitHub)
            headers = Dictionary(delivery.headers.map { ($0.name, $0.value) }) { first, _ in first }
            payload = (try? JSONDecoder().decode(JSONValue.self, from: delivery.payload)) ?? .null
        }
    }

    func add(to router: some RouterMethods<SandboxContext>) {
        router.get("/sandbox/deliveries") { _, _ in
            try JSONAnswer.response(log.all.map { Answer($0) })
        }
        router.post("/sandbox/deliveries/:id/redeliver") { _, context in
            guard let delivery = context.parameters.get("id", as: Int.self).flatMap({ log.delivery($0) }) else {
                return try JSONAnswer.response(["error": "there is no such delivery"], status: .notFound)
            }
            let again = log.send(
                guid: delivery.guid, event: delivery.event, action: delivery.action, hook: delivery.hook, payload: delivery.payload,
                isRedelivery: true)
            return try JSONAnswer.response(Answer(again), status: .accepted)
        }
    }
}
