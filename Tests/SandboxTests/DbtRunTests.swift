import Foundation
import HTTPTransport
import TestSupport
import Testing

@testable import Sandbox

@Suite("Jobs that run dbt", .serialized)
struct DbtRunTests {
    private let account = LiveSandbox.account
    private let repository = LiveSandbox.repository

    private func trigger(_ sandbox: LiveSandbox, job: Int, _ fields: String = "") async throws -> Int {
        let body = #"{"cause": "test"\#(fields.isEmpty ? "" : ", " + fields)}"#
        let answer = try await sandbox.json(.post, "\(account)/jobs/\(job)/run/", json: body)
        return try #require(answer["data"]["id"].int)
    }

    private func artifact(_ sandbox: LiveSandbox, run: Int, _ path: String) async throws -> JSON {
        try await sandbox.json(.get, "\(account)/runs/\(run)/artifacts/\(path)")
    }

    /// Status of every node of the run's last results, by name.
    private func states(_ sandbox: LiveSandbox, run: JSON) async throws -> [String: String] {
        let results = try await artifact(sandbox, run: try #require(run["id"].int), "run_results.json")["results"].array
        return Dictionary(
            results.map { result in
                let parts = (result["unique_id"].string ?? "").split(separator: ".")
                return (parts.count > 2 ? String(parts[2]) : "", result["status"].string ?? "")
            }, uniquingKeysWith: { first, _ in first })
    }

    /// Relations of the warehouse as `schema.name`.
    private func relations(_ sandbox: LiveSandbox) async throws -> Set<String> {
        let script = """
            import sys, duckdb
            connection = duckdb.connect(sys.argv[1], read_only=True)
            for row in connection.execute("select schema_name || '.' || view_name from duckdb_views() where not internal"
                " union all select schema_name || '.' || table_name from duckdb_tables()").fetchall():
                print(row[0])
            """
        let output = try await ProgramRunner.collect(
            try PythonTools.venv() + "/bin/python", ["-c", script, sandbox.dataFolder + "/warehouse.duckdb"])
        return Set(output.text.split(separator: "\n").map(String.init))
    }

    @Test("Production, then a pull request deferred to it, its schema dropped on close")
    func pullRequest() async throws {
        try await LiveSandbox.run(venv: try PythonTools.venv()) { sandbox in
            let production = try await sandbox.finished(try await trigger(sandbox, job: 10))
            #expect(production["status"].int == 10, "\(production["run_steps"])")
            #expect(
                production["run_steps"].array.map { $0["name"].string } == [
                    "Clone git repository", "Create profile from connection DuckDB", "Invoke dbt with `dbt build`",
                    "Invoke dbt with `dbt docs generate`",
                ])
            #expect(production["run_steps"][2]["logs"].string?.contains("Completed successfully") == true)
            #expect(production["run_steps"][2]["truncated_debug_logs"].string?.contains("create") == true)
            #expect(production["has_docs_generated"].bool == true)

            // Without a step the last one's results, which are those of the documentation.
            let id = try #require(production["id"].int)
            #expect(try await artifact(sandbox, run: id, "run_results.json")["args"]["which"].string == "generate")
            #expect(try await artifact(sandbox, run: id, "run_results.json?step=3")["args"]["which"].string == "build")
            #expect(try await artifact(sandbox, run: id, "catalog.json")["nodes"].keys.count == 3)
            #expect(try await artifact(sandbox, run: id, "nothing.json")["status"]["code"].int == 404)
            #expect(
                try await sandbox.json(.get, "\(account)/runs/\(id)/artifacts/")["data"].array.contains { $0.string == "manifest.json" })

            let head = try await sandbox.push("feature", ["models/base.sql": "select 1 as id, 'eins' as name\n"])
            _ = try await sandbox.openPull("feature")
            let started = try #require(try await sandbox.runs(job: 11).first)
            #expect(started["trigger"]["github_pull_request_id"].int == 1)
            #expect(started["trigger"]["git_sha"].string == head)
            let run = try await sandbox.finished(try #require(started["id"].int))
            #expect(run["status"].int == 10, "\(run["run_steps"])")
            #expect(run["git_sha"].string == head)
            #expect(run["deferring_run_id"].int == id)
            let results = try await artifact(sandbox, run: run["id"].int ?? 0, "run_results.json")["results"]
            #expect(Set(results.array.map { $0["unique_id"].string }) == ["model.tiny.base", "model.tiny.counted"])
            #expect(
                try await relations(sandbox) == [
                    "prod.base", "prod.counted", "prod.apart", "dbt_cloud_pr_11_1.base", "dbt_cloud_pr_11_1.counted",
                ])

            _ = try await sandbox.send(.patch, repository + "/pulls/1", json: #"{"state": "closed"}"#)
            _ = try await eventually("the schema is dropped") {
                try await relations(sandbox) == ["prod.base", "prod.counted", "prod.apart"] ? true : nil
            }
        }
    }

