import DataDiff
import Relational
import SQL
import TestSupport
import Testing

/// The SQL of every statement of a diff, per dialect, as kept in `Golden/`.
@Suite struct StatementTests {
    static let dialects = [Dialect.duckdb, .postgresql]

    /// What a dialect calls the types that the statements deal with.
    static let spellings: [String: [String: String]] = [
        "postgresql": [
            "BIGINT": "bigint", "INTEGER": "integer", "DECIMAL(10,2)": "numeric(10,2)", "VARCHAR": "character varying",
            "DOUBLE": "double precision", "TIMESTAMP": "timestamp without time zone",
            "TIMESTAMP WITH TIME ZONE": "timestamp with time zone",
        ]
    ]

    private func plan(
        _ dialect: Dialect, isRenamed: Bool = true, b: Dataset = .query("SELECT * FROM dev.lines; -- head"),
        filters: [String] = ["day >= '2026-01-01'"]
    ) throws -> DiffPlan {
        func column(_ name: String, _ type: String) -> Column {
            let name = dialect.ignoresIdentifierCase ? name : name.lowercased()
            return Column(name: name, type: dialect.types.columnType(Self.spellings[dialect.name]?[type] ?? type))
        }
        let request = DiffRequest(
            a: .relation(RelationName(namespace: "prod", identifier: "order \"lines\"")),
            b: b,
            key: KeyChoice(columns: ["order_id", "line"], source: "argument"),
            filtersA: filters,
            sampleRowLimit: 5
        )
        let pairing = try ColumnPairing(
            request,
            columnsA: [
                column("order_id", "BIGINT"), column("line", "INTEGER"), column("amount", "DECIMAL(10,2)"), column("note", "VARCHAR"),
                column("at", "TIMESTAMP WITH TIME ZONE"),
            ] + (isRenamed ? [column("old", "VARCHAR")] : []),
            columnsB: [
                column("line", "VARCHAR"), column("ORDER_ID", "BIGINT"), column("amount", "DOUBLE"), column("note", "VARCHAR"),
                column("at", "TIMESTAMP"),
            ] + (isRenamed ? [column("new", "VARCHAR")] : []),
            dialect: dialect
        )
        return DiffPlan(request, pairing: pairing, dialect: dialect)
    }

