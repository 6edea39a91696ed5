import DbtArtifacts
import Foundation
import Testing

struct SelectionReportTests {
    @Test func `the JSON has the documented shape, with nulls where nothing is known`() throws {
        let base = try Fixture.manifest([Fixture.model("gone"), Fixture.model("orders")])
        let head = try Fixture.manifest([
            Fixture.model("orders", ["raw_code": "x", "meta": ["primary-key": ["id"]]]), Fixture.model("new"),
            Fixture.model("mart", reads: ["model.shop.orders"]), Fixture.model("mart2"),
            Fixture.node("exposure", "board", ["type": "dashboard"], reads: ["model.shop.orders"]),
        ])
        let json = try SelectionReport(ManifestComparison(base: base, head: head)).json()
        let document = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
        #expect(document["schema_version"] as? Int == 1)
        let modified = try #require(document["modified"] as? [[String: Any]])
        #expect(modified.map { $0["name"] as? String } == ["mart", "mart2", "new", "orders"])
        let orders = try #require(modified.last)
        #expect(orders["change"] as? String == "modified")
        #expect(orders["reasons"] as? [String] == ["body"])
        #expect(orders["relation_name_a"] as? String == "\"db\".\"prod\".\"orders\"")
        #expect((orders["primary_key"] as? [String: Any])?["columns"] as? [String] == ["id"])
        #expect((orders["primary_key"] as? [String: Any])?["source"] as? String == "model_meta")
        #expect(modified[2]["relation_name_a"] is NSNull)
        #expect(modified[2]["primary_key"] is NSNull)
        let removed = try #require(document["removed"] as? [[String: Any]])
        #expect(removed.map { $0["unique_id"] as? String } == ["model.shop.gone"])
        let exposures = try #require(document["exposures"] as? [[String: Any]])
        #expect(exposures.first?["type"] as? String == "dashboard")
        #expect(exposures.first?["owner"] is NSNull)
        #expect(try json == SelectionReport(ManifestComparison(base: base, head: head)).json())
    }
}
