import Hummingbird

/// Deliveries of hosts and of dbt Cloud: the signature is checked on the raw body, the work is queued, the answer comes at once.
struct WebhookRoutes: Sendable {
    let server: ServerContext

    func add(to router: Router<ServerRequestContext>) {
        router.post("webhooks/github") { request, _ in try await GitHubDeliveries(server: server).answer(request) }
        router.post("webhooks/gitlab") { request, _ in try await GitLabDeliveries(server: server).answer(request) }
        router.post("webhooks/dbt-cloud") { request, _ in try await DbtCloudDeliveries(server: server).answer(request) }
    }
}
