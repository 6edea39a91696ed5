import Relational
import SQL
import Testing

@Suite struct RendererTests {
    private let renderer = Renderer(.duckdb)

    @Test func identifiersAndLiteralsAreQuoted() {
        let select = Select(
            [.expression(.column("a\"b"), as: "select"), .expression(.text("it's"), as: "t")],
            from: .relation(RelationName(database: "d.x", namespace: "s", identifier: "t\"")))
        #expect(renderer.text(select) == #"SELECT "a""b" AS "select", 'it''s' AS "t""# + "\n" + #"FROM "d.x"."s"."t""""#)
    }

    @Test func emptyConditionsHaveAMeaning() {
        #expect(renderer.text(.all([])) == "TRUE")
        #expect(renderer.text(.any([])) == "FALSE")
        #expect(renderer.text(.any([.isNull(.column("x"))])) == #""x" IS NULL"#)
    }

    @Test func aUsersTrailingCommentCannotSwallowWhatFollows() {
        #expect(renderer.text(.all([.raw("x > 1 -- really"), .raw("y")])) == "((\nx > 1 -- really\n) AND (\ny\n))")
    }
}

@Suite struct DuckDBDialectTests {
    @Test(arguments: [
        ("INTEGER", TypeClass.integer), ("DECIMAL(18,2)", .decimal), ("VARCHAR", .text), ("ENUM('a', 'b')", .text), ("INTEGER[]", .array),
        ("DOUBLE[3]", .array), ("STRUCT(a INTEGER, b VARCHAR[])", .structure), ("MAP(VARCHAR, INTEGER)", .map), ("JSON", .json),
        ("TIMESTAMP WITH TIME ZONE", .zonedTimestamp), ("TIMESTAMP_NS", .timestamp), ("UUID", .uuid), ("BIT", .unknown),
        ("GEOMETRY", .unknown),
    ])
    func types(spelling: String, typeClass: TypeClass) {
        #expect(Dialect.duckdb.types.typeClass(spelling) == typeClass)
    }

    @Test func shapes() {
        #expect(Dialect.duckdb.types.exactShape("DECIMAL(18,2)") == ExactShape(integerDigits: 16, scale: 2))
        #expect(Dialect.duckdb.types.exactShape("BIGINT") == ExactShape(integerDigits: 19, scale: 0))
        #expect(Dialect.duckdb.types.exactShape("BIGNUM") == nil)
    }
}

@Suite struct MomentTests {
    @Test(arguments: [
        (Moment(days: 19_782, microseconds: 1), "TIMESTAMP '2024-02-29 00:00:00.000001'", "TIMESTAMP '2024-02-29 00:00:00.000001'"),
        (Moment(days: -735_160), "TIMESTAMP '0044-03-15 (BC) 00:00:00'", "TIMESTAMP '0044-03-15 BC 00:00:00'"),
        (Moment(days: -719_163), "TIMESTAMP '0001-12-31 (BC) 00:00:00'", "TIMESTAMP '0001-12-31 BC 00:00:00'"),
    ])
    func literals(moment: Moment, duckdb: String, postgresql: String) {
        #expect(Renderer(.duckdb).text(.moment(moment, .microsecond)) == duckdb)
        #expect(Renderer(.postgresql).text(.moment(moment, .microsecond)) == postgresql)
        #expect(
            Renderer(.duckdb).text(.moment(moment, .day)) == duckdb.replacing("TIMESTAMP", with: "DATE").prefix { $0 != ":" }.dropLast(3)
                + "'")
    }
}
