import Relational
import SQL
import Testing

@Suite struct PostgreSQLDialectTests {
    private let types = Dialect.postgresql.types

    @Test(arguments: [
        ("integer", TypeClass.integer), ("numeric(10,2)", .decimal), ("numeric", .decimal), ("character varying(20)", .text),
        ("character(5)", .text), ("\"char\"", .text), ("enum", .text), ("integer[]", .array), ("numeric(10,2)[]", .array),
        ("record", .structure), ("record(json)", .structure), ("timestamp(3) without time zone", .timestamp),
        ("timestamp with time zone", .zonedTimestamp), ("time(2) with time zone", .time), ("interval(3)", .interval), ("uuid", .uuid),
        ("jsonb", .json), ("inet", .unknown), ("money", .unknown), ("range", .unknown), ("geometry", .unknown),
    ])
    func types(spelling: String, typeClass: TypeClass) {
        #expect(types.typeClass(spelling) == typeClass)
    }

    @Test(arguments: [
        ("42P01", "x", Dialect.ErrorKind.relationNotFound), ("3F000", "x", .relationNotFound), ("42703", "x", .columnNotFound),
        ("42601", "x", .syntax), ("42883", "x", .syntax), ("42501", "x", .permission), ("28P01", "x", .authentication),
        ("57014", "canceling statement due to statement timeout", .timeout),
        ("57014", "canceling statement due to user request", .cancelled),
        ("57P01", "x", .connection), ("08006", "x", .connection), ("40001", "x", .conflict), ("22012", "division by zero", .other),
        ("0A000", "cross-database references are not implemented", .relationNotFound), ("0A000", "x", .other),
        ("53100", "x", .diskFull), ("53400", "x", .diskFull), ("53200", "x", .outOfMemory), ("53300", "x", .connection),
        ("XX001", "x", .damaged),
    ])
    func errorsByTheirState(state: String, message: String, kind: Dialect.ErrorKind) {
        #expect(Dialect.postgresql.classify(message, state) == kind)
    }

    @Test(arguments: [
        ("Failed to connect: FATAL:  database \"x\" does not exist", Dialect.ErrorKind.databaseMissing),
        ("Failed to connect: FATAL:  password authentication failed for user \"x\"", .authentication),
        ("Failed to connect: FATAL:  role \"x\" does not exist", .authentication),
        ("Failed to connect: fe_sendauth: no password supplied", .authentication),
        ("Failed to connect: Connection refused", .connection), ("server closed the connection unexpectedly", .connection), ("x", .other),
    ])
    func errorsWithoutAState(message: String, kind: Dialect.ErrorKind) {
        #expect(Dialect.postgresql.classify(message, nil) == kind)
    }

    @Test func nullTestsDoNotLookIntoRows() {
        #expect(Renderer(.postgresql).text(.isNotNull(.column("x"))) == "\"x\" IS DISTINCT FROM NULL")
        #expect(Renderer(.duckdb).text(.isNotNull(.column("x"))) == "\"x\" IS NOT NULL")
    }

    @Test func modifiersOnlyCountWhereBothSidesTellThem() {
        let exact = types.columnType("timestamp(3) without time zone")
        #expect(exact.differs(from: types.columnType("timestamp without time zone")))
        #expect(!exact.differs(from: types.columnType("timestamp without time zone", knowsModifiers: false)))
        #expect(exact.differs(from: types.columnType("timestamp with time zone", knowsModifiers: false)))
        #expect(types.columnType("numeric(10,2)").differs(from: types.columnType("numeric(12,2)")))
    }
}
