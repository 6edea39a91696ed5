import DataDiff
import Foundation
import Relational
import Testing

@Suite struct MatchScoreTests {
    @Test func definitionExamples() {
        let hundred = MatchScore(
            rows: [100, 100], columns: [10, 10], sharedColumns: 10, exclusiveRows: 0, exclusiveColumns: [0, 0], differentValues: 4)
        #expect(hundred.fraction == 0.996)
        let extra = MatchScore(
            rows: [100, 100], columns: [11, 10], sharedColumns: 10, exclusiveRows: 0, exclusiveColumns: [1, 0], differentValues: 0)
        #expect(extra.fraction == 2000.0 / 2100.0)
        let disjoint = MatchScore(
            rows: [5, 5], columns: [2, 2], sharedColumns: 2, exclusiveRows: 10, exclusiveColumns: [0, 0], differentValues: 0)
        #expect(disjoint.fraction == 0)
        let nothing = MatchScore(
            rows: [0, 0], columns: [3, 3], sharedColumns: 3, exclusiveRows: 0, exclusiveColumns: [0, 0], differentValues: 0)
        #expect(nothing.fraction == nil)
    }
}

@Suite struct CellValueTests {
    @Test(arguments: [
        (Value.integer(9_007_199_254_740_992), CellValue.integer(9_007_199_254_740_992)),
        (.integer(9_007_199_254_740_993), .text("9007199254740993")),
        (.unsigned(UInt64.max), .text("18446744073709551615")),
        (.decimal("0.10"), .text("0.10")),
        (.double(.nan), .text("NaN")),
        (.double(-.infinity), .text("-Infinity")),
        (.binary([0, 171]), .text("0x00ab")),
        (.date(days: 0), .text("1970-01-01")),
        (.date(days: 19_782), .text("2024-02-29")),
        (.date(days: -719_162), .text("0001-01-01")),
        (.time(nanoseconds: 36_000_000_001_000), .text("10:00:00.000001")),
        (.timestamp(seconds: -1, nanoseconds: 500_000_000, zone: nil), .text("1969-12-31 23:59:59.5")),
        (.timestamp(seconds: 1_700_000_000, nanoseconds: 0, zone: "UTC"), .text("2023-11-14 22:13:20+00:00")),
        (.interval(months: 1, days: -2, nanoseconds: 0), .text("1 months -2 days")),
        (.list([.null, .text("x")]), .list([.null, .text("x")])),
        (.structure([.init(name: "a", value: .boolean(true))]), .object(["a": .boolean(true)])),
    ])
    func valuesAreExactAndReadable(value: Value, cell: CellValue) {
        #expect(CellValue(value) == cell)
    }
}

@Suite struct DiffJSONTests {
    private var failed: DiffResult {
        DiffResult.failed(
            DiffFailure(code: "table_not_found", message: "m", hint: "h"),
            request: DiffRequest(
                a: .relation(RelationName(identifier: "a")), b: .relation(RelationName(identifier: "b")), key: .missing),
            database: "duckdb /x")
    }

    @Test func absentPartsAreNull() throws {
        let json = try JSONSerialization.jsonObject(with: try DiffJSON.encoder().encode(failed)) as? [String: Any]
        #expect(json?["values"] is NSNull && json?["match_score"] is NSNull && json?["pks"] is NSNull)
        #expect(json?["status"] as? String == "failed" && json?["verdict"] as? String == "error")
    }

    @Test func columnNamesAreNotRewritten() throws {
        var result = failed
        result.rows.exclusiveA = [["camelCase_id": .object(["innerKey": .integer(1)])]]
        let data = try DiffJSON.encoder().encode(result)
        #expect(String(decoding: data, as: UTF8.self).contains(#""exclusive_a":[{"camelCase_id":{"innerKey":1}}]"#))
        #expect(try DiffJSON.decoder().decode(DiffResult.self, from: data) == result)
    }
}
