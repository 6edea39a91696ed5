import DataDiff
import Foundation
import Relational
import SQL
import Testing

/// Rules of equality as they are written, and which of them holds for a column.
@Suite struct EqualityRuleTests {
    @Test(arguments: [
        ("0.01", "0.01"), ("+1", "1"), ("1.50", "1.5"), (".5", "0.5"), ("5.", "5"), ("1e-3", "0.001"), ("2.5E2", "250"), ("000", "0"),
        ("12345678901234567890123456789012345678", "12345678901234567890123456789012345678"),
        ("1e37", "1" + String(repeating: "0", count: 37)),
    ])
    func decimals(text: String, plain: String) {
        #expect(DecimalNumber(text)?.text == plain)
    }

    @Test(arguments: ["", ".", "-1", "nan", "inf", "1e39", "1e-39", "1,5", "0x1", "1 ", "١", "e5"])
    func noDecimals(text: String) {
        #expect(DecimalNumber(text) == nil)
    }

    @Test(arguments: [
        ("500ms", 500_000_000), ("1s", 1_000_000_000), ("2m", 120_000_000_000), ("1h", 3_600_000_000_000), ("0s", 0), ("3us", 3000),
    ])
    func durations(text: String, nanoseconds: Int64) {
        #expect(TimeSpan(text)?.nanoseconds == nanoseconds)
    }

    @Test(arguments: ["", "1", "s", "-1s", "1.5s", "1w", "1 s", "100000000d", "99999999999999999999s"])
    func noDurations(text: String) {
        #expect(TimeSpan(text) == nil)
    }

    @Test func columnsMayHoldEqualsSigns() throws {
        #expect(try EqualityRules.Entry(tolerance: "a=b=abs:1").column == "a=b")
        #expect(try EqualityRules.Entry(timeTolerance: "at=1s").column == "at")
        #expect(try EqualityRules.Entry(tolerance: "rel:1e-3") == .init(rule: .relative(#require(DecimalNumber("0.001")))))
    }

    @Test(arguments: ["abs", "abs:", "x=0.1", "=abs:1", "ABS:1", "abs:1e", "time:1s", "ignore_case"])
    func wrongTolerancesAreNamed(text: String) {
        let error = #expect(throws: EqualityRuleError.self) { try EqualityRules.Entry(tolerance: text) }
        #expect(error?.description.hasPrefix("tolerance '\(text)': expected") == true)
        #expect(error?.description.contains("type:integer, type:decimal, type:float") == true)
    }

