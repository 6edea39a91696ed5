import Foundation
import NIOCore
import Testing

@testable import Sandbox

@Suite("Reading requests and writing answers")
struct RequestReadingTests {
    @Test(
        "A list arrives in three forms",
        arguments: [
            "status__in=1,2,3", "status__in=%5B1%2C%202%2C%203%5D", "status__in=1&status__in=2&status__in=3",
            "status__in=[%221%22,%222%22,%223%22]",
        ])
    func lists(query: String) {
        #expect(QueryItems(query).list("status__in") == ["1", "2", "3"])
    }

    @Test("An empty list parameter is no list, a plus sign is a space")
    func details() {
        #expect(QueryItems("include_related=").list("include_related").isEmpty)
        #expect(QueryItems("a=b+c%2Bd")["a"] == "b c+d")
        #expect(QueryItems(nil).pairs.isEmpty)
    }

    @Test("JSON keeps types, a form converts")
    func fields() throws {
        let json = try RequestFields(
            body: ByteBuffer(string: #"{"n": 3, "t": "x", "l": ["a"], "z": null, "s": "3"}"#), contentType: "application/json")
        #expect(try json.integer("n") == 3)
        #expect(try json.strings("l") == ["a"])
        #expect(try json.string("z") == nil)
        #expect(throws: FieldError.self) { try json.integer("s") }
        let form = try RequestFields(
            body: ByteBuffer(string: "n=3&l=a&l=b&t=x+y&e="), contentType: "application/x-www-form-urlencoded; charset=utf-8")
        #expect(try form.integer("n") == 3)
        #expect(try form.strings("l") == ["a", "b"])
        #expect(try form.string("t") == "x y")
        #expect(try form.string("e") == nil)
    }

    @Test("Malformed JSON is refused", arguments: ["{", "3", "\"x\""])
    func malformed(body: String) {
        #expect(throws: FieldError.self) { try RequestFields(body: ByteBuffer(string: body), contentType: nil) }
    }

    @Test("A trigger needs a cause and tolerates nulls and unknown fields")
    func trigger() throws {
        let fields = try RequestFields(
            body: ByteBuffer(string: #"{"cause": "c", "git_sha": null, "account_id": 1, "azure_devops_pull_request_id": 5}"#),
            contentType: "application/json")
        let trigger = try RunTrigger(fields)
        #expect(trigger.pullRequest == "azure/5")
        #expect(trigger.gitSHA == nil)
        #expect(throws: FieldError.self) { try RunTrigger(RequestFields(values: [:])) }
    }

    @Test("Times in both spellings")
    func times() throws {
        let date = Date(timeIntervalSince1970: 1_743_107_839.25)
        #expect(TimeText.dbtCloud(date) == "2025-03-27 20:37:19.250000+00:00")
        #expect(TimeText.gitHub(date) == "2025-03-27T20:37:19Z")
        for text in ["2025-03-27 20:37:19+00:00", "2025-03-27T20:37:19Z", "2025-03-27T20:37:19", "2025-03-27 20:37:19.000000+00:00"] {
            #expect(TimeText.parse(text) == Date(timeIntervalSince1970: 1_743_107_839), "\(text)")
        }
        #expect(TimeText.parse("yesterday") == nil)
        #expect(TimeText.clock(3661) == "01:01:01")
        #expect(TimeText.words(61) == "1 minute, 1 second")
    }

    @Test("Absent values are written as null and names in snake case")
    func encoding() throws {
        struct Answer: Encodable {
            @ExplicitNull var artifactS3Path: String?
            let htmlURL = "u"
            let triggersOnDraftPR = true
        }
        let text = String(decoding: try JSONAnswer.data(Answer(artifactS3Path: nil)), as: UTF8.self)
        #expect(text == #"{"artifact_s3_path":null,"html_url":"u","triggers_on_draft_pr":true}"#)
    }
}
