import DataDiff
import DiffEngine
import Foundation
import Relational
import SQL
import TestSupport
import Testing
import Warehouse

/// All rows of a diff as tables of the warehouse, and as files.
@Suite(.timeLimit(.minutes(15))) struct KeptRowsTests {
    /// Rows of every kind: 2 differ, 2 keys are only in a and 3 only in b, one of which has 2 copies in a or 3 in b, and a NULL key in a.
    private let statements = [
        "CREATE TABLE a (id integer, x_a integer, x integer, t varchar)", "CREATE TABLE b (id integer, x_a integer, x integer, t varchar)",
        "INSERT INTO a VALUES (1, 0, 1, 'one'), (2, 0, 2, NULL), (3, 0, 3, 'three'), (4, 0, 4, 'four'), (5, 0, 5, 'p'), (5, 0, 6, 'q'), (NULL, 0, 7, 'n')",
        "INSERT INTO b VALUES (1, 0, 1, 'one'), (2, 0, 20, NULL), (3, 0, 3, ''), (6, 0, 6, 'six'), (7, 0, 7, 'seven'), (8, 0, 8, 'p'), (8, 0, 8, 'q'), (8, 0, 8, 'r')",
        "CREATE SCHEMA kept_SCHEMA",
    ]

    private func open(_ engine: Engine, _ more: [String] = []) async throws -> (database: any TestDatabase, schema: String) {
        let schema = "kept_\(UUID().uuidString.prefix(8).lowercased())"
        return (try await engine.open((statements + more).map { $0.replacing("kept_SCHEMA", with: schema) }), schema)
    }

    private func diff(
        _ database: any TestDatabase, _ keepers: [any RowKeeping], concurrency: Int = 4, edit: (inout DiffRequest) -> Void = { _ in }
    ) async throws -> DiffResult {
        var request = DiffRequest(
            a: .relation(RelationName(identifier: "a")), b: .relation(RelationName(identifier: "b")),
            key: KeyChoice(columns: ["id"], source: "argument"), sampleRowLimit: 1)
        edit(&request)
        var configuration = try WarehouseConfiguration(uri: database.uri)
        configuration.writes = true
        configuration.concurrency = concurrency
        let warehouse = try Warehouse(configuration)
        let result = try await DiffEngine(warehouse, keepers: keepers).run(request)
        await warehouse.close()
        return result
    }

    /// Rows of a query as text, in order.
    private func rows(_ database: any TestDatabase, _ sql: String) async throws -> [[String?]] {
        let warehouse = try Warehouse(try WarehouseConfiguration(uri: database.uri))
        let columns = try await warehouse.describe(Select([.all], from: .query(sql)))
        let texts = columns.map { SelectColumn.expression(.normalised(.column($0.name), .text), as: $0.name) }
        let answer = try await warehouse.rows(
            Select(texts, from: .query(sql), orderBy: columns.indices.prefix(2).map { .column(columns[$0].name) }))
        await warehouse.close()
        return answer.rows.map { row in row.map { if case .text(let text) = $0 { text } else { nil } } }
    }

    @Test(arguments: Engine.all, [1, 4])
    func everyRowOfEveryKindIsInATable(_ engine: Engine, concurrency: Int) async throws {
        let (database, schema) = try await open(engine)
        let result = try await diff(database, [Materialization(schema: schema)], concurrency: concurrency)
        #expect(result.error == nil)
        #expect(
            result.materialized?.map { "\($0.table.dropFirst(schema.count + 1)) \($0.rows)" } == [
                "plumbline_a_different 2", "plumbline_a_only_a 2", "plumbline_a_only_b 3", "plumbline_a_duplicates_a 2",
                "plumbline_a_duplicates_b 3", "plumbline_a_null_keys_a 1",
            ])
        #expect(
            try await rows(database, "SELECT * FROM \(schema).plumbline_a_different") == [
                ["2", "false", "0", "0", "true", "2", "20", "false", nil, nil],
                ["3", "false", "0", "0", "false", "3", "3", "true", "three", ""],
            ])
        // A column of the table's own may be called what a side's value is called.
        let names = try await columns(database, "\(schema).plumbline_a_different")
        #expect(names == ["id", "x_a_differs", "x_a_a", "x_a_b", "x_differs", "x_a", "x_b", "t_differs", "t_a", "t_b"])
        #expect(try await rows(database, "SELECT * FROM \(schema).plumbline_a_only_a WHERE id = 4") == [["4", "0", "4", "four"]])
        // One row of each key, whichever of its copies.
        #expect(try await rows(database, "SELECT id FROM \(schema).plumbline_a_only_b") == [["6"], ["7"], ["8"]])
        #expect(
            try await rows(database, "SELECT id, t FROM \(schema).plumbline_a_duplicates_b") == [["8", "p"], ["8", "q"], ["8", "r"]])
        #expect(try await rows(database, "SELECT id, t FROM \(schema).plumbline_a_null_keys_a") == [[nil, "n"]])
        let types = try await types(database, "\(schema).plumbline_a_only_b")
        #expect(types == (try await self.types(database, "b")))
    }

    private func describe(_ database: any TestDatabase, _ table: String) async throws -> [Column] {
        let warehouse = try Warehouse(try WarehouseConfiguration(uri: database.uri))
        let columns = try await warehouse.describe(Select([.all], from: .relation(try RelationName(parsing: table))))
        await warehouse.close()
        return columns
    }

    private func columns(_ database: any TestDatabase, _ table: String) async throws -> [String] {
        try await describe(database, table).map(\.name)
    }

    private func types(_ database: any TestDatabase, _ table: String) async throws -> [String] {
        try await describe(database, table).map(\.type.spelling)
    }

    @Test(arguments: Engine.all)
    func tablesOfAnEarlierRunAreReplaced(_ engine: Engine) async throws {
        let (database, schema) = try await open(engine)
        _ = try await diff(database, [Materialization(schema: schema)])
        try await database.run(["DELETE FROM a WHERE id = 5 OR id IS NULL", "UPDATE b SET x = 2 WHERE id = 2"])
        let result = try await diff(database, [Materialization(schema: schema)])
        #expect(result.materialized?.map(\.kind) == [.different, .onlyA, .onlyB, .duplicatesB])
        #expect(try await rows(database, "SELECT id FROM \(schema).plumbline_a_different") == [["3"]])
        // Nothing is there of kinds that have no rows any more.
        await #expect(throws: WarehouseError.self) { try await columns(database, "\(schema).plumbline_a_null_keys_a") }
    }

    @Test(arguments: Engine.all)
    func whatSomebodyElseMadeStaysAndNothingIsWritten(_ engine: Engine) async throws {
        let (database, schema) = try await open(
            engine,
            [
                "CREATE TABLE kept_SCHEMA.plumbline_a_only_b AS SELECT 42 AS mine",
                "COMMENT ON TABLE kept_SCHEMA.plumbline_a_only_b IS 'made by hand'",
            ])
        let error = try #require(try await diff(database, [Materialization(schema: schema)]).error)
        #expect(error.code == "table_exists" && error.message.contains("\(schema).plumbline_a_only_b is there already"))
        #expect(try await rows(database, "SELECT * FROM \(schema).plumbline_a_only_b") == [["42"]])
        await #expect(throws: WarehouseError.self) { try await columns(database, "\(schema).plumbline_a_different") }
        try await database.run([
            "DROP TABLE \(schema).plumbline_a_only_b", "CREATE VIEW \(schema).plumbline_a_null_keys_b AS SELECT 1 AS x",
        ])
        #expect(try await diff(database, [Materialization(schema: schema)]).error?.code == "table_exists")
    }

    @Test(arguments: Engine.all)
    func failuresLeaveNothing(_ engine: Engine) async throws {
        let (database, schema) = try await open(engine, ["CREATE SEQUENCE s"])
        let missing = try #require(try await diff(database, [Materialization(schema: "nowhere")]).error)
        #expect(missing.code == "schema_not_found" && missing.message.contains("nowhere"))
        // Rows that vary from statement to statement are not what was counted.
        let random = "random() < 0.5"
        let (many, other) = try await open(engine, ["INSERT INTO a SELECT i + 100, 0, 0, '' FROM \(engine.series(5000))"])
        let changed = try #require(try await diff(many, [Materialization(schema: other)]) { $0.filtersA = [random] }.error)
        #expect(changed.code == "tables_changed")
        await #expect(throws: WarehouseError.self) { try await columns(many, "\(other).plumbline_a_only_a") }
        // The reading part cannot write even now.
        let written = try await diff(database, [Materialization(schema: schema)]) { $0.filtersA = ["nextval('s') > 0"] }
        #expect(written.error != nil && written.materialized == nil)
    }

    @Test(arguments: Engine.all)
    func namesOfAnyKind(_ engine: Engine) async throws {
        let long = String(repeating: "ö", count: 28)
        let table = "Tab\"le '\(String(repeating: "x", count: 50))"
        let quoted = "\"\(table.replacing("\"", with: "\"\""))\""
        let (database, schema) = try await open(
            engine,
            [
                "CREATE TABLE \(quoted) AS SELECT 1 AS id, 1 AS \"\(long)1\", 1 AS \"\(long)2\", 1 AS \"select\"",
                "CREATE TABLE other AS SELECT 1 AS id, 2 AS \"\(long)1\", 1 AS \"\(long)2\", 1 AS \"select\"",
            ])
        func run() async throws -> DiffResult {
            try await diff(database, [Materialization(schema: schema)]) { request in
                request.a = .relation(RelationName(identifier: table))
                request.b = .relation(RelationName(identifier: "other"))
            }
        }
        let name = try #require(try await run().materialized?.first?.table)
        #expect(try await run().materialized?.map(\.table) == [name])
        let own = RelationName(namespace: schema, identifier: String(name.dropFirst(schema.count + 1)))
        #expect(engine.name == "duckdb" || own.identifier.utf8.count <= 63)
        let warehouse = try Warehouse(try WarehouseConfiguration(uri: database.uri))
        let columns = try await warehouse.describe(Select([.all], from: .relation(own))).map(\.name)
        await warehouse.close()
        #expect(columns.count == 10 && Set(columns).count == 10)
        #expect(columns.last == "select_b")
    }

    @Test func aUserWhoMayNotCreateIsToldSo() async throws {
        let schema = try await PostgreSQLSchema(["CREATE TABLE a AS SELECT 1 AS id", "CREATE TABLE b AS SELECT 2 AS id"])
        let role = "r\(schema.name)"
        try await schema.run([
            "CREATE ROLE \(role) LOGIN", "GRANT USAGE ON SCHEMA \(schema.name) TO \(role)",
            "GRANT SELECT ON ALL TABLES IN SCHEMA \(schema.name) TO \(role)",
        ])
        var configuration = try WarehouseConfiguration(
            uri: schema.server.uri(user: role, parameters: "options=-c%20search_path%3D\(schema.name)"))
        configuration.writes = true
        let warehouse = try Warehouse(configuration)
        let request = DiffRequest(
            a: .relation(RelationName(identifier: "a")), b: .relation(RelationName(identifier: "b")),
            key: KeyChoice(columns: ["id"], source: "argument"))
        let error = try #require(try await DiffEngine(warehouse, keepers: [Materialization(schema: schema.name)]).run(request).error)
        #expect(error.code == "permission_denied" && error.hint?.contains("CREATE") == true)
        await warehouse.close()
        try await schema.run(["DROP OWNED BY \(role)", "DROP ROLE \(role)"])
    }

    // MARK: Files

    private func export(_ folder: TemporaryFolder, _ format: RowFileFormat, replaces: Bool = false) -> [any RowKeeping] {
        [FileExport(folder: folder.path, format: format, replaces: replaces)]
    }

    private func names(_ folder: TemporaryFolder) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }

    @Test(arguments: Engine.all)
    func everyRowOfEveryKindIsInAFile(_ engine: Engine) async throws {
        let (database, _) = try await open(engine)
        let folder = try TemporaryFolder()
        let result = try await diff(database, export(folder, .csv))
        #expect(result.error == nil)
        #expect(result.exported?.map(\.rows) == [2, 2, 3, 2, 3, 1])
        #expect(result.exported?.first?.file == folder.path + "/plumbline_a_different.csv")
        #expect(
            try names(folder) == [
                "plumbline_a_different.csv", "plumbline_a_duplicates_a.csv", "plumbline_a_duplicates_b.csv", "plumbline_a_null_keys_a.csv",
                "plumbline_a_only_a.csv", "plumbline_a_only_b.csv",
            ])
        let text = try String(contentsOfFile: folder.path + "/plumbline_a_different.csv", encoding: .utf8)
        // NULL and empty text stay apart.
        #expect(
            Set(text.split(separator: "\n")) == [
                "id,x_a_differs,x_a_a,x_a_b,x_differs,x_a,x_b,t_differs,t_a,t_b", "2,false,0,0,true,2,20,false,,",
                "3,false,0,0,false,3,3,true,three,\"\"",
            ])
    }

    @Test(arguments: Engine.all)
    func parquetHoldsTheValues(_ engine: Engine) async throws {
        let wide =
            engine.name == "duckdb"
            ? "CAST('170141183460469231731687303715884105727' AS HUGEINT)" : "CAST('170141183460469231731687303715884105727.5' AS numeric)"
        let columns =
            "CAST(\(wide) AS varchar) AS n_text, \(wide) AS n, INTERVAL '1 month 2 days 3.123456 seconds' AS i, CAST('2024-01-01 10:11:12.123456' AS timestamp) AS made, CAST(0.1 AS double precision) AS f, CAST('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11' AS uuid) AS u, CAST('{\"k\": [1]}' AS json) AS j, CAST(9223372036854775807 AS bigint) AS big, true AS yes, CAST('0.30' AS decimal(10,2)) AS d, CAST('2024-02-29' AS date) AS day, CAST(NULL AS integer) AS nothing"
        let (database, _) = try await open(
            engine, ["CREATE TABLE c AS SELECT 1 AS id, \(columns)", "CREATE TABLE none AS SELECT * FROM c LIMIT 0"])
        let folder = try TemporaryFolder()
        let result = try await diff(database, export(folder, .parquet)) { request in
            request.a = .relation(RelationName(identifier: "c"))
            request.b = .relation(RelationName(identifier: "none"))
        }
        #expect(result.error == nil)
        let file = try #require(result.exported?.first?.file)
        let reader = try await DuckDBFile()
        let read = try await rows(
            reader,
            "SELECT n = n_text AS same, i, made, f, u, j, big, yes, CAST(d AS DECIMAL(10,2)) AS d, day, nothing FROM read_parquet('\(file)')"
        )
        let interval = engine.name == "duckdb" ? "1 month 2 days 00:00:03.123456" : "1 mon 2 days 00:00:03.123456"
        #expect(
            read == [
                [
                    "true", interval, "2024-01-01 10:11:12.123456", "0.1", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", "{\"k\": [1]}",
                    "9223372036854775807", "true", "0.30", "2024-02-29", nil,
                ]
            ])
    }

    @Test(arguments: Engine.all)
    func filesThatAreThereStayUnlessTheyMayBeReplaced(_ engine: Engine) async throws {
        let (database, _) = try await open(engine)
        let folder = try TemporaryFolder(["plumbline_a_only_b.csv": "mine", "plumbline_a_null_keys_b.csv": "old", "notes.txt": "x"])
        let error = try #require(try await diff(database, export(folder, .csv)).error)
        #expect(error.code == "file_exists" && error.message.contains("is there already"))
        #expect(try names(folder) == ["notes.txt", "plumbline_a_null_keys_b.csv", "plumbline_a_only_b.csv"])
        #expect(try String(contentsOfFile: folder.path + "/plumbline_a_only_b.csv", encoding: .utf8) == "mine")
        let result = try await diff(database, export(folder, .csv, replaces: true))
        // One of an earlier diff, of which there are no rows any more, would mislead.
        #expect(try names(folder) == (["notes.txt"] + (result.exported ?? []).map { ($0.file as NSString).lastPathComponent }).sorted())
        #expect(result.exported?.count == 6)
    }

    @Test(arguments: Engine.all)
    func aFailedExportLeavesNoFile(_ engine: Engine) async throws {
        let folder = try TemporaryFolder()
        let (many, _) = try await open(engine, ["INSERT INTO a SELECT i + 100, 0, 0, '' FROM \(engine.series(5000))"])
        let changed = try #require(try await diff(many, export(folder, .csv)) { $0.filtersA = ["random() < 0.5"] }.error)
        #expect(changed.code == "tables_changed")
        #expect(try names(folder) == [])
        let file = try TemporaryFolder(["taken": "x"])
        let keeper = FileExport(folder: file.path + "/taken", format: .csv, replaces: false)
        #expect(try await diff(many, [keeper]).error?.code == "folder_not_usable")
    }
}
