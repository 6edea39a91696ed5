import DbtCloud
import Foundation
import HTTPTransport
import Testing

struct DbtCloudWebhookTests {
    private let body = Data(
        #"""
        {"accountId": 1, "webhooksID": "wsu_1", "eventId": "wev_2", "timestamp": "2023-01-31T19:28:15.742843678Z", "eventType": "job.run.completed",
         "webhookName": "w", "data": {"jobId": "11", "runId": "218726483", "runStatus": "Success", "runStatusCode": 10}}
        """#.utf8)

    @Test func readsADelivery() throws {
        let delivery = try #require(DbtCloudWebhook.parse(body))
        #expect(delivery.eventID == "wev_2" && delivery.kind == .completed && delivery.accountID == 1)
        #expect(delivery.jobID == 11 && delivery.runID == 218_726_483 && delivery.status == .success)
    }

    @Test func toleratesWhatIsMissingAndRefusesWhatIsNone() throws {
        let bare = try #require(DbtCloudWebhook.parse(Data(#"{"eventId": "e", "eventType": "job.run.new"}"#.utf8)))
        #expect(bare.runID == nil && bare.kind.rawValue == "job.run.new")
        for text in ["", "{}", "[]", #"{"eventId": 1}"#] { #expect(DbtCloudWebhook.parse(Data(text.utf8)) == nil) }
    }

    @Test func checksTheSignature() {
        let secret = Secret("shh")
        let digits = BodySignature.digits(of: body, secret: secret)
        #expect(DbtCloudWebhook.verify(body: body, authorization: digits, secret: secret))
        #expect(!DbtCloudWebhook.verify(body: body + [10], authorization: digits, secret: secret))
        #expect(!DbtCloudWebhook.verify(body: body, authorization: "", secret: secret))
        #expect(!DbtCloudWebhook.verify(body: body, authorization: digits, secret: Secret("")))
    }
}
