import Foundation
import HTTPTransport
import Hummingbird
import Synchronization

/// Webhook subscriptions, of the third version of the API: list, create, read, change, delete, try out.
struct SubscriptionRoutes {
    let cloud: DbtCloud
    private static let firstNumber = 70_001

    func add(to account: some RouterMethods<SandboxContext>) {
        account.get("webhooks/subscriptions") { request, _ in
            let all = cloud.subscriptions.withLock { $0 }.map { answer($0) }
            let page = try ListPage(all, query: request.queryItems, order: "id")
            return try JSONAnswer.response(Envelope(page.items, extra: page.extra))
        }
        account.post("webhooks/subscriptions") { request, context in
            let made = try make(try await request.fields(context: context))
            return try JSONAnswer.response(Envelope(answer(made, showsSecret: true), code: 201), status: .created)
        }
        account.get("webhooks/subscription/:subscription") { _, context in
            try JSONAnswer.response(Envelope(answer(try subscription(context))))
        }
        account.put("webhooks/subscription/:subscription") { request, context in
            var changed = try subscription(context)
            try changed.apply(try await request.fields(context: context), now: cloud.time())
            let result = changed
            cloud.subscriptions.withLock { all in
                if let index = all.firstIndex(where: { $0.id == result.id }) { all[index] = result }
            }
            return try JSONAnswer.response(Envelope(answer(result)))
        }
        account.delete("webhooks/subscription/:subscription") { _, context in
            let gone = try subscription(context)
            cloud.subscriptions.withLock { all in all.removeAll { $0.id == gone.id } }
            return try JSONAnswer.response(Envelope(answer(gone)))
        }
        account.get("webhooks/subscription/:subscription/test") { _, context in try JSONAnswer.response(Envelope(try test(context))) }
    }

    private func make(_ fields: RequestFields) throws(FieldError) -> Subscription {
        let now = cloud.time()
        var made = Subscription(
            id: "wsu_" + UUID().uuidString.replacing("-", with: "").lowercased(),
            number: cloud.subscriptions.withLock { $0.map(\.number).max() ?? Self.firstNumber - 1 } + 1,
            secret: UUID().uuidString.replacing("-", with: "").lowercased(), name: "", eventTypes: [], jobIDs: [], clientURL: "",
            createdAt: now, updatedAt: now)
        try made.apply(fields, now: now)
        let result = made
        cloud.subscriptions.withLock { $0.append(result) }
        return result
    }

    private func subscription(_ context: SandboxContext) throws -> Subscription {
        let id = context.decoded("subscription")
        guard let found = cloud.subscriptions.withLock({ all in all.first { $0.id == id } }) else {
            throw DbtCloudFailure.notFound("webhook subscription \(id)")
        }
        return found
    }

    private func answer(_ subscription: Subscription, showsSecret: Bool = false) -> SubscriptionAnswer {
        SubscriptionAnswer(
            subscription, last: cloud.deliveries.all.last { $0.hook.id == subscription.number }, showsSecret: showsSecret)
    }

    private struct TestAnswer: Encodable {
        @ExplicitNull var verificationError: String?
        let verificationStatusCode: String
    }

    /// What the receiver answered last; dbt Cloud sends one on purpose, which would be a run that is none.
    private func test(_ context: SandboxContext) throws -> TestAnswer {
        let number = try subscription(context).number
        let last = cloud.deliveries.all.last { $0.hook.id == number }
        return TestAnswer(verificationError: last?.error, verificationStatusCode: last?.statusCode.map { String($0) } ?? "0")
    }
}
