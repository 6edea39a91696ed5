import HTTPTransport
import Testing

struct AddressTests {
    @Test(arguments: [
        ("https://cloud.getdbt.com/", "https://cloud.getdbt.com"), ("http://127.0.0.1:9100/github//", "http://127.0.0.1:9100/github"),
        ("  https://emea.dbt.com\n", "https://emea.dbt.com"), ("HTTPS://Host/api", "HTTPS://Host/api"),
    ])
    func slashesAndSpacesAtTheEdgesDoNotMatter(_ address: String, _ kept: String) throws {
        #expect(try BaseURL(address).text == kept)
    }

    @Test(arguments: [
        ("", "empty"), ("cloud.getdbt.com", "https"), ("ftp://host", "https"), ("https://", "no host"),
        ("https://me:hunter2@host", "own setting"),
        ("https://host/?token=hunter2", "query"), ("https://host:99999", "port"), ("https://ho st/", "address"),
    ])
    func aWrongAddressIsNamedWithoutItsSecrets(_ address: String, _ reason: String) throws {
        let error = #expect(throws: HTTPTransportError.self) { try BaseURL(address, setting: "access_url") }
        let message = try #require(error).message
        #expect(message.contains("access_url") && message.contains(reason) && !message.contains("hunter2"), "\(message)")
    }

    @Test func portsComeFromTheScheme() throws {
        #expect(try BaseURL("https://host").port == 443)
        #expect(try BaseURL("http://host").port == 80)
        #expect(try BaseURL("http://host:9100/x").port == 9100)
    }

    @Test func aSegmentCannotLeaveItsPlace() throws {
        let base = try BaseURL("http://h/api/")
        #expect(base.url(["runs", "a/b", "..", "é ?"]) == "http://h/api/runs/a%2Fb/%2E%2E/%C3%A9%20%3F")
        #expect(base.url(["runs"], query: [("a&b", "c=d+e")], trailingSlash: true) == "http://h/api/runs/?a%26b=c%3Dd%2Be")
        #expect(base.url(["a-b_c.d~9"]) == "http://h/api/a-b_c.d~9")
    }

    @Test(arguments: [
        ("https://user:pass@host/p?token=x#y", "https://host/p?…"), ("https://host/a@b", "https://host/a@b"), ("user:pass@host", "host"),
        ("https://u:p@ss@host/", "https://host/"), ("plain text", "plaintext"), ("http://h/#frag", "http://h/"),
    ])
    func redactedAddressesHoldNoSecret(_ url: String, _ shown: String) {
        #expect(RedactedURL.text(of: url) == shown)
    }

    @Test func theNextPageKeepsHostAndPath() {
        let link = #"<https://evil.example/repositories/7/pulls?page=2&per_page=100>; rel="next", <https://x/y?page=9>; rel="last""#
        #expect(
            LinkHeader.nextPage(after: "http://h/repos/a/b/pulls?per_page=100", in: ["link": link])
                == "http://h/repos/a/b/pulls?page=2&per_page=100")
        #expect(LinkHeader.target("last", in: ["Link": link]) == "https://x/y?page=9")
        #expect(LinkHeader.nextPage(after: "http://h/p", in: ["Link": #"<http://h/p?page=1>; rel="prev""#]) == nil)
        #expect(LinkHeader.nextPage(after: "http://h/p?page=2", in: ["Link": "<http://h/p?page=2>; rel=next"]) == nil)
        #expect(LinkHeader.nextPage(after: "http://h/p", in: [:]) == nil)
        #expect(LinkHeader.target("next", in: ["Link": "<http://h/a,b;c?x=1>; title=\"t\"; rel=\"prev next\""]) == "http://h/a,b;c?x=1")
    }

    @Test(arguments: [
        ("2025-03-27 20:37:19.996618+00:00", 1_743_107_839.996618), ("2025-03-27T20:37:19Z", 1_743_107_839),
        ("2025-03-27T22:37:19+02:00", 1_743_107_839), ("2025-03-27T20:37:19.123456789Z", 1_743_107_839.123456789),
        ("2025-03-27 20:37:19", 1_743_107_839),
    ])
    func timesComeInSeveralForms(_ text: String, _ seconds: Double) throws {
        #expect(abs(try #require(Timestamp.seconds(text)) - seconds) < 0.001)
    }

    @Test func whatIsNoTimeIsNone() {
        for text in ["", "today", "2025-03-27", "2025-13-27T20:37:19Z", "T"] { #expect(Timestamp.seconds(text) == nil, "\(text)") }
        #expect(Timestamp.seconds(httpDate: "Sun, 06 Nov 1994 08:49:37 GMT") == 784_111_777)
        #expect(Timestamp.seconds(httpDate: "soon") == nil)
    }
}
