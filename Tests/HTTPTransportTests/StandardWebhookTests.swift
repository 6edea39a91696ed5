import Foundation
import HTTPTransport
import Testing

struct StandardWebhookTests {
    /// The example of the specification's own libraries.
    private let key = Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    private let body = Data(#"{"test": 2432232314}"#.utf8)
    private let right = StandardWebhook(
        id: "msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp: "1614265330", signatures: "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")

    @Test func knowsTheExample() {
        #expect(right.isValid(body: body, key: key, now: 1_614_265_330))
        var several = right
        several.signatures = "v1,AAAA v2,\(right.signatures.dropFirst(3)) \(right.signatures)"
        #expect(several.isValid(body: body, key: key, now: 1_614_265_330), "one right signature among several suffices")
        #expect(
            StandardWebhook(signing: body, id: right.id, timestamp: 1_614_265_330, key: key)?.signatures == right.signatures)
    }

    @Test func refusesWhatIsNotSigned() {
        func holds(
            _ change: (inout StandardWebhook) -> Void = { _ in }, body other: String? = nil, key: Secret? = nil, now: Double = 1_614_265_330
        ) -> Bool {
            var webhook = right
            change(&webhook)
            return webhook.isValid(body: other.map { Data($0.utf8) } ?? body, key: key ?? self.key, now: now)
        }
        #expect(holds())
        #expect(!holds(body: #"{"test": 2432232315}"#))
        #expect(!holds({ $0.id = "msg_2" }))
        #expect(!holds({ $0.timestamp = "1614265331" }))
        #expect(!holds({ $0.timestamp = "soon" }))
        #expect(!holds({ $0.signatures = "" }))
        #expect(!holds({ $0.signatures = "v2,\(right.signatures.dropFirst(3))" }), "an algorithm that is not known")
        #expect(!holds(key: Secret("whsec_AAAA")))
        #expect(!holds(key: Secret("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")) && !holds(key: Secret("whsec_")), "no key")
    }

    @Test func refusesARecording() {
        #expect(right.isValid(body: body, key: key, now: 1_614_265_330 + 300))
        #expect(!right.isValid(body: body, key: key, now: 1_614_265_330 + 301))
        #expect(!right.isValid(body: body, key: key, now: 1_614_265_330 - 301))
    }
}
