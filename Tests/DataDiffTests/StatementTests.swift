import DataDiff
import Relational
import SQL
import TestSupport
import Testing

/// The SQL of every statement of a diff, per dialect, as kept in `Golden/`.
@Suite struct StatementTests {
    static let dialects = [Dialect.duckdb]

    private func plan(_ dialect: Dialect) throws -> DiffPlan {
        func column(_ name: String, _ spelling: String) -> Column {
            Column(name: name, type: ColumnType(spelling: spelling, typeClass: dialect.typeClass(spelling)))
        }
        let request = DiffRequest(
            a: .relation(RelationName(namespace: "prod", identifier: "order \"lines\"")),
            b: .query("SELECT * FROM dev.lines; -- head"),
            key: KeyChoice(columns: ["order_id", "line"], source: "argument"),
            filtersA: ["day >= '2026-01-01'"],
            sampleRowLimit: 5
        )
        let pairing = try ColumnPairing(
            request,
            columnsA: [
                column("order_id", "BIGINT"), column("line", "INTEGER"), column("amount", "DECIMAL(10,2)"), column("note", "VARCHAR"),
                column("at", "TIMESTAMP WITH TIME ZONE"), column("old", "VARCHAR"),
            ],
            columnsB: [
                column("line", "VARCHAR"), column("ORDER_ID", "BIGINT"), column("amount", "DOUBLE"), column("note", "VARCHAR"),
                column("at", "TIMESTAMP"), column("new", "VARCHAR"),
            ],
            dialect: dialect
        )
        return DiffPlan(request, pairing: pairing, dialect: dialect)
    }

    @Test(arguments: StatementTests.dialects.map(\.name))
    func statements(dialectName: String) throws {
        let dialect = try #require(Self.dialects.first { $0.name == dialectName })
        let (plan, renderer) = (try plan(dialect), Renderer(dialect))
        let statements: [(String, Select)] = [
            ("row_count", plan.rowCount(.a)),
            ("key_statistics", plan.keyStatistics(.b)),
            ("common_keys", plan.commonKeys()),
            ("values", plan.values(duplicates: false)),
            ("values_with_duplicates", plan.values(duplicates: true)),
            ("exclusive_rows", plan.exclusiveRows(.a, duplicates: false)),
            ("exclusive_rows_with_duplicates", plan.exclusiveRows(.b, duplicates: true)),
            ("duplicate_rows", plan.duplicateRows(.b)),
            ("null_key_rows", plan.nullKeyRows(.a)),
            ("different_rows", plan.differentRows(duplicates: true)),
        ]
        for (name, statement) in statements {
            expectGolden(renderer.text(statement), "\(dialectName)/\(name).sql")
        }
    }
}
