import DataDiff
import DiffEngine
import Relational
import SQL
import Synchronization
import Testing
import Warehouse

/// Which statements a diff takes, chosen by what it has seen, and that the counts are the same whichever they are.
@Suite struct PlanTests {
    /// Columns that make a table too wide for values to be carried through an engine's join.
    static let wide = (0..<40).map { "0 AS wide\($0)" }.joined(separator: ", ")

    private func recorded(
        _ engine: Engine, _ statements: [String], edit: (inout DiffRequest) -> Void = { _ in }
    ) async throws -> (result: DiffResult, statements: [String]) {
        let database = try await engine.open(statements)
        defer { withExtendedLifetime(database) {} }
        var request = DiffRequest(
            a: .relation(RelationName(identifier: "a")), b: .relation(RelationName(identifier: "b")),
            key: KeyChoice(columns: ["id"], source: "argument"))
        edit(&request)
        let warehouse = try Warehouse(try WarehouseConfiguration(uri: database.uri))
        let recorder = Recorder(warehouse)
        let result = try await DiffEngine(recorder).run(request)
        await warehouse.close()
        return (result, recorder.statements)
    }

    private static let threeChanged = "UPDATE b SET v = -1 WHERE id IN (3, 40, 77)"

    private func rows(_ engine: Engine, id: String = "i") -> [String] {
        ["CREATE TABLE a AS SELECT \(id) AS id, i AS v, 'x' || i AS w FROM \(engine.series(100))", "CREATE TABLE b AS SELECT * FROM a"]
    }

    @Test(arguments: Engine.all)
    func rowsAtTheSamePlacesAreNotJoined(_ engine: Engine) async throws {
        let (result, statements) = try await recorded(engine, rows(engine) + [Self.threeChanged])
        #expect(result.values?.rowsWithDifferences == 3)
        #expect(result.rows.different.compactMap { $0.key["id"] } == [3, 40, 77].map { .integer($0) })
        let isPlaced = statements.contains { $0.contains("POSITIONAL JOIN") && $0.contains("different_rows") }
        #expect(isPlaced == (engine.name == "duckdb"))
    }

    @Test(arguments: Engine.all)
    func rowsInAnotherOrderAreJoinedByKey(_ engine: Engine) async throws {
        let changed = "CASE WHEN id IN (3, 40, 77) THEN -1 ELSE v END AS v"
        let (result, statements) = try await recorded(
            engine, [rows(engine)[0], "CREATE TABLE b AS SELECT id, \(changed), w FROM a ORDER BY id DESC"])
        #expect(result.values?.rowsWithDifferences == 3)
        #expect(!statements.contains { $0.contains("POSITIONAL JOIN") && $0.contains("different_rows") })
    }

    /// The same keys at the same places, some of them twice.
    @Test(arguments: Engine.all)
    func duplicatesAtTheSamePlaces(_ engine: Engine) async throws {
        let tables = [
            "CREATE TABLE a AS SELECT i / 2 AS id, i AS v FROM \(engine.series(10)) WHERE i < 9",
            "CREATE TABLE b AS SELECT id, v + 1 AS v FROM a",
        ]
        let integers = tables.map { $0.replacing("i / 2", with: "(i - i % 2) / 2") }
        let (result, _) = try await recorded(engine, integers)
        #expect(result.pks?.dupes == [8, 8] && result.pks?.distincts == [5, 5])
        #expect(result.values?.totalRows == 1 && result.values?.rowsWithDifferences == 1)
    }

    @Test(arguments: Engine.all, [true, false])
    func otherKeysTakeOneFullJoin(_ engine: Engine, isWide: Bool) async throws {
        let more = isWide ? ", \(Self.wide)" : ""
        let (result, statements) = try await recorded(
            engine,
            [
                "CREATE TABLE n AS SELECT i AS id, i AS v, 'x' || i AS w\(more) FROM \(engine.series(200))",
                "CREATE TABLE a AS SELECT * FROM n WHERE id <> 150", "CREATE TABLE b AS SELECT * FROM n WHERE id NOT IN (7, 8)",
                Self.threeChanged,
            ])
        #expect(result.pks?.exclusives == [2, 1] && result.pks?.dupes == [0, 0] && result.pks?.distincts == [199, 198])
        #expect(result.values?.totalRows == 197 && result.values?.rowsWithDifferences == 3 && result.values?.valuesWithDifferences == 3)
        #expect(result.rows.exclusiveA.compactMap { $0["id"] } == [.integer(7), .integer(8)])
        #expect(result.rows.exclusiveB.compactMap { $0["id"] } == [.integer(150)])
        #expect(result.rows.different.compactMap { $0.key["id"] } == [3, 40, 77].map { .integer($0) })
        #expect(statements.count { $0.contains("FULL JOIN") } == 1)
        #expect(!statements.contains { $0.contains("GROUP BY") })
        #expect(statements.contains { $0.contains("suspects") } == (isWide || engine.name == "duckdb"))
    }

