import Foundation
import TestSupport
import Testing

/// The connections that `diff` and `compare` take, in the real binary.
@Suite struct ConnectionTests {
    private let plumbline = BuiltProduct("plumbline")
    private let statements = [
        "CREATE SCHEMA prod", "CREATE SCHEMA dev", "CREATE TABLE prod.t AS SELECT 1 AS id, 2 AS v",
        "CREATE TABLE dev.t AS SELECT 1 AS id, 3 AS v",
    ]

    private func profiles(_ path: String) -> String {
        """
        shop:
          target: dev
          outputs:
            dev: {type: duckdb, path: "\(path)", schema: dev}
            prod: {type: duckdb, path: "{{ env_var('SHOP_FILE') }}", schema: prod}
        """
    }

    private func tables(_ outcome: BuiltProduct.Outcome) throws -> [String] {
        let result = try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
        return try #require(result["sides"] as? [[String: Any]]).compactMap { $0["table"] as? String }
    }

    @Test func targetsOfAProfileWithTheirSchemas() async throws {
        let file = try await DuckDBFile(statements)
        let folder = try TemporaryFolder(["profiles.yml": profiles(file.path)])
        let environment = ["DBT_PROFILES_DIR": folder.path, "SHOP_FILE": file.path]
        func diff(_ operands: String...) async throws -> BuiltProduct.Outcome {
            try await plumbline.run(["diff"] + operands + ["-k", "id", "--format", "json"], environment: environment)
        }
        let both = try await diff("dbt://shop/prod", "t", "dbt://shop/dev", "t")
        #expect(both.exitCode == 1)
        #expect(try tables(both) == ["prod.t", "dev.t"])
        // Without a target it is the profile's own; a schema that is given stays.
        let own = try await diff("dbt://shop", "t", "prod.t")
        #expect(try tables(own) == ["dev.t", "prod.t"])
        #expect(try await diff("dbt://shop/prod", "t", "t").exitCode == 0)
        withExtendedLifetime(file) {}
    }

    @Test func theProfilesFileOfTheWorkingFolderAndPathsThatBeginThere() async throws {
        let folder = try TemporaryFolder(["profiles.yml": profiles("shop.duckdb")])
        let file = try await DuckDBFile(statements)
        try FileManager.default.copyItem(atPath: file.path, toPath: folder.path + "/shop.duckdb")
        let outcome = try await plumbline.run(
            ["diff", "dbt://shop/dev", "t", "t", "-k", "id"], environment: ["DBT_PROFILES_DIR": ""], folder: folder.path)
        #expect(outcome.exitCode == 0, "\(outcome.errors)")
    }

    @Test func aPostgreSQLTarget() async throws {
        let schema = try await PostgreSQLSchema(["CREATE TABLE t AS SELECT 1 AS id, 2 AS v"])
        let text = """
            shop:
              outputs:
                default:
                  type: postgres
                  host: 127.0.0.1
                  port: "{{ env_var('PG_PORT') | as_number }}"
                  user: postgres
                  password: "{{ env_var('DBT_ENV_SECRET_PASSWORD', 'none') }}"
                  dbname: postgres
                  schema: \(schema.name)
            """
        let folder = try TemporaryFolder(["profiles.yml": text])
        let outcome = try await plumbline.run(
            ["diff", "dbt://shop", "t", "t", "-k", "id", "--threads", "1"],
            environment: ["DBT_PROFILES_DIR": folder.path, "PG_PORT": "\(schema.server.port)"])
        #expect(outcome.exitCode == 0, "\(outcome.errors)")
        let unset = try await plumbline.run(["diff", "dbt://shop", "t", "t"], environment: ["DBT_PROFILES_DIR": folder.path])
        #expect(unset.exitCode == 2 && unset.errors.contains("PG_PORT"))
    }

    @Test func aDataSourceOfTheConfigurationFile() async throws {
        let file = try await DuckDBFile(statements)
        let text = "data_sources: [{name: shop, type: duckdb, options: {path: \"${SHOP_FILE}\"}}]"
        let folder = try TemporaryFolder(["plumbline.yaml": text])
        let environment = ["SHOP_FILE": file.path]
        let command = ["diff", "shop", "prod.t", "dev.t", "-k", "id"]
        #expect(try await plumbline.run(command, environment: environment, folder: folder.path).exitCode == 1)
        let given = try await plumbline.run(command + ["--config", folder.path + "/plumbline.yaml"], environment: environment)
        #expect(given.exitCode == 1)
        let compare = ["compare", "--base", "/nowhere", "--head", "/nowhere", "--connection", "shop"]
        #expect(try await plumbline.run(compare, folder: folder.path).errors.contains("/nowhere/manifest.json"))
        withExtendedLifetime(file) {}
    }

    @Test(arguments: [
        (["nowhere", "a", "b"], "'nowhere' is no connection: it is no URI, and there is no configuration file plumbline.yaml"),
        (["me:hush@db/shop", "a", "b"], "a connection must be a URI"),
        (["shop", "a", "b", "--config", "/nowhere.yaml"], "/nowhere.yaml: the file cannot be read"),
        (["dbt://hush", "a", "b"], "there is no profiles.yml in"),
        (["duckdb:///a.duckdb", "a", "duckdb:///b.duckdb", "b", "-k", "id", "--materialize", "rows"], "--export writes the rows to files"),
        (["duckdb:///a.duckdb", "a", "b", "--scratch-memory", "much"], "--scratch-memory much: expected a size"),
        (["duckdb:///a.duckdb", "a", "b", "--across", "sums"], "The value 'sums' is invalid for '--across"),
        (["duckdb:///a.duckdb", "a", "b", "--threads", "0"], "--threads must be at least 1"),
    ])
    func whatIsNoConnectionIsTwoAndSaidClearly(arguments: [String], says: String) async throws {
        let folder = try TemporaryFolder()
        let outcome = try await plumbline.run(["diff"] + arguments, environment: ["HOME": folder.path], folder: folder.path)
        #expect(outcome.exitCode == 2)
        #expect(outcome.errors.contains(says), "\(outcome.errors)")
        #expect(outcome.output.isEmpty && !outcome.errors.contains("hush"))
    }
}
