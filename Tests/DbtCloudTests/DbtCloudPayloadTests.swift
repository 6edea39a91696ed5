import DbtCloud
import Foundation
import TestSupport
import Testing

/// What is read of whole deliveries: every value, not only that there is one.
@Suite struct DbtCloudPayloadTests {
    @Test(
        arguments: [
            ("run.started", "wev_runstarted42", .started, .running), ("run.completed", "wev_runcompleted42", .completed, .success),
            ("run.completed-with-errors", "wev_runcompleted-with-errors42", .completed, .error),
            ("run.errored", "wev_runerrored42", .errored, .error),
        ] as [(String, String, DbtCloudWebhook.Kind, DbtCloudRunStatus)])
    func delivery(_ name: String, _ event: String, _ kind: DbtCloudWebhook.Kind, _ status: DbtCloudRunStatus) throws {
        let delivery = try #require(DbtCloudWebhook.parse(try WebhookPayload.read("dbt-cloud/\(name)")))
        #expect(delivery.eventID == event && delivery.kind == kind && delivery.status == status)
        #expect(delivery.accountID == 1234 && delivery.jobID == 11 && delivery.runID == 218_700_042)
    }

    @Test func noDeliveryIsLeftUnread() throws {
        #expect(try WebhookPayload.names(of: "dbt-cloud").count == 4)
    }
}