    @Test func rulesSurviveJSONAndOldRequestsHaveNone() throws {
        let rules = EqualityRules([
            .init(column: "aB_c", rule: .absolute(try #require(DecimalNumber("0.10")))), .init(rule: .time(try #require(TimeSpan("2m")))),
            .init(rule: .ignoresCase), .init(rule: .nullEqualsEmpty), .init(rule: .ignoresArrayOrder),
        ])
        let data = try DiffJSON.encoder().encode(rules)
        #expect(
            String(decoding: data, as: UTF8.self).hasPrefix(
                #"{"rules":[{"column":"aB_c","rule":"abs:0.1"},{"column":null,"rule":"time:2m"}"#))
        #expect(try DiffJSON.decoder().decode(EqualityRules.self, from: data) == rules)
        #expect(try DiffJSON.decoder().decode(EqualityRules.self, from: Data("{}".utf8)).isEmpty)
    }

    private func pairing(_ texts: [String], _ a: [(String, String)], _ b: [(String, String)], maps: [ColumnMapping] = []) throws
        -> ColumnPairing
    {
        func columns(_ columns: [(String, String)]) -> [Column] {
            columns.map { Column(name: $0.0, type: Dialect.duckdb.types.columnType($0.1)) }
        }
        let table = Dataset.relation(RelationName(identifier: "t"))
        let entries = try texts.map { try $0.hasSuffix("s") ? EqualityRules.Entry(timeTolerance: $0) : EqualityRules.Entry(tolerance: $0) }
        let request = DiffRequest(
            a: table, b: table, key: KeyChoice(columns: ["id"], source: nil), columns: ColumnChoice(mappings: maps),
            equality: EqualityRules(entries))
        return try ColumnPairing(request, columnsA: columns(a), columnsB: columns(b), dialect: .duckdb)
    }

    @Test func ownRulesReplaceGlobalOnesOfTheirKind() throws {
        let columns = [("id", "INTEGER"), ("x", "INTEGER"), ("y", "DOUBLE"), ("t", "VARCHAR"), ("at", "DATE")]
        let pairing = try pairing(["abs:1", "rel:0.1", "Y=abs:2", "y=rel:0.5", "1s"], columns, columns)
        #expect(pairing.keys.map(\.rule.equality) == [[]])
        #expect(pairing.values.map { $0.rule.equality.map(\.text) } == [["abs:1", "rel:0.1"], ["abs:2", "rel:0.5"], [], ["time:1s"]])
    }

    /// A column's own rules, then those of its type or its partner's, then the global ones.
    @Test func rulesOfATypeStandBetween() throws {
        let a = [
            ("id", "INTEGER"), ("f", "DOUBLE"), ("g", "DOUBLE"), ("d", "DECIMAL(9,2)"), ("m", "DECIMAL(9,2)"), ("at", "TIMESTAMP"),
            ("day", "DATE"),
        ]
        let b = a.map { $0.0 == "m" ? ("m", "DOUBLE") : $0 }
        let rules = ["abs:1", "type:float=rel:0.1", "g=abs:2", "1s", "type:date=2s"]
        let found = try pairing(rules, a, b).values.map { $0.rule.equality.map(\.text) }
        #expect(found == [["rel:0.1"], ["abs:2"], ["abs:1"], ["rel:0.1"], ["time:1s"], ["time:2s"]])
    }

    @Test(arguments: [
        ("type:float=abs:1", EqualityTypes.float), ("type:decimal=rel:0.1", .decimal), ("type:integer=abs:1", .integer),
    ])
    func typesStandWhereColumnsDo(text: String, types: EqualityTypes) throws {
        let entry = try EqualityRules.Entry(tolerance: text)
        #expect(entry.types == types && entry.column == nil)
        let data = try DiffJSON.encoder().encode(EqualityRules([entry]))
        #expect(String(decoding: data, as: UTF8.self).contains(#""column":null,"rule":"#))
        #expect(try DiffJSON.decoder().decode(EqualityRules.self, from: data).entries == [entry])
    }

    @Test(arguments: ["type:double=abs:1", "type:=abs:1", "type:date=abs:1", "type:FLOAT=abs:1"])
    func wrongTypesAreNamed(text: String) {
        let error = #expect(throws: EqualityRuleError.self) { try EqualityRules.Entry(tolerance: text) }
        #expect(error?.description.hasSuffix("is not one of type:integer, type:decimal, type:float") == true)
    }

    @Test func aColumnOfOneSideMayHaveARule() throws {
        let pairing = try pairing(
            ["old=abs:1", "new=abs:1"], [("id", "INTEGER"), ("old", "INTEGER")], [("id", "INTEGER"), ("new", "INTEGER")])
        #expect(pairing.values.isEmpty)
    }

    @Test(arguments: [
        ("id=abs:1", "rule_on_key"), ("n=abs:1", "column_not_found"), ("y=abs:1", "column_not_found"), ("t=abs:1", "rule_not_applicable"),
        ("x=1s", "rule_not_applicable"), ("ID=1s", "rule_on_key"),
    ])
    func rulesThatCannotHold(text: String, code: String) {
        let error = #expect(throws: DiffFailure.self) {
            try pairing(
                [text], [("id", "INTEGER"), ("x", "INTEGER"), ("t", "VARCHAR")], [("id", "INTEGER"), ("y", "INTEGER"), ("t", "VARCHAR")],
                maps: [ColumnMapping(a: "x", b: "y")])
        }
        #expect(error?.code == code)
    }
}