    @Test("What a pull request does not change is read from production")
    func deferral() async throws {
        try await LiveSandbox.run(venv: try PythonTools.venv()) { sandbox in
            #expect(
                try await sandbox.finished(try await trigger(sandbox, job: 10, #""generate_docs_override": false"#))["status"].int == 10)
            let sql = "select count(*) + 1 as total from {{ ref('base') }}\n"
            let sha = try await sandbox.push("other", ["models/counted.sql": sql])
            let run = try await sandbox.finished(
                try await trigger(sandbox, job: 11, #""git_sha": "\#(sha)", "schema_override": "mine", "threads_override": 1"#))
            #expect(run["status"].int == 10, "\(run["run_steps"])")
            #expect(try await relations(sandbox).filter { $0.hasPrefix("mine") } == ["mine.counted"])
            let manifest = try await artifact(sandbox, run: run["id"].int ?? 0, "manifest.json")
            #expect(manifest["nodes"]["model.tiny.counted"]["compiled_code"].string?.contains(#""warehouse"."prod"."base""#) == true)
        }
    }

    @Test("A failing model fails the run with its results, and a retry takes it up")
    func failure() async throws {
        // The model fails as long as a variable of the environment says so.
        var files = TinyProject.files
        files["models/counted.sql"] = "select {{ env_var('DBT_WORTH', 'nonsense') }} as total from {{ ref('base') }}\n"
        try await LiveSandbox.run(project: files, venv: try PythonTools.venv()) { sandbox in
            let run = try await sandbox.finished(try await trigger(sandbox, job: 10, #""cause": "x""#))
            let id = try #require(run["id"].int)
            #expect(run["status"].int == 20)
            #expect(run["is_error"].bool == true)
            #expect(run["can_retry"].bool == true)
            #expect(run["run_steps"].array.count == 3, "docs are not generated after a failure")
            #expect(run["run_steps"][2]["status"].int == 20)
            #expect(run["run_steps"][2]["logs"].string?.contains("nonsense") == true)
            let results = try await artifact(sandbox, run: id, "run_results.json")["results"].array
            let states = Dictionary(uniqueKeysWithValues: results.map { ($0["unique_id"].string ?? "", $0["status"].string ?? "") })
            #expect(states == ["model.tiny.base": "success", "model.tiny.apart": "success", "model.tiny.counted": "error"])

            let point = try await sandbox.json(.get, "\(account)/runs/\(id)/retry/")["data"]
            #expect(point["failed_step"].string == "dbt build")
            #expect(point["skipped_steps"].array.map { $0.string } == ["dbt docs generate"])

            _ = try await sandbox.send(
                .post, "/api/v3/accounts/1/projects/1/environment-variables/",
                json: #"{"name": "DBT_WORTH", "type": "project", "raw_value": "5"}"#)
            let retried = try await sandbox.json(.post, "\(account)/jobs/10/rerun/")["data"]
            #expect(retried["retrying_run_id"].int == id)
            let second = try await sandbox.finished(try #require(retried["id"].int))
            #expect(second["status"].int == 10, "\(second["run_steps"])")
            #expect(second["run_steps"][2]["name"].string == "Invoke dbt with `dbt retry`")
            let again = try await artifact(sandbox, run: try #require(retried["id"].int), "run_results.json?step=3")["results"].array
            #expect(again.map { $0["unique_id"].string } == ["model.tiny.counted"])
            // The older run is no longer the latest.
            #expect(try await sandbox.json(.get, "\(account)/runs/\(id)/")["data"]["can_retry"].bool == false)
        }
    }

    /// Steps that do not end by themselves in the time of a test.
    private let endless = #""steps_override": ["dbt run \#(TinyProject.withTrouble) --select +endless"]"#

    /// Waits until dbt is at work on the endless model.
    private func atWork(_ sandbox: LiveSandbox, run: Int) async throws {
        _ = try await eventually("dbt works on run \(run)") {
            let answer = try await sandbox.json(.get, "\(account)/runs/\(run)/?include_related=run_steps")["data"]
            return answer["run_steps"][2]["logs"].string?.contains("2 of 2 START sql table model") == true ? true : nil
        }
        #expect(!PythonTools.processes(in: sandbox.dataFolder).isEmpty)
    }

    @Test("Cancelling ends dbt and the next run begins")
    func cancel() async throws {
        try await LiveSandbox.run(venv: try PythonTools.venv()) { sandbox in
            let run = try await trigger(sandbox, job: 10, endless)
            let next = try await trigger(sandbox, job: 10, #""steps_override": ["dbt run --select base"], "generate_docs_override": false"#)
            try await atWork(sandbox, run: run)
            #expect(try await sandbox.json(.get, "\(account)/runs/\(run)/")["data"]["is_running"].bool == true)
            #expect(try await sandbox.json(.get, "\(account)/runs/\(next)/")["data"]["status"].int == 1)
            let cancelled = try await sandbox.json(.post, "\(account)/runs/\(run)/cancel/")["data"]
            #expect(cancelled["status"].int == 30)
            #expect(try await sandbox.finished(next)["status"].int == 10)
            let answer = try await sandbox.finished(run)
            #expect(answer["status"].int == 30)
            #expect(answer["is_cancelled"].bool == true)
            #expect(answer["status_message"].string?.contains("cancelled by a user") == true)
            #expect(answer["run_steps"].array.map { $0["status"].int } == [10, 10, 30])
            #expect(PythonTools.processes(in: sandbox.dataFolder + "/runs/\(run)").isEmpty)
        }
    }

    @Test("While a step runs, its log and its debug log grow")
    func growingLogs() async throws {
        try await LiveSandbox.run(venv: try PythonTools.venv()) { sandbox in
            let run = try await trigger(sandbox, job: 10, endless)
            let path = "\(account)/runs/\(run)/?include_related=run_steps"
            let early = try await eventually("dbt has said its first word") {
                let step = try await sandbox.json(.get, path)["data"]["run_steps"][2]
                return step["logs"].string?.contains("Running with dbt") == true ? step : nil
            }
            try await atWork(sandbox, run: run)
            let answer = try await sandbox.json(.get, path)["data"]
            let step = answer["run_steps"][2]
            #expect(answer["status"].int == 3)
            #expect(step["status_humanized"].string == "Running")
            #expect(step["finished_at"].value == .null)
            let log = try #require(step["logs"].string)
            #expect(log.hasPrefix(try #require(early["logs"].string)))
            #expect(log.contains("1 of 2 OK created sql view model prod.base"))
            #expect(!log.contains("Completed"))
            #expect(step["truncated_debug_logs"].string?.contains("model.tiny.base") == true)
            #expect(step["debug_logs"].string == "")
            let full = try await sandbox.json(.get, path + ",debug_logs")["data"]["run_steps"][2]
            #expect(full["debug_logs"].string?.contains("model.tiny.base") == true)
            let single = try await sandbox.json(.get, "\(account)/steps/\(step["id"].int ?? 0)/")["data"]
            #expect(single["logs"].string?.hasPrefix(log) == true)
        }
    }

    @Test("A newer commit of the pull request cancels the older run; another pull request waits its turn")
    func superseding() async throws {
        try await LiveSandbox.run(venv: try PythonTools.venv()) { sandbox in
            let first = try await trigger(sandbox, job: 11, #""github_pull_request_id": 5, \#(endless)"#)
            let other = try await trigger(sandbox, job: 11, #""github_pull_request_id": 6, "steps_override": ["dbt run --select base"]"#)
            try await atWork(sandbox, run: first)
            let newer = try await trigger(sandbox, job: 11, #""github_pull_request_id": 5, "steps_override": ["dbt run --select base"]"#)
            let superseded = try await sandbox.finished(first)
            #expect(superseded["status"].int == 30)
            #expect(superseded["status_message"].string?.contains("\(newer)") == true)
            #expect(try await sandbox.finished(other)["status"].int == 10)
            #expect(try await sandbox.finished(newer)["status"].int == 10)
        }
    }

    @Test("A run past its timeout is cancelled")
    func timeout() async throws {
        try await LiveSandbox.run(venv: try PythonTools.venv()) { sandbox in
            let run = try await sandbox.finished(try await trigger(sandbox, job: 10, #"\#(endless), "timeout_seconds_override": 4"#))
            #expect(run["status"].int == 30)
            #expect(run["status_message"].string?.contains("4 seconds") == true)
        }
    }

    @Test("Stopping the sandbox leaves no dbt behind", .timeLimit(.minutes(15)))
    func stop() async throws {
        let folder = try await LiveSandbox.run(venv: try PythonTools.venv()) { sandbox in
            try await atWork(sandbox, run: try await trigger(sandbox, job: 10, endless))
            return sandbox.dataFolder
        }
        // A killed process needs a moment to go; one that stays is found by the time limit.
        try await eventually { PythonTools.processes(in: folder).isEmpty }
    }

    @Test("After a failed step no other is run, whatever its outcome would have been")
    func stepsAfterFailure() async throws {
        try await LiveSandbox.run(venv: try PythonTools.venv()) { sandbox in
            let steps = #"["dbt run \#(TinyProject.withTrouble) --select +broken+", "dbt run --select apart"]"#
            let run = try await sandbox.finished(try await trigger(sandbox, job: 10, #""steps_override": \#(steps)"#))
            #expect(run["status"].int == 20)
            #expect(run["status_message"].string?.contains("+broken+") == true)
            #expect(run["run_steps"].array.map { $0["status"].int } == [10, 10, 20])
            #expect(try await states(sandbox, run: run) == ["base": "success", "broken": "error", "after_broken": "skipped"])
            #expect(try await relations(sandbox) == ["prod.base"])
        }
    }

    @Test("A failing test fails the run and keeps what comes after it from being built")
    func failingTest() async throws {
        try await LiveSandbox.run(venv: try PythonTools.venv()) { sandbox in
            let steps = #"["dbt build \#(TinyProject.withTrouble) --select doubled+"]"#
            let run = try await sandbox.finished(try await trigger(sandbox, job: 10, #""steps_override": \#(steps)"#))
            #expect(run["status"].int == 20)
            #expect(run["run_steps"].array.count == 3, "docs are not generated after a failure")
            #expect(run["run_steps"][2]["logs"].string?.contains("Got 1 result, configured to fail if != 0") == true)
            #expect(try await states(sandbox, run: run) == ["doubled": "success", "unique_doubled_id": "fail", "after_doubled": "skipped"])
            #expect(try await relations(sandbox) == ["prod.doubled"])
        }
    }

    @Test("Steps that a check box adds may fail while the run succeeds")
    func freshness() async throws {
        try await LiveSandbox.run(venv: try PythonTools.venv()) { sandbox in
            _ = try await sandbox.json(.post, "\(account)/jobs/10/", json: #"{"run_generate_sources": true}"#)
            let run = try await sandbox.finished(try await trigger(sandbox, job: 10, #""steps_override": ["dbt run --select apart"]"#))
            #expect(run["status"].int == 10, "\(run["run_steps"])")
            #expect(
                run["run_steps"].array.dropFirst(2).map { $0["name"].string } == [
                    "Invoke dbt with `dbt source freshness`", "Invoke dbt with `dbt run --select apart`",
                    "Invoke dbt with `dbt docs generate`",
                ])
            #expect(run["run_steps"].array.map { $0["status"].int } == [10, 10, 20, 10, 10])
            #expect(run["has_sources_generated"].bool == true)
            // Each step has its own results; without a step they are those of the last one.
            let id = try #require(run["id"].int)
            #expect(try await artifact(sandbox, run: id, "run_results.json")["args"]["which"].string == "generate")
            #expect(try await artifact(sandbox, run: id, "run_results.json?step=4")["args"]["which"].string == "run")
            #expect(run["run_steps"][2]["logs"].string?.contains("ERROR freshness of outside.apart") == true)
            let sources = try await artifact(sandbox, run: id, "sources.json?step=3")
            #expect(sources["metadata"]["dbt_schema_version"].string?.contains("/sources/") == true)
        }
    }

    @Test("A reader of the warehouse does not fail the run")
    func lockedWarehouse() async throws {
        try await LiveSandbox.run(venv: try PythonTools.venv()) { sandbox in
            #expect(
                try await sandbox.finished(try await trigger(sandbox, job: 10, #""generate_docs_override": false"#))["status"].int == 10)
            let script = "import duckdb,sys,time; c = duckdb.connect(sys.argv[1], read_only=True); print('open', flush=True); time.sleep(6)"
            let venv = try PythonTools.venv()
            async let reader = ProgramRunner.collect(venv + "/bin/python", ["-c", script, sandbox.dataFolder + "/warehouse.duckdb"])
            let run = try await sandbox.finished(try await trigger(sandbox, job: 10, #""generate_docs_override": false"#))
            #expect(run["status"].int == 10, "\(run["run_steps"])")
            #expect(try await reader.exitCode == 0)
        }
    }

    @Test("Steps that are not dbt's fail without being run")
    func foreignStep() async throws {
        try await LiveSandbox.run(venv: try PythonTools.venv()) { sandbox in
            let run = try await sandbox.finished(try await trigger(sandbox, job: 10, #""steps_override": ["touch /tmp/x"]"#))
            #expect(run["status"].int == 20)
            #expect(run["run_steps"][2]["logs"].string?.contains("Only dbt commands") == true)
        }
    }
}
