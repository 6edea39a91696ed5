import DataDiff
import Relational
import SQL
import TestSupport
import Testing

/// How two tables of two databases are brought together, decided without a database.
@Suite struct AcrossPlanTests {
    private static let types: [String: [String]] = [
        "duckdb": [
            "BIGINT", "DECIMAL(10,2)", "DOUBLE", "VARCHAR", "ENUM('x')", "DATE", "TIMESTAMP", "TIMESTAMP WITH TIME ZONE", "TIME",
            "INTERVAL", "UUID", "JSON", "BLOB", "BIT", "INTEGER[]",
        ],
        "postgresql": [
            "bigint", "numeric(10,2)", "double precision", "text", "character(3)", "date", "timestamp without time zone",
            "timestamp with time zone", "time without time zone", "interval", "uuid", "jsonb", "bytea", "bit(3)", "integer[]",
        ],
    ]

    private func columns(_ dialect: Dialect, _ types: [String]) -> [Column] {
        types.enumerated().map { Column(name: $0 == 0 ? "id" : "c\($0)", type: dialect.types.columnType($1)) }
    }

    private func plan(
        _ a: Dialect, _ typesA: [String], _ b: Dialect, _ typesB: [String], edit: (inout DiffRequest) -> Void = { _ in }
    ) throws(DiffFailure) -> AcrossPlan {
        var request = DiffRequest(
            a: .relation(RelationName(namespace: "prod", identifier: "order \"lines\"")), b: .query("SELECT * FROM dev.lines; -- head"),
            key: KeyChoice(columns: ["id"], source: "argument"), filtersA: ["day >= '2026-01-01' -- recent"])
        edit(&request)
        return try AcrossPlan(request, columnsA: columns(a, typesA), columnsB: columns(b, typesB), dialectA: a, dialectB: b)
    }

    /// The statements that read the sides, per dialect, as kept in `Golden/`.
    @Test(arguments: [Dialect.duckdb, .postgresql])
    func statementsThatReadTheSides(_ dialect: Dialect) throws {
        let types = try #require(Self.types[dialect.name])
        let plan = try plan(dialect, types, dialect, types)
        expectGolden(Renderer(dialect).text(plan.stagedRows(.a)), "\(dialect.name)/staged-relation.sql")
        expectGolden(Renderer(dialect).text(plan.stagedRows(.b)), "\(dialect.name)/staged-query.sql")
        expectGolden(plan.probe(.a) ?? "nothing to look at", "\(dialect.name)/staged-probe.sql")
    }

