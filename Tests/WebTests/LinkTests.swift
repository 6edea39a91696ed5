import Foundation
import Testing

@testable import Web

struct LinkTests {
    @Test(arguments: [
        "https://bi.example/x?y=1#z", "http://127.0.0.1:9100/a", "HTTPS://BI.EXAMPLE", "/runs", "/datadiffs/3/values?column=a%20b",
    ])
    func safeAddresses(_ address: String) {
        #expect(LinkAddress.safe(address) == address)
    }

    @Test(arguments: [
        nil, "", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\nscript:alert(1)", " https://a.example", "data:text/html,x",
        "//evil.example",
        "/\\evil.example", "\\\\evil.example", "ftp://a.example", "https:evil", "https://", "https:///evil.example", "runs",
        "mailto:a@b.example", "https://a.example/\u{0}", "vbscript:x", "/\t/evil.example", "https://a b.example",
    ])
    func unsafeAddresses(_ address: String?) {
        #expect(LinkAddress.safe(address) == nil)
    }

    @Test func queriesAreEncoded() {
        let path = Route.path("/runs", [("text", "a b&c=d/é\"<"), ("page", nil), ("x", "1")])
        #expect(path == "/runs?text=a%20b%26c%3Dd%2F%C3%A9%22%3C&x=1")
        #expect(Route.path("/runs", [("page", nil)]) == "/runs")
    }

    @Test func queriesAreRead() {
        let filter = RunFilter(query: ["repository": "acme/shop", "state": "needs_confirmation", "text": "", "page": "3"])
        #expect(filter == RunFilter(repository: "acme/shop", state: .needsConfirmation, text: nil, page: 3))
        #expect(RunFilter(query: ["state": "nonsense", "page": "-1"]) == RunFilter())
        let choice = DiffChoice(query: ["column": "amount", "sort": "name", "kind": "null-key-b", "row": "4", "page": "2"])
        #expect(choice == DiffChoice(column: "amount", sort: .name, kind: .nullKeyB, row: 4, page: 2))
        #expect(DiffChoice(query: ["sort": "?", "kind": "?", "row": "0"]) == DiffChoice())
    }

    @Test func aFilterSurvivesItsOwnAddress() throws {
        let filter = RunFilter(repository: "acme/shop", state: .failed, text: "a&b", page: 2)
        let query = try #require(filter.path(page: 2).split(separator: "?").last)
        var items: [String: String] = [:]
        for pair in query.split(separator: "&") {
            let parts = pair.split(separator: "=").map { String($0).removingPercentEncoding ?? "" }
            items[parts[0]] = parts[1]
        }
        #expect(RunFilter(query: items) == filter)
    }

    @Test func assetsAreNamedByTheirContent() throws {
        for asset in WebAsset.all {
            #expect(!asset.bytes.isEmpty)
            #expect(asset.fileName.wholeMatch(of: /[a-z]+\.[0-9a-f]{16}\.(css|js|svg)/) != nil)
            #expect(WebAsset.named(asset.fileName) == asset)
        }
        #expect(Set(WebAsset.all.map(\.fileName)).count == WebAsset.all.count)
        #expect(WebAsset.named("site.0000000000000000.css") == nil)
        #expect(WebAsset.named("../site.css") == nil)
    }
}
