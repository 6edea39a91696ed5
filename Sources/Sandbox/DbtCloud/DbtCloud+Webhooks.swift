import Foundation
import Synchronization

/// What dbt Cloud tells about its runs without being asked.
extension DbtCloud {
    /// Sends news to every subscription that wants it.
    func tell(_ news: RunNews) {
        for subscription in subscriptions.withLock({ $0 }) where subscription.wants(news) { send(news, to: subscription) }
    }

    private func send(_ news: RunNews, to subscription: Subscription) {
        let event = "wev_" + UUID().uuidString.replacing("-", with: "").lowercased()
        let payload = WebhookPayload(news, event: event, subscription: subscription, cloud: self, at: time())
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(payload) else { return }
        let hook = Hook(
            id: subscription.number, url: subscription.clientURL, secret: subscription.secret, events: subscription.eventTypes,
            createdAt: subscription.createdAt, isDbtCloud: true)
        deliveries.send(guid: event, event: news.kind.rawValue, action: nil, hook: hook, payload: data)
    }
}

/// The body of a delivery; its names are in camel case, and its numbers of jobs and runs are text.
private struct WebhookPayload: Encodable {
    struct Run: Encodable {
        let jobId: String
        let jobName: String
        let runId: String
        let environmentId: String
        let environmentName: String
        let dbtVersion: String
        let projectName: String
        let projectId: String
        let runStatus: String
        let runStatusCode: Int
        let runStatusMessage: String
        let runReason: String
        let runStartedAt: String
        var runFinishedAt: String?
        var runErroredAt: String?
    }

    let accountId: Int
    let webhookId: String
    let eventId: String
    let timestamp: String
    let eventType: String
    let webhookName: String
    let data: Run

    init(_ news: RunNews, event: String, subscription: Subscription, cloud: DbtCloud, at time: Date) {
        let run = news.run
        accountId = DbtCloudAccount.id
        webhookId = subscription.id
        eventId = event
        timestamp = Self.text(time)
        eventType = news.kind.rawValue
        webhookName = subscription.name
        let words: [RunStatus: String] = [.success: "Success", .error: "Errored"]
        let code = news.kind == .started ? RunStatus.running : run.status
        data = Run(
            jobId: String(run.job.id), jobName: run.job.name, runId: String(run.id), environmentId: String(run.job.environmentID),
            environmentName: CloudEnvironment.with(run.job.environmentID)?.name ?? "", dbtVersion: cloud.dbtVersion,
            projectName: DbtCloudAccount.projectName, projectId: String(run.job.projectID), runStatus: words[code] ?? "Running",
            runStatusCode: code.rawValue, runStatusMessage: run.statusMessage ?? "None", runReason: run.trigger.cause,
            runStartedAt: Self.text(run.startedAt ?? time),
            runFinishedAt: news.kind == .completed ? Self.text(run.finishedAt ?? time) : nil,
            runErroredAt: news.kind == .errored ? Self.text(run.finishedAt ?? time) : nil)
    }

    private static func text(_ date: Date) -> String { TimeText.gitHub(date).dropLast() + ".000000000Z" }
}
