import DataDiff
import Relational
import SQL
import Testing

@Suite struct ColumnPairingTests {
    private func columns(_ names: [String]) -> [Column] {
        names.map { Column(name: $0, type: ColumnType(spelling: "INTEGER", typeClass: .integer)) }
    }

    private func pairing(
        _ a: [String], _ b: [String], key: [String] = ["id"], edit: (inout ColumnChoice) -> Void = { _ in }
    ) throws(DiffFailure) -> ColumnPairing {
        var choice = ColumnChoice()
        edit(&choice)
        let table = Dataset.relation(RelationName(identifier: "t"))
        let request = DiffRequest(a: table, b: table, key: KeyChoice(columns: key, source: nil), columns: choice)
        return try ColumnPairing(request, columnsA: columns(a), columnsB: columns(b), dialect: .duckdb)
    }

    @Test func exactNamesWinOverOtherCase() throws {
        let pairing = try pairing(["id", "x", "X"], ["ID", "X", "x"])
        #expect(pairing.values.map { [$0.a.name, $0.b.name] } == [["x", "x"], ["X", "X"]])
        #expect(pairing.keys.map(\.b.name) == ["ID"])
    }

    @Test func ambiguousCaseDoesNotPair() throws {
        let pairing = try pairing(["id", "amount"], ["id", "Amount", "AMOUNT"])
        #expect(pairing.values.isEmpty)
        #expect(pairing.exclusiveA.map(\.name) == ["amount"])
        #expect(pairing.exclusiveB.map(\.name) == ["Amount", "AMOUNT"])
    }

    @Test func composedAndDecomposedNamesAreTwo() throws {
        let pairing = try pairing(["id", "caf\u{E9}"], ["id", "cafe\u{301}"])
        #expect(pairing.exclusiveA.count == 1 && pairing.exclusiveB.count == 1)
    }

    @Test func excludedColumnsLeaveBothSidesButKeysStay() throws {
        let pairing = try pairing(["id", "a_x", "b"], ["id", "a_x", "b", "a_new"]) { $0.exclude = ["A_*", "i?"] }
        #expect(pairing.keys.map(\.name) == ["id"])
        #expect(pairing.values.map(\.name) == ["b"])
        #expect(pairing.exclusiveB.isEmpty)
        #expect(pairing.schemaComparison.columnCounts == [2, 2])
    }

    @Test func includeKeepsMappedColumnsByTheirNameInA() throws {
        let pairing = try pairing(["id", "old", "z"], ["id", "new", "z"]) { choice in
            choice.include = ["old"]
            choice.mappings = [ColumnMapping(a: "old", b: "new")]
        }
        #expect(pairing.values.map { [$0.a.name, $0.b.name] } == [["old", "new"]])
    }

    @Test(arguments: [
        (["id", "a", "b", "c"], ["id", "a", "b", "c"], 0),
        (["id", "a", "b", "c"], ["id", "c", "a", "b"], 1),
        (["id", "a", "b", "c"], ["c", "b", "a", "id"], 3),
    ])
    func reordersAreTheFewestMoves(a: [String], b: [String], moves: Int) throws {
        #expect(try pairing(a, b).reorders == moves)
    }

    @Test func aColumnMappedTwiceIsRefused() {
        let error = #expect(throws: DiffFailure.self) {
            try pairing(["id", "x", "y"], ["id", "z"]) { $0.mappings = [ColumnMapping(a: "x", b: "z"), ColumnMapping(a: "y", b: "z")] }
        }
        #expect(error?.code == "column_mapped_twice")
    }
}
