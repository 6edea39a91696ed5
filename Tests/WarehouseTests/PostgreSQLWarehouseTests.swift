import Foundation
import Relational
import SQL
import TestSupport
import Testing
import Warehouse

/// PostgreSQL as a warehouse: a real server, and what can go wrong with one.
@Suite(.timeLimit(.minutes(15))) struct PostgreSQLWarehouseTests {
    private let one = Select([.expression(.integer(1), as: "one")], from: .query("SELECT 1"))

    private func warehouse(_ uri: String, concurrency: Int = 4, edit: (inout WarehouseConfiguration) -> Void = { _ in }) throws -> Warehouse
    {
        var configuration = try WarehouseConfiguration(uri: uri)
        configuration.concurrency = concurrency
        edit(&configuration)
        return try Warehouse(configuration)
    }

    private func query(_ sql: String) -> Select { Select([.all], from: .query(sql)) }

    private func failure(_ work: () async throws(WarehouseError) -> Void) async -> WarehouseError? {
        do throws(WarehouseError) {
            try await work()
            return nil
        } catch {
            return error
        }
    }

    // MARK: Columns

    @Test func describesRelationsInTheEnginesWords() async throws {
        let schema = try await PostgreSQLSchema([
            "CREATE TYPE level AS ENUM ('low')", "CREATE DOMAIN price AS numeric(10,2)", "CREATE TYPE item AS (id integer, body json)",
            """
            CREATE TABLE t (id bigint, gone text, amount numeric(10,2), "Größe 🙂" varchar(20), at timestamp(3), z timestamptz, l level,
            p price, i item, n integer[], c char(5))
            """,
            "ALTER TABLE t DROP COLUMN gone", "CREATE VIEW v AS SELECT * FROM t", "CREATE MATERIALIZED VIEW m AS SELECT * FROM t",
            "CREATE TABLE parts (LIKE t) PARTITION BY HASH (id)",
        ])
        for table in ["t", "v", "m", "parts"] {
            let warehouse = try warehouse(schema.uri)
            let columns = try await warehouse.describe(Select([.all], from: .relation(RelationName(identifier: table))))
            #expect(columns.map(\.name) == ["id", "amount", "Größe 🙂", "at", "z", "l", "p", "i", "n", "c"])
            #expect(
                columns.map(\.type.spelling) == [
                    "bigint", "numeric(10,2)", "character varying(20)", "timestamp(3) without time zone", "timestamp with time zone",
                    "level",
                    "price", "item", "integer[]", "character(5)",
                ])
            #expect(
                columns.map(\.type.typeClass) == [
                    .integer, .decimal, .text, .timestamp, .zonedTimestamp, .text, .decimal, .structure, .array, .text,
                ])
            #expect(columns.map(\.type.base)[5...7] == ["enum", "numeric(10,2)", "record(json .6964=integer; .626f6479=json)"])
            let queried = try await warehouse.describe(
                query("SELECT * FROM \(table); -- all".replacingOccurrences(of: "; -- all", with: "")))
            #expect(queried.map(\.name) == columns.map(\.name))
            #expect(queried.allSatisfy { !$0.type.knowsModifiers })
            #expect(zip(columns, queried).allSatisfy { !$0.type.differs(from: $1.type) })
            await warehouse.close()
        }
    }

    @Test func aQueryIsNotRunToKnowItsColumns() async throws {
        let schema = try await PostgreSQLSchema(["CREATE SEQUENCE s"])
        let warehouse = try warehouse(schema.uri)
        let columns = try await warehouse.describe(query("SELECT i AS id, 1 / (i - i) AS never FROM generate_series(1, 10) AS r(i)"))
        #expect(columns.map(\.type.spelling) == ["integer", "integer"])
        await warehouse.close()
    }

    @Test func namesFollowTheSearchPathAndTheDatabase() async throws {
        let schema = try await PostgreSQLSchema(["CREATE TABLE t (id integer)"])
        let warehouse = try warehouse(schema.uri)
        for name in [
            RelationName(identifier: "t"), RelationName(namespace: schema.name, identifier: "t"),
            RelationName(database: "postgres", namespace: schema.name, identifier: "t"),
        ] {
            #expect(try await warehouse.describe(Select([.all], from: .relation(name))).map(\.name) == ["id"])
        }
        for name in [
            RelationName(identifier: "T"), RelationName(namespace: "nowhere", identifier: "t"),
            RelationName(database: "elsewhere", namespace: schema.name, identifier: "t"),
        ] {
            let error = await failure { () throws(WarehouseError) in
                _ = try await warehouse.describe(Select([.all], from: .relation(name)))
            }
            #expect(error?.kind == .relationNotFound)
        }
        await warehouse.close()
    }

    // MARK: Snapshots

    @Test func statementsOfASnapshotSeeOneStateOfTheData() async throws {
        let schema = try await PostgreSQLSchema(["CREATE TABLE t AS SELECT 1 AS id"])
        let warehouse = try warehouse(schema.uri)
        let count = Select([.expression(.count(), as: "n")], from: .relation(RelationName(identifier: "t")))
        let snapshot = await warehouse.snapshot()
        #expect(try await snapshot.rows(count).rows == [[.integer(1)]])
        try await schema.run(["INSERT INTO t VALUES (2)"])
        let counts = try await withThrowingTaskGroup(of: [[Value]].self) { group in
            for _ in 0..<12 { group.addTask { try await snapshot.rows(count).rows } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(counts == Array(repeating: [[.integer(1)]], count: 12))
        await snapshot.end()
        #expect(try await warehouse.rows(count).rows == [[.integer(2)]])
        await warehouse.close()
    }

    @Test(.timeLimit(.minutes(15))) func moreSnapshotsThanConnectionsDoNotWaitForEachOther() async throws {
        let schema = try await PostgreSQLSchema(["CREATE TABLE t AS SELECT 1 AS id"])
        let warehouse = try warehouse(schema.uri, concurrency: 2)
        let select = one
        let answers = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    let snapshot = await warehouse.snapshot()
                    async let first = snapshot.rows(select)
                    async let second = snapshot.rows(select)
                    let count = try await first.rows.count + second.rows.count
                    await snapshot.end()
                    return count
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(answers == 16)
        await warehouse.close()
    }

    @Test(arguments: [
        "DELETE FROM t RETURNING id", "SELECT nextval('s') AS id", "SELECT 1) AS x; DROP TABLE t; --",
        "WITH gone AS (DELETE FROM t RETURNING id) SELECT * FROM gone", "SELECT 1) AS x; COMMIT; DROP TABLE t; --",
    ])
    func nothingIsWritten(sql: String) async throws {
        let schema = try await PostgreSQLSchema(["CREATE TABLE t AS SELECT 1 AS id", "CREATE SEQUENCE s"])
        let warehouse = try warehouse(schema.uri)
        #expect(await failure { () throws(WarehouseError) in _ = try await warehouse.rows(query(sql)) } != nil)
        #expect(
            await failure { () throws(WarehouseError) in _ = try await warehouse.describe(query(sql)) } != nil || sql.contains("nextval"))
        #expect(try await schema.text("SELECT count(*)::text || (SELECT is_called FROM s)::text FROM t") == "1false")
        await warehouse.close()
    }

    // MARK: Ends

    @Test(.timeLimit(.minutes(15))) func cancellingEndsTheStatementOnTheServer() async throws {
        let schema = try await PostgreSQLSchema()
        let warehouse = try warehouse(schema.uri)
        let mark = "mark_\(schema.name)"
        let running =
            "SELECT count(*)::text FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%\(mark)%' AND pid <> pg_backend_pid()"
        let endless = query("SELECT pg_sleep(3600)::text AS \(mark)")
        let holder = Task { try await warehouse.rows(endless) }
        while try await schema.text(running) != "1" { try await aMoment() }
        holder.cancel()
        let error = await #expect(throws: WarehouseError.self) { try await holder.value }
        #expect(error?.code == "cancelled")
        // The call returned when its connection was closed, so the server has ended the statement already or does so now.
        while try await schema.text(running) != "0" { try await aMoment() }
        #expect(try await warehouse.rows(one).rows.count == 1)
        await warehouse.close()
    }

    @Test(.timeLimit(.minutes(15))) func closingEndsStatementsAndTheNextOneOpensAgain() async throws {
        let schema = try await PostgreSQLSchema()
        let warehouse = try warehouse(schema.uri)
        let endless = query("SELECT pg_sleep(3600)::text AS x")
        let running = Task { try await warehouse.rows(endless) }
        while await !warehouse.isOpen { try await aMoment() }
        await warehouse.close()
        await #expect(throws: WarehouseError.self) { try await running.value }
        #expect(try await warehouse.rows(one).rows.count == 1)
        await warehouse.close()
    }

    @Test(.timeLimit(.minutes(15))) func theServersTimeLimitIsNamed() async throws {
        let schema = try await PostgreSQLSchema()
        let byOption = try warehouse(schema.uri) { $0.options["statement_timeout"] = "50ms" }
        let byURI = try warehouse(schema.uri + "%20-c%20statement_timeout%3D50")
        for warehouse in [byOption, byURI] {
            let error = await failure { () throws(WarehouseError) in _ = try await warehouse.rows(query("SELECT pg_sleep(60)::text AS x")) }
            #expect(error?.code == "timeout")
            #expect(error?.message.contains("statement_timeout") == true)
            await warehouse.close()
        }
    }

    @Test(.timeLimit(.minutes(15))) func aLostConnectionIsReplaced() async throws {
        let schema = try await PostgreSQLSchema()
        let warehouse = try warehouse(schema.uri, concurrency: 1)
        let own = Select([.expression(.column("pid"), as: "pid")], from: .query("SELECT pg_backend_pid() AS pid"))
        guard case .integer(let process) = try await warehouse.rows(own).rows[0][0] else { throw CancellationError() }
        // While it lies idle.
        _ = try await schema.text("SELECT pg_terminate_backend(\(process))::text")
        while try await schema.text("SELECT count(*)::text FROM pg_stat_activity WHERE pid = \(process)") != "0" { try await aMoment() }
        guard case .integer(let second) = try await warehouse.rows(own).rows[0][0] else { throw CancellationError() }
        #expect(second != process)
        // While a statement runs on it.
        let running = Task { try await warehouse.rows(query("SELECT pg_sleep(3600)::text AS x")) }
        while try await schema.text("SELECT state FROM pg_stat_activity WHERE pid = \(second) AND query LIKE '%pg_sleep%'") != "active" {
            try await aMoment()
        }
        _ = try await schema.text("SELECT pg_terminate_backend(\(second))::text")
        let error = await #expect(throws: WarehouseError.self) { try await running.value }
        #expect(error?.code == "connection")
        #expect(try await warehouse.rows(one).rows.count == 1)
        await warehouse.close()
    }

    // MARK: Refusals

    @Test func whatCannotBeReachedIsSaidClearly() async throws {
        let server = try await PostgreSQLServer.shared
        let cases: [(String, String, String)] = [
            (server.uri(database: "nowhere"), "database_missing", "127.0.0.1:\(server.port)/nowhere"),
            (server.uri(user: "nobody_such"), "authentication", "did not accept the user"),
            ("postgresql://u:geheim@127.0.0.1:1/x", "connection", "127.0.0.1:1/x"),
            ("postgres://u:geheim@does-not-exist.invalid/x?sslpassword=auch", "connection", "does-not-exist.invalid/x"),
        ]
        for (uri, code, says) in cases {
            let warehouse = try warehouse(uri)
            let error = await failure { () throws(WarehouseError) in _ = try await warehouse.rows(one) }
            #expect(error?.code == code)
            #expect(error?.message.contains(says) == true)
            #expect(error?.hint != nil)
            #expect("\(String(describing: error)) \(warehouse.label)".contains("geheim") == false)
            #expect("\(String(describing: error)) \(warehouse.label)".contains("auch") == false)
        }
    }

    @Test func permissionDenied() async throws {
        let role = "r_\(UUID().uuidString.lowercased().replacingOccurrences(of: "-", with: ""))"
        let schema = try await PostgreSQLSchema(["CREATE TABLE t AS SELECT 1 AS id", "CREATE ROLE \(role) LOGIN"])
        let warehouse = try warehouse(schema.server.uri(user: role))
        let table = RelationName(namespace: schema.name, identifier: "t")
        let select = Select([.all], from: .relation(table))
        #expect(await failure { () throws(WarehouseError) in _ = try await warehouse.describe(select) }?.kind == .permission)
        try await schema.run(["GRANT USAGE ON SCHEMA \(schema.name) TO \(role)"])
        #expect(try await warehouse.describe(select).count == 1)
        #expect(await failure { () throws(WarehouseError) in _ = try await warehouse.rows(select) }?.kind == .permission)
        await warehouse.close()
        try await schema.run(["REVOKE ALL ON SCHEMA \(schema.name) FROM \(role)", "DROP ROLE \(role)"])
    }

    @Test func labelsHoldNoSecrets() throws {
        let labels: [(String, String)] = [
            ("postgresql://me:pa%40ss@db.example.com:5433/shop?sslmode=require", "postgresql db.example.com:5433/shop"),
            ("postgresql:///shop?host=%2Ftmp&user=me&password=x", "postgresql /tmp/shop"),
            ("POSTGRES://db/shop", "postgresql db/shop"),
            ("postgresql://a:1,b:2/shop?target_session_attrs=any", "postgresql a:1,b:2/shop"),
        ]
        for (uri, label) in labels { #expect(try warehouse(uri).label == label) }
    }

    @Test func optionsInsteadOfAURI() async throws {
        let server = try await PostgreSQLServer.shared
        let configuration = WarehouseConfiguration(
            type: .postgresql,
            options: ["host": "127.0.0.1", "port": "\(server.port)", "database": "postgres", "user": "postgres", "password": "a&b=c%"])
        let warehouse = try Warehouse(configuration)
        #expect(warehouse.label == "postgresql 127.0.0.1:\(server.port)/postgres")
        #expect(try await warehouse.rows(one).rows.count == 1)
        await warehouse.close()
        let socket = try Warehouse(
            WarehouseConfiguration(
                type: .postgresql, options: ["host": server.folder, "port": "\(server.port)", "database": "postgres", "user": "postgres"]))
        #expect(try await socket.rows(one).rows.count == 1)
        await socket.close()
    }

    @Test(
        arguments: [
            [:], ["uri": "mysql://x"], ["uri": "postgresql://x", "host": "y"], ["database": "x", "colour": "red"],
            ["database": "x", "statement_timeout": "5 o'clock"],
        ] as [[String: String]])
    func unusableOptions(options: [String: String]) {
        let error = #expect(throws: WarehouseError.self) { try Warehouse(WarehouseConfiguration(type: .postgresql, options: options)) }
        #expect(error?.code == "invalid_options")
    }
}

/// Lets the server and other tests work before it is asked again: an eager loop would take the processor from them.
private func aMoment() async throws {
    try await Task.sleep(for: .milliseconds(10))
}
