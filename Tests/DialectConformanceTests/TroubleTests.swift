import DataDiff
import DiffEngine
import Foundation
import Relational
import TestSupport
import Testing
import Warehouse

/// What goes wrong at a diff is one clear failure, and nothing of the diff stays behind in the warehouse.
@Suite(.timeLimit(.minutes(15))) struct TroubleTests {
    private func request(_ a: String = "SELECT * FROM a", _ b: String = "SELECT * FROM b", key: [String] = ["id"]) -> DiffRequest {
        DiffRequest(a: .query(a), b: .query(b), key: KeyChoice(columns: key, source: "argument"))
    }

    private func schema() async throws -> PostgreSQLSchema {
        try await PostgreSQLSchema(["CREATE TABLE a AS SELECT 1 AS id, 2 AS v", "CREATE TABLE b AS SELECT 1 AS id, 3 AS v"])
    }

    /// A warehouse whose connections can be told by the name of the schema.
    private func warehouse(_ schema: PostgreSQLSchema, options: [String: String] = [:]) throws -> Warehouse {
        var configuration = try WarehouseConfiguration(uri: schema.uri + "&application_name=\(schema.name)")
        configuration.options.merge(options) { $1 }
        return try Warehouse(configuration)
    }

    private func waitUntil(_ schema: PostgreSQLSchema, _ condition: String) async throws {
        let count = "SELECT (\(condition))::text FROM pg_stat_activity WHERE application_name = '\(schema.name)'"
        while try await schema.text(count) != "true" { try await Task.sleep(for: .milliseconds(10)) }
    }

    /// Statements and open transactions that a diff of this schema has left.
    private func left(_ schema: PostgreSQLSchema) async throws {
        try await waitUntil(schema, "count(*) FILTER (WHERE state <> 'idle') = 0")
    }

    @Test(arguments: Engine.all)
    func withoutAKeyThereAreCountsAndAVerdict(_ engine: Engine) async throws {
        let database = try await engine.open(["CREATE TABLE a AS SELECT 1 AS id", "CREATE TABLE b AS SELECT 1 AS id"])
        let result = try await diff(database, key: [])
        #expect(result.verdict == .missingKey && result.status == .success && result.pks?.totalRows == [1, 1] && result.values == nil)
    }

    @Test(arguments: Engine.all, [("gone", "key column 'gone' is not in a"), ("x", "key column 'x' is in a but not in b")])
    func aKeyColumnThatIsNotThere(_ engine: Engine, _ key: (name: String, says: String)) async throws {
        let database = try await engine.open(["CREATE TABLE a AS SELECT 1 AS id, 1 AS x", "CREATE TABLE b AS SELECT 1 AS id"])
        let error = try #require(try await diff(database, key: ["id", key.name]).error)
        #expect(error.code == "column_not_found" && error.message == key.says)
    }

    @Test(arguments: Engine.all)
    func aTableThatIsNotThereIsNamed(_ engine: Engine) async throws {
        let database = try await engine.open(["CREATE TABLE a AS SELECT 1 AS id"])
        let error = try #require(try await diff(database).error)
        #expect(error.code == "table_not_found" && error.message.contains("reading the columns of b in \(engine.name) "))
    }

    @Test func aTableThatMayNotBeRead() async throws {
        let schema = try await schema()
        let role = "r\(schema.name)"
        try await schema.run([
            "CREATE ROLE \(role) LOGIN", "GRANT USAGE ON SCHEMA \(schema.name) TO \(role)", "GRANT SELECT ON a TO \(role)",
        ])
        let warehouse = try Warehouse(try WarehouseConfiguration(uri: schema.server.uri(user: role)))
        func table(_ name: String) -> Dataset { .relation(RelationName(namespace: schema.name, identifier: name)) }
        let key = KeyChoice(columns: ["id"], source: "argument")
        let error = try #require(try await DiffEngine(warehouse).run(DiffRequest(a: table("a"), b: table("b"), key: key)).error)
        #expect(error.code == "permission_denied" && error.message.contains("\(schema.name).b") && error.hint?.contains("SELECT") == true)
        await warehouse.close()
        try await schema.run(["REVOKE ALL ON a FROM \(role)", "REVOKE ALL ON SCHEMA \(schema.name) FROM \(role)", "DROP ROLE \(role)"])
    }

    @Test func aStatementThatTakesTooLong() async throws {
        let schema = try await schema()
        let warehouse = try warehouse(schema, options: ["statement_timeout": "100ms"])
        let result = try await DiffEngine(warehouse).run(
            request("SELECT *, pg_sleep(60)::text AS s FROM a", "SELECT *, ''::text AS s FROM b"))
        let error = try #require(result.error)
        #expect(error.code == "timeout" && error.message.contains("statement_timeout") && error.hint?.contains("statement_timeout") == true)
        try await left(schema)
        await warehouse.close()
    }

    @Test func aConnectionThatIsLostMidway() async throws {
        let schema = try await schema()
        let warehouse = try warehouse(schema)
        let request = request("SELECT *, pg_sleep(3600)::text AS s FROM a", "SELECT *, ''::text AS s FROM b")
        let running = Task { try await DiffEngine(warehouse).run(request) }
        try await waitUntil(schema, "count(*) FILTER (WHERE state = 'active' AND query LIKE '%pg_sleep%') > 0")
        _ = try await schema.text(
            "SELECT count(pg_terminate_backend(pid))::text FROM pg_stat_activity WHERE application_name = '\(schema.name)'")
        let error = try #require(try await running.value.error)
        #expect(error.code == "connection" && error.message.contains("connection was lost"))
        // The next diff goes on with new connections.
        #expect(try await DiffEngine(warehouse).run(self.request()).error == nil)
        try await left(schema)
        await warehouse.close()
    }

    @Test func aServerThatStopsMidway() async throws {
        let server = try await PostgreSQLServer.another()
        defer { server.stop() }
        let warehouse = try Warehouse(try WarehouseConfiguration(uri: server.uri()))
        let request = request("SELECT 1 AS id, pg_sleep(3600)::text AS s", "SELECT 1 AS id, ''::text AS s")
        let running = Task { try await DiffEngine(warehouse).run(request) { if $0.completedSteps == 1 { server.stop() } } }
        let error = try #require(try await running.value.error)
        #expect(error.code == "connection")
        let again = try #require(try await DiffEngine(warehouse).run(request).error)
        #expect(again.code == "connection" && again.message.contains("127.0.0.1:\(server.port)/postgres"))
        await warehouse.close()
    }

    // MARK: The engine inside this process

    private func duckdb(_ rows: Int) async throws -> DuckDBFile {
        try await DuckDBFile([
            "CREATE TABLE a AS SELECT md5(i::VARCHAR) || md5((i + 1)::VARCHAR) AS id, md5((2 * i)::VARCHAR) AS v FROM range(\(rows)) r(i)",
            "CREATE TABLE b AS SELECT id, v || 'x' AS v FROM a",
        ])
    }

    private func failure(
        _ file: DuckDBFile, _ options: [String: String], query: String? = nil
    ) async throws -> DiffFailure {
        let configuration = WarehouseConfiguration(type: .duckdb, options: ["path": file.path, "threads": "1"].merging(options) { $1 })
        let warehouse = try Warehouse(configuration)
        let result = try await DiffEngine(warehouse).run(query.map { request($0, $0) } ?? request())
        await warehouse.close()
        return try #require(result.error)
    }

    @Test func tooLittleMemory() async throws {
        let file = try await duckdb(200_000)
        let error = try await failure(file, ["memory_limit": "4MB"])
        #expect(error.code == "out_of_memory" && error.hint?.contains("memory_limit") == true, "\(error)")
        // The file is free again.
        try await file.run(["INSERT INTO a VALUES ('x', 'y')"])
    }

    @Test func noRoomForIntermediateResults() async throws {
        let file = try await duckdb(1_000_000)
        let folder = try TemporaryFolder()
        let sorted = "SELECT * FROM (SELECT *, row_number() OVER (ORDER BY v, id) AS n FROM a) WHERE n > 0"
        let error = try await failure(
            file, ["memory_limit": "80MB", "temp_directory": folder.path + "/spill", "max_temp_directory_size": "1MB"], query: sorted)
        #expect(error.code == "disk_full" && error.hint?.contains("max_temp_directory_size") == true, "\(error)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: (file.path as NSString).deletingLastPathComponent).contains {
                $0.hasPrefix((file.path as NSString).lastPathComponent + ".")
            } == false)
    }

    @Test(arguments: ["empty", "text", "head", "half", "torn"])
    func aFileThatIsDamaged(how: String) async throws {
        let file = try await duckdb(50_000)
        let url = URL(filePath: file.path)
        var data = try Data(contentsOf: url)
        switch how {
        case "empty": data = Data()
        case "text": data = Data("id,v\n1,2\n".utf8)
        case "head": data = data.prefix(5000)
        case "half": data = data.prefix(data.count / 2)
        default: for index in stride(from: 20_000, to: data.count, by: 500) { data[index] ^= 0x55 }
        }
        try data.write(to: url)
        let error = try await failure(file, [:])
        #expect(error.code == "damaged" && error.message.contains("damaged"), "\(error)")
        #expect(error.message.contains(file.path))
        #expect(try Data(contentsOf: url) == data)
    }
}
