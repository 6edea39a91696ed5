import Foundation
import HTTPTransport
import TestSupport
import Testing

@testable import Sandbox

@Suite("Jobs that run dbt on PostgreSQL", .serialized)
struct PostgreSQLRunTests {
    private let account = LiveSandbox.account
    private let secret = "s3cret \"%41\"/{{ 1 }}"

    /// The tiny project; one of its models has a schema of its own, one reads the variables, one does not end by itself.
    private var project: [String: String] {
        TinyProject.files.merging(
            [
                "models/apart.sql": "{{ config(materialized='table', schema='extra') }} select 7 as seven\n",
                "models/counted.sql":
                    "select count(*) as total, '{{ env_var('PLUMBLINE_POSTGRES_DATABASE') }}' as place from {{ ref('base') }}\n",
                "models/trouble/endless.sql": "{{ config(materialized='table') }} select b.id from {{ ref('base') }} b, pg_sleep(600)\n",
            ]) { $1 }
    }

    /// A database of the test's own on the tests' server.
    private struct Database {
        let name = "sandbox_" + UUID().uuidString.lowercased().replacing("-", with: "")
        let server: PostgreSQLServer

        init() async throws {
            server = try await .shared
            _ = try await rows("create database \(name)", in: "postgres")
        }

        /// The first column of a statement's rows.
        func rows(_ statement: String, in database: String? = nil) async throws -> [String] {
            let script = """
                import sys, psycopg2
                connection = psycopg2.connect(sys.argv[1])
                connection.autocommit = True
                cursor = connection.cursor()
                cursor.execute(sys.argv[2])
                for row in cursor.fetchall() if cursor.description else []:
                    print(row[0])
                """
            let output = try await ProgramRunner.collect(
                try PythonTools.venv() + "/bin/python", ["-c", script, server.uri(database: database ?? name), statement])
            try #require(output.exitCode == 0, "\(output.standardError)")
            return output.text.split(separator: "\n").map(String.init)
        }

        var schemas: [String] {
            get async throws {
                try await rows(
                    "select nspname from pg_namespace where nspname !~ '^pg_' and nspname not in ('public', 'information_schema') order by 1"
                )
            }
        }
    }

    private func warehouse(_ database: Database) throws -> SandboxWarehouse {
        let password = try #require(secret.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
        let uri = database.server.uri(database: database.name).replacing("postgres@", with: "postgres:\(password)@")
        return try SandboxWarehouse(uri: uri)
    }

    private func trigger(_ sandbox: LiveSandbox, job: Int, _ fields: String) async throws -> Int {
        let answer = try await sandbox.json(.post, "\(account)/jobs/\(job)/run/", json: #"{"cause": "test", \#(fields)}"#)
        return try #require(answer["data"]["id"].int)
    }

    @Test("Production, then a pull request, whose schemas are dropped on close; the password is nowhere")
    func pullRequest() async throws {
        let database = try await Database()
        let warehouse = try warehouse(database)
        try await LiveSandbox.run(project: project, venv: try PythonTools.venv(), warehouse: warehouse) { sandbox in
            let production = try await sandbox.finished(try await trigger(sandbox, job: 10, #""generate_docs_override": false"#))
            #expect(production["status"].int == 10, "\(production["run_steps"])")
            #expect(production["run_steps"][1]["name"].string == "Create profile from connection PostgreSQL")
            #expect(try await sandbox.json(.get, "/api/v2/accounts/1/projects/1/")["data"]["connection"]["name"].string == "PostgreSQL")
            #expect(try await database.schemas == ["prod", "prod_extra"])
            #expect(try await database.rows("select place from prod.counted") == [database.name])

            _ = try await sandbox.push("feature", ["models/apart.sql": project["models/apart.sql", default: ""] + "union all select 8\n"])
            _ = try await sandbox.openPull("feature")
            let run = try await sandbox.finished(try #require(try await sandbox.runs(job: 11).first?["id"].int))
            #expect(run["status"].int == 10, "\(run["run_steps"])")
            // Another pull request's schema begins with the same digits.
            _ = try await database.rows("create schema dbt_cloud_pr_11_10")
            #expect(try await database.schemas.contains("dbt_cloud_pr_11_1_extra"))
            _ = try await sandbox.send(.patch, LiveSandbox.repository + "/pulls/1", json: #"{"state": "closed"}"#)
            _ = try await eventually("the schemas are dropped") {
                try await database.schemas == ["dbt_cloud_pr_11_10", "prod", "prod_extra"] ? true : nil
            }

            #expect(!"\(production)\(run)".contains("s3cret"))
            let files = FileManager.default.enumerator(atPath: sandbox.dataFolder)?.compactMap { $0 as? String } ?? []
            #expect(files.contains { $0.hasSuffix("profiles/profiles.yml") })
            for file in files {
                guard let content = FileManager.default.contents(atPath: sandbox.dataFolder + "/" + file) else { continue }
                #expect(content.firstRange(of: Data("s3cret".utf8)) == nil, "\(file)")
            }
        }
    }

    @Test("Cancelling a run ends its statement on the server, and the next run begins")
    func cancel() async throws {
        let database = try await Database()
        let warehouse = try warehouse(database)
        try await LiveSandbox.run(project: project, venv: try PythonTools.venv(), warehouse: warehouse) { sandbox in
            let steps = #""steps_override": ["dbt run \#(TinyProject.withTrouble) --select +endless"]"#
            let run = try await trigger(sandbox, job: 10, steps)
            let sleeping =
                "select pid from pg_stat_activity where datname = current_database() and query like '%pg_sleep(600)%'"
                + " and state = 'active' and pid <> pg_backend_pid()"
            _ = try await eventually("the statement runs") { try await database.rows(sleeping).isEmpty ? nil : true }
            _ = try await sandbox.send(.post, "\(account)/runs/\(run)/cancel/")
            _ = try await eventually("the statement has ended") { try await database.rows(sleeping).isEmpty ? true : nil }
            let next = try await trigger(
                sandbox, job: 10, #""steps_override": ["dbt run --select base"], "generate_docs_override": false"#)
            #expect(try await sandbox.finished(next)["status"].int == 10)
        }
    }
}
