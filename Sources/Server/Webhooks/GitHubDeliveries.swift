import CIPipeline
import Foundation
import GitHub
import HTTPTransport
import Hummingbird
import Logging
import SourceControl
import Store

/// GitHub's deliveries, of repositories' own webhooks and of Apps'.
struct GitHubDeliveries: Sendable {
    let server: ServerContext

    /// Whose secret signs a delivery; before that nothing in it is read.
    private struct Signers {
        /// Repositories that a delivery may be about.
        var repositories: [RepositoryRecord] = []
        var app: GitHubAppRecord?
    }

    func answer(_ request: Request) async throws -> Response {
        let request = try await DeliveryRequest(request)
        let signers = try await signers(of: request.body, request.header("x-hub-signature-256") ?? "")
        guard !signers.repositories.isEmpty || signers.app != nil else {
            throw Problem(
                .unauthorized, "The signature of the delivery is not right.",
                hint: "The webhook's secret on GitHub and webhook_secret of the repository must be the same.")
        }
        let (event, delivery) = try Self.delivery(request)
        if delivery.event == .ping { return try DeliveryAnswer.pong() }
        if let app = signers.app, let change = InstallationDelivery(event: event, body: request.json) {
            return try await install(change, app)
        }
        guard let repository = delivery.repository(among: signers.repositories) else {
            return try await unknown(delivery, signers)
        }
        if try await isSaidByApp(request, repository) {
            return try DeliveryAnswer.ignored("The GitHub App's webhook tells the same; the repository's own can be removed.")
        }
        return try await DeliveryIntake(server: server).take(delivery, on: repository)
    }

    private static func delivery(_ request: DeliveryRequest) throws -> (event: String, WebhookDelivery) {
        guard let event = request.header("x-github-event"), let id = request.header("x-github-delivery"), !id.isEmpty else {
            throw Problem(.badRequest, "The headers X-GitHub-Event and X-GitHub-Delivery are needed.")
        }
        do throws(WebhookError) {
            return (event, try GitHubWebhook.parse(event: event, deliveryID: id, body: request.json))
        } catch {
            throw Problem(.badRequest, error.message)
        }
    }

    private func signers(of body: Data, _ signature: String) async throws -> Signers {
        func isRight(_ secret: Secret?) -> Bool {
            secret.map { GitHubWebhook.verify(body: body, signature256: signature, secret: $0) } ?? false
        }
        var signers = Signers()
        for app in try await server.store.gitHubApps() where isRight(try server.store.webhookSecret(of: app)) { signers.app = app }
        for repository in try await server.store.repositories() where repository.host == "github" {
            let isOfApp = signers.app != nil && repository.gitHubAppId == signers.app?.id
            let isSigned = isRight(try server.store.webhookSecret(of: repository))
            if isOfApp || isSigned { signers.repositories.append(repository) }
        }
        return signers
    }

    /// An App tells about every repository it is installed for; that is no mistake of anybody.
    private func unknown(_ delivery: WebhookDelivery, _ signers: Signers) async throws -> Response {
        let name = delivery.repository.prefix(200)
        guard signers.app == nil else {
            return try DeliveryAnswer.ignored(
                name.isEmpty ? "Nothing to do for this event." : "The repository '\(name)' is not configured here, so nothing is reviewed.")
        }
        try await server.pipeline.askForNames(of: signers.repositories)
        throw Problem(
            .notFound, "The repository '\(name)' is not configured for this webhook.", hint: "Add it to repositories in the configuration.")
    }

    private func install(_ change: InstallationDelivery, _ app: GitHubAppRecord) async throws -> Response {
        try await server.store.changeInstallation(
            change.installation, ofApp: app.id, adding: change.added, removing: change.removed)
        server.logger.info(
            "installation of the GitHub App changed",
            metadata: [
                "app": "\(app.appID)", "added": "\(change.added.count)", "removed": "\(change.removed.map { "\($0.count)" } ?? "all")",
            ])
        return try DeliveryAnswer.accepted("The list of repositories that the App is installed for is up to date.")
    }

    /// Whether a repository's own webhook repeats what its App's webhook tells, which would obey a command twice.
    private func isSaidByApp(_ request: DeliveryRequest, _ repository: RepositoryRecord) async throws -> Bool {
        guard let id = repository.gitHubAppId, request.header("x-github-hook-installation-target-type") == "repository" else {
            return false
        }
        return try server.store.webhookSecret(of: try await server.store.gitHubApp(id)) != nil
    }
}
