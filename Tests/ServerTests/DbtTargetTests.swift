import Server
import TestSupport
import Testing
import Warehouse

/// `profiles.yml` as dbt reads it.
@Suite struct DbtTargetTests {
    private static let profiles = """
        config: {send_anonymous_usage_stats: false}
        shop:
          target: "{{ env_var('SHOP_TARGET', 'dev') }}"
          outputs:
            dev: &dev
              type: duckdb
              path: target/shop.duckdb
              schema: dev
              threads: 4
            prod:
              <<: *dev
              schema: prod
            plain: {type: duckdb, path: "~/shop.duckdb"}
            pg: &pg
              type: postgres
              host: db.example
              port: "{{ env_var('PG_PORT', '5432') | int }}"
              user: "{{env_var(\\"PG_USER\\")}}"
              pass: "{{ env_var('PG_PASSWORD') }}"
              dbname: analytics
              schema: "dbt_{{ env_var('PG_USER') }}"
              sslmode: require
              connect_timeout: 7
              keepalives_idle: "{{ var('ignored') }}"
              role: Reporter
            words: {type: postgres, dbname: x, password: "it's #1", role: '"Reporter"'}
            memory: {type: duckdb}
            cloud: {type: duckdb, path: "md:shop"}
            snow: {type: snowflake, account: a}
            none: {schema: x}
            dbless: {type: postgres, host: h}
            jinja: {type: postgres, dbname: x, host: "{{ var('secret') }}"}
            filter: {type: postgres, dbname: x, password: "{{ env_var('PG_PASSWORD') | upper }}"}
            block: {type: postgres, dbname: x, host: "{% if true %}geheim{% endif %}"}
            number: {type: postgres, dbname: x, port: "{{ env_var('PG_PASSWORD') | as_number }}"}
            joined: {type: postgres, dbname: x, host: "{{ env_var('PG_USER') ~ 'geheim' }}"}
            list: {type: postgres, dbname: [x]}
        empty:
        other: {outputs: {default: {type: duckdb, path: /o.duckdb}}}
        """

    private let environment = ["PG_USER": "me", "PG_PASSWORD": "geheim {{ x }}", "HOME": "/home/me"]

    private func target(_ uri: String, adding: [String: String] = [:]) throws -> DbtTarget {
        let folder = try TemporaryFolder(["profiles.yml": Self.profiles])
        return try DbtTarget(uri: uri, environment: environment.merging(adding) { $1 }, workingFolder: folder.path)
    }

    private func path(_ uri: String, adding: [String: String] = [:]) throws -> String? {
        try target(uri, adding: adding).configuration.options["path"]
    }

    @Test func theTargetIsGivenOrTheProfilesOwn() throws {
        #expect(try target("dbt://shop/prod").schema == "prod")
        #expect(try target("dbt://shop").schema == "dev")
        #expect(try target("dbt://shop", adding: ["SHOP_TARGET": "prod"]).schema == "prod")
        #expect(try path("dbt://other") == "/o.duckdb")
    }

    @Test func relativePathsBeginInTheWorkingFolder() throws {
        let folder = try TemporaryFolder(["profiles.yml": Self.profiles])
        let target = try DbtTarget(uri: "dbt://shop/prod", environment: environment, workingFolder: folder.path)
        #expect(target.configuration == WarehouseConfiguration(type: .duckdb, options: ["path": folder.path + "/target/shop.duckdb"]))
        #expect(try path("dbt://shop/plain") == "/home/me/shop.duckdb")
        #expect(try self.target("dbt://shop/plain").schema == "main")
    }