    /// Every row differs: looking up those that do would be to read everything once more.
    @Test(arguments: Engine.all)
    func manyDifferencesAreComparedAtOnce(_ engine: Engine) async throws {
        let (result, statements) = try await recorded(
            engine,
            [
                "CREATE TABLE a AS SELECT i AS id, i AS v, \(Self.wide) FROM \(engine.series(50))",
                "CREATE TABLE b AS SELECT * FROM a WHERE id > 0", "UPDATE b SET v = -1",
            ])
        #expect(result.values?.totalRows == 49 && result.values?.rowsWithDifferences == 49)
        #expect(!statements.contains { $0.contains("suspects") })
    }

    /// Hashes of rows differ where values are close: only the comparison decides.
    @Test(arguments: Engine.all)
    func closeValuesBesideOtherKeys(_ engine: Engine) async throws {
        let rule = try #require(EqualityRule("abs:0.01"))
        let (result, _) = try await recorded(
            engine,
            [
                "CREATE TABLE a AS SELECT i AS id, CAST(i AS DOUBLE PRECISION) AS v, \(Self.wide) FROM \(engine.series(100))",
                "CREATE TABLE b AS SELECT * FROM a WHERE id > 0", "UPDATE b SET v = v + 0.001 WHERE id IN (3, 4)",
                "UPDATE b SET v = v + 1 WHERE id = 5",
            ]
        ) { $0.equality = EqualityRules([.init(rule: rule)]) }
        #expect(result.pks?.exclusives == [1, 0])
        #expect(result.values?.rowsWithDifferences == 1)
    }

    @Test(arguments: Engine.all, [1, 100, 4000])
    func asManyExclusiveRowsAsAskedFor(_ engine: Engine, limit: Int) async throws {
        let (result, _) = try await recorded(
            engine,
            [
                "CREATE TABLE n AS SELECT i AS id, i AS v FROM \(engine.series(8000))",
                "CREATE TABLE a AS SELECT * FROM n WHERE id % 4 <> 1", "CREATE TABLE b AS SELECT * FROM n WHERE id % 4 <> 2",
            ]
        ) { $0.sampleRowLimit = limit }
        #expect(result.pks?.exclusives == [2000, 2000])
        #expect(result.rows.exclusiveA.count == min(limit, 2000) && result.rows.exclusiveB.count == min(limit, 2000))
    }
}

/// Rules of the engine that keep a key unique spare the proof, and nothing else.
@Suite struct UniqueKeyTests {
    private static let counting = ["GROUP BY", "bitstring_agg"]

