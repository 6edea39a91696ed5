import DataDiff
import DiffEngine
import Foundation
import Relational
import SQL
import TestSupport
import Testing
import Warehouse

/// The schema that diffs write to: tried out, and tidied.
@Suite(.timeLimit(.minutes(15))) struct KeptTablesCareTests {
    private let statements = [
        "CREATE TABLE a AS SELECT 1 AS id, 1 AS v", "CREATE TABLE b AS SELECT 1 AS id, 2 AS v", "CREATE SCHEMA kept_SCHEMA",
        "CREATE TABLE kept_SCHEMA.plumbline_run1_mine AS SELECT 1 AS one",
    ]

    private func open(_ engine: Engine) async throws -> (database: any TestDatabase, warehouse: Warehouse, schema: String) {
        let schema = "kept_\(UUID().uuidString.prefix(8).lowercased())"
        let database = try await engine.open(statements.map { $0.replacing("kept_SCHEMA", with: schema) })
        var configuration = try WarehouseConfiguration(uri: database.uri)
        configuration.writes = true
        return (database, try Warehouse(configuration), schema)
    }

    private func keep(_ name: String, _ warehouse: Warehouse, _ schema: String) async throws -> [String] {
        let request = DiffRequest(
            a: .relation(RelationName(identifier: "a")), b: .relation(RelationName(identifier: "b")),
            key: KeyChoice(columns: ["id"], source: "argument"))
        let keeper = WholeMaterialization(Materialization(schema: schema, name: name))
        let result = try await DiffEngine(warehouse, keepers: [keeper]).run(request)
        return try #require(result.materialized, "\(String(describing: result.error))").map(\.table)
    }

    private func exists(_ table: String, _ warehouse: Warehouse) async -> Bool {
        guard let name = try? RelationName(parsing: table) else { return false }
        return (try? await warehouse.describe(Select([.all], from: .relation(name)))) != nil
    }

    @Test(arguments: Engine.all)
    func tablesOfTheseNamesGoAndOthersStay(_ engine: Engine) async throws {
        let (database, warehouse, schema) = try await open(engine)
        var tables: [String] = []
        for name in ["run1_orders", "run1_sums", "run12_orders"] { tables += try await keep(name, warehouse, schema) }
        #expect(tables.count == 3)
        let care = KeptTablesCare(schema: schema, in: warehouse)
        #expect(try await care.drop(prefixes: ["run1_"], except: [tables[1]]) == 1)
        var left: [Bool] = []
        for table in tables + ["\(schema).plumbline_run1_mine"] { left.append(await exists(table, warehouse)) }
        #expect(left == [false, true, true, true], "what was to be kept, another run's, and somebody else's")
        #expect(try await care.drop(prefixes: ["run1_", "run12_"], except: []) == 2)
        #expect(try await care.drop(prefixes: ["run1_", "run12_"], except: []) == 0)
        #expect(try await KeptTablesCare(schema: "nowhere", in: warehouse).drop(prefixes: ["run1_"], except: []) == 0)
        await warehouse.close()
        withExtendedLifetime(database) {}
    }

    @Test(arguments: Engine.all)
    func aSchemaIsTriedOutAndNothingStays(_ engine: Engine) async throws {
        let (database, warehouse, schema) = try await open(engine)
        try await KeptTablesCare(schema: schema, in: warehouse).probe()
        let error = await #expect(throws: WarehouseError.self) { try await KeptTablesCare(schema: "nowhere", in: warehouse).probe() }
        #expect(error?.code == "schema_not_found")
        let found = try await warehouse.rows(
            Select(
                [.expression(.column("table_name"), as: "table_name")],
                from: .query("SELECT table_name FROM information_schema.tables WHERE table_schema = '\(schema)'")))
        #expect(found.rows == [[.text("plumbline_run1_mine")]])
        await warehouse.close()
        withExtendedLifetime(database) {}
    }

    @Test func aUserWhoMayNotCreateIsToldSo() async throws {
        let schema = try await PostgreSQLSchema(["CREATE TABLE a AS SELECT 1 AS id"])
        let role = "p\(schema.name)"
        try await schema.run(["CREATE ROLE \(role) LOGIN", "GRANT USAGE ON SCHEMA \(schema.name) TO \(role)"])
        var configuration = try WarehouseConfiguration(uri: schema.server.uri(user: role, parameters: ""))
        configuration.writes = true
        let warehouse = try Warehouse(configuration)
        let error = await #expect(throws: WarehouseError.self) { try await KeptTablesCare(schema: schema.name, in: warehouse).probe() }
        #expect(error?.kind == .permission)
        await warehouse.close()
        try await schema.run(["DROP OWNED BY \(role)", "DROP ROLE \(role)"])
    }
}