    @Test func postgreSQLSettings() throws {
        let target = try target("dbt://shop/pg")
        #expect(target.schema == "dbt_me")
        #expect(
            target.configuration
                == WarehouseConfiguration(
                    type: .postgresql,
                    options: [
                        "host": "db.example", "port": "5432", "user": "me", "password": "geheim {{ x }}", "database": "analytics",
                        "sslmode": "require", "connect_timeout": "7", "role": "reporter",
                    ]))
        #expect(try self.target("dbt://shop/pg", adding: ["PG_PORT": "6432"]).configuration.options["port"] == "6432")
        let words = try self.target("dbt://shop/words").configuration.options
        #expect(words == ["database": "x", "password": "it's #1", "role": "Reporter"])
        try target.configuration.validate()
    }

    @Test(arguments: [
        ("dbt://shp", "there is no profile 'shp' in FOLDER/profiles.yml; did you mean 'shop'?"),
        ("dbt://empty", "there is no profile 'empty'"),
        ("dbt://shop/pord", "there is no target 'pord' in the profile 'shop' in FOLDER/profiles.yml; did you mean 'prod'?"),
        ("dbt://shop/memory", "is a database in memory"),
        ("dbt://shop/cloud", "is no file of this machine"),
        (
            "dbt://shop/snow",
            "the target 'snow' of the profile 'shop' in FOLDER/profiles.yml is of the type 'snowflake', which cannot be reached"
        ),
        ("dbt://shop/snow", "supported: duckdb, postgres"),
        ("dbt://shop/none", "has no type"),
        ("dbt://shop/dbless", "lacks 'dbname'"),
        ("dbt://shop/jinja", "'host' in the target 'jinja' of the profile 'shop' in FOLDER/profiles.yml holds Jinja"),
        ("dbt://shop/jinja", "not understood here: var;"),
        ("dbt://shop/filter", "not understood here: | upper;"),
        ("dbt://shop/block", "not understood here: {%;"),
        ("dbt://shop/joined", "not understood here: more than env_var('PG_USER') and a filter;"),
        ("dbt://shop/number", "the environment variable PG_PASSWORD is no number"),
        ("dbt://shop/list", "'dbname' in the target 'list' of the profile 'shop' in FOLDER/profiles.yml must be a single value"),
        ("dbt://", "must be dbt://PROFILE or dbt://PROFILE/TARGET"),
        ("dbt://shop/dev/orders", "must be dbt://PROFILE or dbt://PROFILE/TARGET"),
        ("dbt://shop/", "must be dbt://PROFILE or dbt://PROFILE/TARGET"),
    ])
    func whatIsWrongIsNamedAndNoValueIs(uri: String, says: String) throws {
        let folder = try TemporaryFolder(["profiles.yml": Self.profiles])
        let error = #expect(throws: WarehouseError.self) {
            try DbtTarget(uri: uri, environment: environment, workingFolder: folder.path)
        }
        let text = try #require(error?.description).replacing(folder.path, with: "FOLDER")
        #expect(text.contains(says), "\(text)")
        #expect(!text.contains("geheim"))
    }

    @Test func aMissingVariableIsNamed() throws {
        let folder = try TemporaryFolder(["profiles.yml": Self.profiles])
        let error = #expect(throws: WarehouseError.self) {
            try DbtTarget(uri: "dbt://shop/pg", environment: ["PG_USER": "me"], workingFolder: folder.path)
        }
        #expect(error?.message.contains("'pass' in the target 'pg'") == true)
        #expect(error?.message.contains("needs the environment variable PG_PASSWORD, which is not set") == true)
    }

    @Test func theFileIsFoundWhereDbtFindsIt() throws {
        let text = "p: {outputs: {default: {type: duckdb, path: /NAME.duckdb}}}"
        func folder(_ name: String, _ file: String = "profiles.yml") throws -> TemporaryFolder {
            try TemporaryFolder([file: text.replacing("NAME", with: name)])
        }
        let (given, home, work) = (try folder("given"), try folder("home", ".dbt/profiles.yml"), try folder("work"))
        let empty = try TemporaryFolder()
        func path(_ environment: [String: String], _ workingFolder: TemporaryFolder) throws -> String? {
            try DbtTarget(uri: "dbt://p", environment: environment, workingFolder: workingFolder.path).configuration.options["path"]
        }
        #expect(try path(["DBT_PROFILES_DIR": given.path, "HOME": home.path], work) == "/given.duckdb")
        #expect(try path(["DBT_PROFILES_DIR": "", "HOME": home.path], work) == "/work.duckdb")
        #expect(try path(["HOME": home.path], empty) == "/home.duckdb")
        // One that is named and is not there is not replaced by another.
        let named = #expect(throws: WarehouseError.self) { try path(["DBT_PROFILES_DIR": empty.path, "HOME": home.path], work) }
        #expect(named?.message == "there is no profiles.yml in \(empty.path)")
        let none = #expect(throws: WarehouseError.self) { try path(["HOME": empty.path], empty) }
        #expect(none?.message == "there is no profiles.yml in \(empty.path) or \(empty.path)/.dbt")
    }

    @Test func whatIsNoYAMLIsSaidWithoutItsText() throws {
        let folder = try TemporaryFolder(["profiles.yml": "shop:\n  password: geheim\n bad: [\n"])
        let error = #expect(throws: WarehouseError.self) {
            try DbtTarget(uri: "dbt://shop", environment: [:], workingFolder: folder.path)
        }
        #expect(error?.message.contains("\(folder.path)/profiles.yml: line ") == true)
        #expect(error?.message.contains("geheim") == false)
    }
}