    @Test(arguments: StatementTests.dialects.map(\.name))
    func statements(dialectName: String) throws {
        let dialect = try #require(Self.dialects.first { $0.name == dialectName })
        let (plan, renderer) = (try plan(dialect), Renderer(dialect))
        let everything = [KeyCounts](repeating: KeyCounts(totalRows: 1_000_000, nulls: 0, dupes: 0, distincts: 1_000_000), count: 2)
        let sample = try #require(
            SamplePlan(SamplingSettings(tolerance: 0.01, confidence: 0.95, threshold: 0), keys: everything, commonKeys: 1_000_000))
        let statements: [(String, Select)] =
            [
                ("row_count", plan.rowCount(.a)),
                ("key_statistics", plan.keyStatistics(.b)),
                ("common_keys", plan.commonKeys()),
                ("values", plan.values(ValueQuery(columns: Array(plan.pairing.values.indices), duplicates: false))),
                ("values_with_duplicates", plan.values(ValueQuery(columns: [0, 1, 2], duplicates: true))),
                ("values_of_some_columns", plan.values(ValueQuery(columns: [1], duplicates: false, examples: plan.bestExamples))),
                ("values_located", plan.values(ValueQuery(columns: [0, 1, 2], duplicates: false, examples: .located))),
                ("values_of_a_sample", plan.values(ValueQuery(columns: [0], duplicates: false, sample: sample))),
                ("comparable_keys", plan.comparableKeys(duplicates: true)),
                ("summary", plan.summary(.a, columns: false)),
                ("summary_with_columns", plan.summary(.b, columns: true)),
                ("key_bounds", plan.keyBounds(.a)),
                ("exclusive_rows", plan.exclusiveRows(.a, duplicates: false)),
                ("exclusive_rows_with_duplicates", plan.exclusiveRows(.b, duplicates: true)),
                ("duplicate_rows", plan.duplicateRows(.b)),
                ("null_key_rows", plan.nullKeyRows(.a)),
                ("different_rows", plan.differentRows([0, 1], ValueQuery(columns: [0, 1, 2], duplicates: true))),
            ]
            + [("different_rows_of_classes", plan.differentRows([1], ValueQuery(columns: [1], duplicates: false), classes: [3, 2047]))]
            + [("exclusive_rows_of_classes", plan.exclusiveRows(.b, duplicates: false, classes: [1])), ("meeting", plan.meeting())]
        for (name, statement) in statements {
            expectGolden(renderer.text(statement), "\(dialectName)/\(name).sql")
        }
    }

    /// What compares tables that are wide, or hold their rows in the same order.
    @Test(arguments: StatementTests.dialects.map(\.name))
    func plansForSomeTables(dialectName: String) throws {
        let dialect = try #require(Self.dialects.first { $0.name == dialectName })
        let tables = try plan(dialect, isRenamed: false, b: .relation(RelationName(namespace: "dev", identifier: "lines")), filters: [])
        let (plan, renderer) = (try plan(dialect, isRenamed: false), Renderer(dialect))
        #expect(tables.mayPairByPlace == (dialectName == "duckdb") && !plan.mayPairByPlace)
        let columns = Array(plan.pairing.values.indices)
        func query(_ pairing: ValueQuery.Pairing) -> ValueQuery {
            ValueQuery(columns: columns, duplicates: false, examples: plan.bestExamples, pairing: pairing)
        }
        var statements = [("values_where_rows_differ", plan.values(query(.byKeyWhereRowsDiffer)))]
        if plan.meetingForm == .hashes { statements.append(("meeting_of_hashes", plan.meeting())) }
        if dialect.fingerprints.threadsOfJoinByKey != nil {
            statements += [("misplaced_keys", tables.misplacedKeys()), ("values_by_place", tables.values(query(.byPlace)))]
        }
        for (name, statement) in statements { expectGolden(renderer.text(statement), "\(dialectName)/\(name).sql") }
        let relation = RelationName(database: "warehouse", namespace: "prod", identifier: "order's \"lines\"")
        expectGolden(dialect.uniqueKeys(relation), "\(dialectName)/unique_keys.sql")
    }

    /// The statements about time: timestamps with and without zone, and a date against a timestamp.
    @Test(arguments: StatementTests.dialects.map(\.name))
    func time(dialectName: String) throws {
        let dialect = try #require(Self.dialects.first { $0.name == dialectName })
        for (name, types) in [("instant", ("TIMESTAMP WITH TIME ZONE", "TIMESTAMP")), ("day", ("DATE", "TIMESTAMP"))] {
            func columns(_ type: String) -> [Column] {
                let type = Self.spellings[dialectName]?[type] ?? (dialectName == "postgresql" ? type.lowercased() : type)
                return [("id", Self.spellings[dialectName]?["BIGINT"] ?? "BIGINT"), ("at", type)].map {
                    Column(name: $0, type: dialect.types.columnType($1))
                }
            }
            let sides = [columns(types.0), columns(types.1)]
            let request = DiffRequest(
                a: .relation(RelationName(identifier: "prod")), b: .relation(RelationName(identifier: "dev")),
                key: KeyChoice(columns: ["id"], source: nil), filtersB: ["id > 0"])
            let column = try TimeColumn(TimeColumnChoice(name: "at", source: "argument"), request, sides, dialect)
            var plan = DiffPlan(
                request, pairing: try ColumnPairing(request, columnsA: sides[0], columnsB: sides[1], dialect: dialect), dialect: dialect)
            let ends = TimeBounds(earliest: Moment(days: -735_160), latest: Moment(days: 19_782, microseconds: 64_800_000_001))
            let window = WindowFilter(column, ends)
            plan.window = window
            let statements: [(String, Select)] = [
                ("bounds", plan.timeBounds(.b, column)), ("outside", plan.rowsOutside(.b, window)), ("row_count", plan.rowCount(.b)),
                ("rows", plan.rowsByTime(.a, column, .week)),
                ("exclusive", plan.exclusiveKeysByTime(.a, column, .month, duplicates: false)),
                ("exclusive_with_duplicates", plan.exclusiveKeysByTime(.b, column, .year, duplicates: true)),
                (
                    "differences",
                    plan.differencesByTime(column, .day, ValueQuery(columns: Array(plan.pairing.values.indices), duplicates: false))
                ),
            ]
            for (statement, select) in statements {
                expectGolden(Renderer(dialect).text(select), "\(dialectName)/time_\(name)_\(statement).sql")
            }
        }
    }

    /// Both statements of the profiles, over all kinds of columns, counted exactly and on a sample.
    @Test(arguments: StatementTests.dialects.map(\.name), [(rows: 100, name: "profile"), (rows: 1_000_000_000, name: "profile_sampled")])
    func profiles(dialectName: String, size: (rows: Int, name: String)) throws {
        let dialect = try #require(Self.dialects.first { $0.name == dialectName })
        let keys = KeyStatistics(
            totalRows: [size.rows, 10], nulls: [0, 0], dupes: [0, 0], exclusives: [0, 0], distincts: [size.rows, 10])
        let plan = ProfilePlan(try plan(dialect), keys: keys)
        #expect(plan.entries.map(\.name).suffix(2) == ["old", "new"] && plan.slices == [0..<7])
        let statistics = try #require(plan.statistics(.a, 0..<7))
        expectGolden(Renderer(dialect).text(statistics), "\(dialectName)/\(size.name).sql")
        let reading = try ProfileReading(plan, 0..<7, statistics: [answer(statistics, size.rows), nil])
        let histogram = try #require(plan.histogram(.a, reading.bins))
        expectGolden(Renderer(dialect).text(histogram), "\(dialectName)/\(size.name)_histogram.sql")
    }

    /// What a warehouse might answer: from 10 to 50, or two days in seconds.
    private func answer(_ select: Select, _ rows: Int) -> [Value] {
        select.columns.compactMap { column -> Value? in
            guard case .expression(let expression, let name) = column else { return nil }
            if name == "rows" || name == "sampled" { return .integer(Int64(rows)) }
            guard case .profile(.list(let parts)) = expression else { return .null }
            return .list(
                parts.map { part in
                    guard case .profile(.statistic(let statistic, _, let type)) = part else { return .null }
                    let isMoment = type.typeClass.isTemporal
                    switch statistic {
                    case .lowest: return .text(isMoment ? "1700000000000000" : "10")
                    case .highest: return .text(isMoment ? "1700172800000000" : "50")
                    default: return .text("1")
                    }
                })
        }
    }

    @Test(arguments: [(3, 1), (199, 1), (200, 2), (1000, 6)])
    func profilesOfWideTablesAreMadeInSlices(columns: Int, slices: Int) throws {
        let all = (["id"] + (0..<columns).map { "c\($0)" }).map { Column(name: $0, type: Dialect.postgresql.types.columnType("numeric")) }
        let table = Dataset.relation(RelationName(identifier: "t"))
        let request = DiffRequest(a: table, b: table, key: KeyChoice(columns: ["id"], source: nil), profile: true)
        let pairing = try ColumnPairing(request, columnsA: all, columnsB: all, dialect: .postgresql)
        let keys = KeyStatistics(totalRows: [9, 9], nulls: [0, 0], dupes: [0, 0], exclusives: [0, 0], distincts: [9, 9])
        let plan = ProfilePlan(DiffPlan(request, pairing: pairing, dialect: .postgresql), keys: keys)
        #expect(plan.slices.count == slices && plan.slices.flatMap { Array($0) } == Array(0...columns))
        for slice in plan.slices { #expect((plan.statistics(.b, slice)?.columns.count ?? 0) < 1664) }
    }

    /// One statement per rule, over types that it treats differently.
    static let rules: [(name: String, rule: String, types: [(String, String)])] = [
        (
            "absolute", "abs:0.01",
            [("DOUBLE", "DOUBLE"), ("DECIMAL(10,2)", "DECIMAL(10,2)"), ("DECIMAL(38,0)", "DECIMAL(38,18)")]
        ),
        (
            "relative", "rel:0.05",
            [("DOUBLE", "DECIMAL(10,2)"), ("BIGINT", "BIGINT"), ("DECIMAL(38,4)", "DECIMAL(38,4)")]
        ),
        ("time", "time:90s", [("DATE", "DATE"), ("DATE", "TIMESTAMP"), ("TIME", "TIME")]),
        ("ignore_case", "ignore_case", [("VARCHAR", "VARCHAR"), ("BIGINT", "BIGINT")]),
        ("null_equals_empty", "null_equals_empty", [("VARCHAR", "VARCHAR"), ("BIGINT", "VARCHAR")]),
        ("ignore_array_order", "ignore_array_order", [("BIGINT[]", "BIGINT[]"), ("VARCHAR[]", "VARCHAR[]"), ("JSON", "JSON")]),
    ]

    @Test(arguments: StatementTests.dialects.map(\.name))
    func rulesOfEquality(dialectName: String) throws {
        let dialect = try #require(Self.dialects.first { $0.name == dialectName })
        let names = Self.spellings[dialectName]?.merging([
            "DECIMAL(38,0)": "numeric(38,0)", "DECIMAL(38,4)": "numeric(38,4)", "DECIMAL(38,18)": "numeric(38,18)", "DATE": "date",
            "TIME": "time without time zone", "BIGINT[]": "bigint[]", "VARCHAR[]": "character varying[]", "JSON": "json",
        ]) { first, _ in first }
        func column(_ name: String, _ type: String) -> Column { Column(name: name, type: dialect.types.columnType(names?[type] ?? type)) }
        let table = Dataset.relation(RelationName(identifier: "t"))
        for (name, rule, types) in Self.rules {
            let request = DiffRequest(
                a: table, b: table, key: KeyChoice(columns: ["id"], source: nil),
                equality: EqualityRules([.init(rule: try #require(EqualityRule(rule)))]))
            func columns(_ type: ((String, String)) -> String) -> [Column] {
                [column("id", "BIGINT")] + types.enumerated().map { column("c\($0)", type($1)) }
            }
            let pairing = try ColumnPairing(request, columnsA: columns(\.0), columnsB: columns(\.1), dialect: dialect)
            let plan = DiffPlan(request, pairing: pairing, dialect: dialect)
            expectGolden(
                Renderer(dialect).text(plan.values(ValueQuery(columns: Array(plan.pairing.values.indices), duplicates: false))),
                "\(dialectName)/equality_\(name).sql")
        }
    }

    @Test(arguments: [(3, 1), (552, 1), (553, 1), (554, 1), (555, 2), (1000, 2), (1590, 23)])
    func sampleRowsOfWideTablesAreFetchedInSlices(columns: Int, slices: Int) throws {
        let all = (["id"] + (0..<columns).map { "c\($0)" }).map { Column(name: $0, type: Dialect.postgresql.types.columnType("integer")) }
        let table = Dataset.relation(RelationName(identifier: "t"))
        let request = DiffRequest(a: table, b: table, key: KeyChoice(columns: ["id"], source: nil))
        let pairing = try ColumnPairing(request, columnsA: all, columnsB: all, dialect: .postgresql)
        let plan = DiffPlan(request, pairing: pairing, dialect: .postgresql)
        let places = Array(0..<columns)
        #expect(plan.slices(of: places).count == slices)
        #expect(plan.slices(of: places).flatMap { $0 } == places)
        for slice in plan.slices(of: places) {
            let select = plan.differentRows(slice, ValueQuery(columns: places, duplicates: true))
            #expect(([select.columns] + select.with.map(\.select.columns)).allSatisfy { $0.count <= 1664 })
        }
        #expect(DiffPlan(request, pairing: pairing, dialect: .duckdb).slices(of: places) == [places])
    }
}