    /// The statements that calculate checksums, per dialect, as kept in `Golden/`.
    @Test(arguments: [Dialect.duckdb, .postgresql])
    func statementsThatCalculateChecksums(_ dialect: Dialect) throws {
        let types = try #require(Self.types[dialect.name]).filter { !["JSON", "jsonb", "INTEGER[]", "BIT"].contains($0) }
        for (name, other) in [("one", dialect), ("two", dialect.name == "duckdb" ? .postgresql : .duckdb)] {
            let theirs = try #require(Self.types[other.name]).filter {
                !["JSON", "jsonb", "integer[]", "INTEGER[]", "BIT", "bit(3)"].contains($0)
            }
            let mine = types.filter { $0 != "integer[]" && $0 != "bit(3)" }
            let plan = try plan(dialect, mine, other, theirs)
            let checksums = try #require(ChecksumPlan(plan, sizes: [1_500_000, 1000]))
            #expect(checksums.bucketCount == 65521)
            expectGolden(Renderer(dialect).text(checksums.sums(.a)), "\(dialect.name)/checksums-\(name).sql")
            expectGolden(Renderer(dialect).text(checksums.stagedRows(.a, [-3, 5])), "\(dialect.name)/checksums-rows-\(name).sql")
        }
    }

    private func queryOfA(_ counts: [Int], _ type: String, beside: String, _ dialect: Dialect = .postgresql) throws -> [String] {
        let plan = try plan(.postgresql, ["bigint", type], dialect, [dialect.name == "duckdb" ? "BIGINT" : "bigint", beside])
        let landed = try plan.landed([counts, plan.probe(.b) == nil ? [] : counts])
        return [landed.staged.a, landed.staged.b].map { dataset in
            guard case .query(let sql) = dataset else { return "" }
            return String(sql.dropFirst("SELECT a0 AS a0, ".count).prefix { $0 != "\n" })
        }
    }

    /// Numbers become a decimal wide enough for what came, and only if all fit.
    @Test func numbersAreAsWideAsTheyTurnOut() throws {
        func a(_ counts: [Int]) throws -> String { try queryOfA(counts, "numeric", beside: "BIGINT", .duckdb)[0] }
        #expect(try a([0, 5, 2]) == "CAST(a1 AS DECIMAL(7,2)) AS a1 FROM staged_a")
        #expect(try a([0, 0, 0]) == "CAST(a1 AS DECIMAL(1,0)) AS a1 FROM staged_a")
        #expect(try a([0, 28, 10]) == "CAST(a1 AS DECIMAL(38,10)) AS a1 FROM staged_a")
        #expect(try a([0, 28, 11]).contains("regexp_replace"))
        #expect(try a([1, 5, 2]).contains("regexp_replace"))
    }

    /// Where one side has no type for its values, both are text.
    @Test func bothSidesFallBackTogether() throws {
        let both = try queryOfA([1, 5, 2], "numeric", beside: "DECIMAL(10,2)", .duckdb)
        #expect(both.allSatisfy { $0.contains("regexp_replace") })
        let json = try queryOfA([1], "json", beside: "JSON", .duckdb)
        #expect(json == ["CAST(a1 AS VARCHAR) AS a1 FROM staged_a", "CAST(b1 AS VARCHAR) AS b1 FROM staged_b"])
        let instants = try queryOfA([3, 1], "timestamp without time zone", beside: "TIMESTAMP_NS", .duckdb)
        #expect(instants[1] == "CAST(b1 AS VARCHAR) AS b1 FROM staged_b")
        let dates = try queryOfA([3, 1], "date", beside: "TIMESTAMP_NS", .duckdb)
        #expect(dates[0] == "CASE WHEN a1x IS NULL THEN a1 ELSE CAST(a1x AS DATE) END AS a1 FROM staged_a")
        let infinite = try queryOfA([3, 0], "date", beside: "DATE", .duckdb)
        #expect(infinite[0] == "CASE WHEN a1x IS NULL THEN a1 ELSE CAST(a1x AS DATE) END AS a1 FROM staged_a")
        #expect(infinite[1] == "b1 AS b1 FROM staged_b")
    }

    @Test func aFloatingPartnerMakesNumbersDoublesAtTheirSource() throws {
        let plan = try plan(.postgresql, ["bigint", "numeric"], .duckdb, ["BIGINT", "DOUBLE"]) { $0.filtersA = [] }
        #expect(Renderer(.postgresql).text(plan.stagedRows(.a)).contains("double precision"))
        #expect(plan.probe(.a) == nil)
    }

    @Test func rulesGoWithTheirColumns() throws {
        let loose = try plan(
            .postgresql, ["bigint", "numeric", "text", "uuid"], .duckdb, ["BIGINT", "DECIMAL(9,2)", "VARCHAR", "VARCHAR"]
        ) { request in
            request.equality = EqualityRules([
                .init(rule: .ignoresCase), .init(rule: .nullEqualsEmpty), .init(column: "c1", rule: .absolute(DecimalNumber(1))),
            ])
        }
        let landed = try loose.landed([[0, 3, 2], []])
        #expect(
            landed.staged.equality.entries == [
                .init(column: "a1", rule: .absolute(DecimalNumber(1))), .init(column: "a2", rule: .ignoresCase),
                .init(column: "a2", rule: .nullEqualsEmpty),
            ])
        #expect(throws: DiffFailure.self) { try loose.landed([[1, 3, 2], []]) }
        #expect(throws: DiffFailure.self) {
            try plan(.postgresql, ["bigint", "uuid"], .duckdb, ["BIGINT", "VARCHAR"]) {
                $0.equality = EqualityRules([.init(column: "c1", rule: .ignoresCase)])
            }
        }
    }
}