    @Test(arguments: Engine.all, ["UNIQUE (id)", "PRIMARY KEY (id)", "UNIQUE (w, id)", ""])
    func rulesOfATable(_ engine: Engine, rule: String) async throws {
        let columns = "id VARCHAR, v INTEGER, w INTEGER" + (rule.isEmpty ? "" : ", \(rule)")
        let database = try await engine.open(
            ["a", "b"].flatMap { name in
                ["CREATE TABLE \(name) (\(columns))", "INSERT INTO \(name) SELECT 'x' || i, i, i % 3 FROM \(engine.series(100))"]
            })
        defer { withExtendedLifetime(database) {} }
        let warehouse = try Warehouse(try WarehouseConfiguration(uri: database.uri))
        let keys = try await warehouse.uniqueKeys(of: RelationName(identifier: "a"))
        #expect(keys.map { Set($0) } == (rule.isEmpty ? [] : [rule.contains("w") ? ["id", "w"] : ["id"]]))
        let recorder = Recorder(warehouse)
        let result = try await DiffEngine(recorder).run(
            DiffRequest(
                a: .relation(RelationName(identifier: "a")), b: .relation(RelationName(identifier: "b")),
                key: KeyChoice(columns: ["id"], source: "argument")))
        await warehouse.close()
        #expect(result.verdict == .identical)
        #expect(
            result.pks == KeyStatistics(totalRows: [100, 100], nulls: [0, 0], dupes: [0, 0], exclusives: [0, 0], distincts: [100, 100]))
        // What keeps more columns together unique says nothing of one of them. PostgreSQL's join proves it by the way.
        let counts = recorder.statements.contains { statement in Self.counting.contains { statement.contains($0) } }
        #expect(counts == (engine.name == "duckdb" && !["UNIQUE (id)", "PRIMARY KEY (id)"].contains(rule)))
    }

    /// Different numbers, but not as the doubles that they are compared as.
    @Test(arguments: Engine.all)
    func keyComparedInAnotherForm(_ engine: Engine) async throws {
        let database = try await engine.open([
            "CREATE TABLE a (id DOUBLE PRECISION PRIMARY KEY, v INTEGER)", "INSERT INTO a VALUES (1, 1), (9007199254740992, 1)",
            "CREATE TABLE b (id DECIMAL(20,0) PRIMARY KEY, v INTEGER)",
            "INSERT INTO b VALUES (1, 1), (9007199254740992, 1), (9007199254740993, 1)",
        ])
        let result = try await diff(database)
        #expect(result.pks?.dupes == [0, 2] && result.pks?.distincts == [2, 2])
    }

    /// Indexes that do not say what a SELECT from the table yields, over the same duplicates on both sides.
    @Test(arguments: [
        "CREATE UNIQUE INDEX ON a (id) WHERE v > 0", "CREATE UNIQUE INDEX ON a (id, v)", "CREATE UNIQUE INDEX ON a ((id + v))",
        "CREATE UNIQUE INDEX ON a (v) INCLUDE (id)", "ALTER TABLE a ADD UNIQUE (id, v) DEFERRABLE", "CREATE UNIQUE INDEX ON child (id)",
    ])
    func indexesNotReliedOn(_ index: String) async throws {
        let schema = try await PostgreSQLEngine.open([
            "CREATE TABLE a (id INTEGER, v INTEGER)", "INSERT INTO a VALUES (1, 0)", "CREATE UNIQUE INDEX ON a (v, id)",
            "CREATE TABLE child () INHERITS (a)", "INSERT INTO child VALUES (1, -1), (2, 1)", index,
            "CREATE TABLE b AS SELECT * FROM a",
        ])
        let result = try await diff(schema)
        #expect(result.pks?.dupes == [2, 2] && result.pks?.distincts == [2, 2])
    }

    @Test func indexOfATableThatOthersInheritFrom() async throws {
        let schema = try await PostgreSQLEngine.open([
            "CREATE TABLE a (id INTEGER PRIMARY KEY, v INTEGER)", "CREATE TABLE child () INHERITS (a)",
            "INSERT INTO a VALUES (1, 0)", "INSERT INTO child VALUES (1, 0)", "CREATE TABLE b AS SELECT * FROM a",
        ])
        let result = try await diff(schema)
        #expect(result.pks?.dupes == [2, 2])
    }
}

@Suite struct PostgreSQLSettingTests {
    /// Compiling takes longer than it gains: 16 % of a diff of six million rows.
    @Test func expressionsAreNotCompiled() async throws {
        let schema = try await PostgreSQLEngine.open([])
        defer { withExtendedLifetime(schema) {} }
        let warehouse = try Warehouse(try WarehouseConfiguration(uri: schema.uri))
        let setting = Select(
            [.expression(.raw("SELECT current_setting('jit', true)"), as: "jit")], from: .query("SELECT 1 AS one"))
        let answer = try await warehouse.rows(setting).rows
        await warehouse.close()
        #expect(answer == [[.text("off")]])
    }
}

private enum PostgreSQLEngine {
    static func open(_ statements: [String]) async throws -> any TestDatabase {
        try await #require(Engine.all.first { $0.name == "postgresql" }).open(statements)
    }
}

/// Keeps the text of every statement.
final class Recorder: Snapshot, SnapshotSource {
    private let base: Warehouse
    private let texts = Mutex<[String]>([])

    init(_ base: Warehouse) { self.base = base }

    var label: String { base.label }
    var dialect: Dialect { base.dialect }
    var statements: [String] { texts.withLock(\.self) }

    func describe(_ select: Select) async throws(WarehouseError) -> [Column] { try await base.describe(select) }
    func uniqueKeys(of relation: RelationName) async throws(WarehouseError) -> [[String]] { try await base.uniqueKeys(of: relation) }
    func rows(_ select: Select) async throws(WarehouseError) -> RowSet {
        let text = Renderer(dialect).text(select)
        texts.withLock { $0.append(text) }
        return try await base.rows(select)
    }
    func snapshot() async -> any Snapshot { self }
    func end() async {}
}
