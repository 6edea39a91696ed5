import DbtCloud
import Foundation
import HTTPTransport
import TestSupport
import Testing

struct DbtCloudClientTests {
    private let root = "http://h/api/v2/accounts/1"

    @Test func readsARunWithWhateverItHas() async throws {
        let body = """
            {"data": {"id": 7, "status": 3, "job_definition_id": "11", "git_sha": "", "created_at": "2025-03-27 20:37:19.996618+00:00",
              "started_at": "2025-03-27T20:37:20Z", "finished_at": null, "is_complete": false, "artifacts_saved": "odd", "href": "http://h/run",
              "trigger": {"cause": "c", "git_sha": "abc", "github_pull_request_id": null, "gitlab_merge_request_id": 5},
              "run_steps": [{"id": 2, "index": 2, "name": "b", "status": 1}, {"name": "no id"}, {"id": 1, "index": 1, "name": "a", "status": 10, "logs": "l"}],
              "new_field": {"x": [1]}}, "status": {"code": 200}}
            """
        let script = ScriptedTransport([.reply(200, body)])
        let client = try client(script)
        let run = try await client.run(7, including: [.trigger, .steps])
        #expect(script.lines == ["GET \(root)/runs/7/?include_related=trigger%2Crun_steps"])
        #expect(script.calls[0].headers["Authorization"] == "Token hunter2hunter2")
        #expect(
            run.id == 7 && run.status == .running && !run.isFinished && run.jobID == 11 && run.gitSHA == nil && run.artifactsSaved == nil)
        #expect(run.trigger?.gitSHA == "abc" && run.trigger?.pullRequest == 5 && run.startedAt == 1_743_107_840)
        #expect(run.steps.map(\.name) == ["a", "b"] && run.steps[0].logs == "l")
        #expect(client.page(of: run) == "http://h/run")
        #expect(client.page(of: DbtCloudRun(id: 7, status: .queued)) == "http://h/deploy/1/runs/7/")
    }

    @Test func unknownStatusesAreKept() async throws {
        let script = ScriptedTransport([
            .reply(200, #"{"data": {"id": 7, "status": 4}}"#), .reply(200, #"{"data": {"id": 7, "status": 40, "is_complete": true}}"#),
        ])
        let client = try client(script)
        let first = try await client.run(7)
        #expect(first.status.description == "status 4" && !first.isFinished)
        #expect(try await client.run(7).isFinished)
    }

    @Test func listsJobsPageByPage() async throws {
        func page(_ ids: ClosedRange<Int>) -> String {
            let jobs = ids.map { #"{"id": \#($0), "name": "j", "state": \#($0 == 3 ? 2 : 1)}"# }.joined(separator: ",")
            return #"{"data": [\#(jobs)], "extra": {"pagination": {"count": \#(ids.count), "total_count": 103}}}"#
        }
        let script = ScriptedTransport([.reply(200, page(1...100)), .reply(200, page(101...103))])
        #expect(try await client(script).jobs(ofProject: 9).count == 102)
        #expect(
            script.lines == ["GET \(root)/jobs/?project_id=9&limit=100&offset=0", "GET \(root)/jobs/?project_id=9&limit=100&offset=100"])
    }

    @Test func listsRunsNewestFirstAndOnce() async throws {
        let page = #"{"data": [{"id": 9, "status": 1}, {"id": 8, "status": 10}, {"id": 9, "status": 1}, {"status": 1}], "extra": null}"#
        let script = ScriptedTransport([.reply(200, page)])
        #expect(try await client(script).runs(ofJob: 11).map(\.id) == [9, 8])
        #expect(script.lines == ["GET \(root)/runs/?job_definition_id=11&order_by=-id&include_related=trigger&limit=100&offset=0"])
    }

    @Test func pagingEndsWithTheLimitAndWithoutTotals() async throws {
        let full = (1...100).map { #"{"id": \#($0), "status": 10}"# }.joined(separator: ",")
        let script = ScriptedTransport([.reply(200, #"{"data": [\#(full)]}"#), .reply(200, #"{"data": [{"id": 500, "status": 10}]}"#)])
        #expect(try await client(script).runs(ofJob: 1, limit: 150).count == 101)
        #expect(script.lines.last?.hasSuffix("&limit=50&offset=100") == true)
    }

    @Test func accountsAndProjects() async throws {
        let script = ScriptedTransport([
            .reply(200, #"{"data": [{"id": 1, "name": "A"}]}"#), .reply(200, #"{"data": [{"id": 2, "name": null}]}"#),
            .reply(200, #"{"data": {"id": 11, "name": "PR", "job_type": "ci", "execute_steps": ["dbt build"], "generate_docs": true}}"#),
        ])
        let client = try client(script)
        #expect(try await client.accounts().map(\.name) == ["A"])
        #expect(try await client.projects().map(\.id) == [2])
        let job = try await client.job(11)
        #expect(job.type == "ci" && job.executeSteps == ["dbt build"] && job.generatesDocs == true)
        #expect(script.lines == ["GET http://h/api/v2/accounts/", "GET \(root)/projects/?limit=100&offset=0", "GET \(root)/jobs/11/"])
    }

    @Test func triggersWithNumbersAsNumbers() async throws {
        let script = ScriptedTransport([
            .reply(200, #"{"data": {"id": 7, "status": 1}}"#), .reply(200, #"{"data": {"id": 8, "status": 1}}"#),
        ])
        var request = RunRequest(cause: String(repeating: "c", count: 300))
        _ = try await client(script).trigger(job: 11, request)
        #expect(script.body(0) == #"{"cause":"\#(String(repeating: "c", count: 255))"}"#)
        request = RunRequest(cause: "c")
        request.gitBranch = "feature/x"
        request.gitSHA = "abc"
        request.githubPullRequest = 5
        request.gitlabMergeRequest = 6
        request.azurePullRequest = 7
        request.nonNativePullRequest = 8
        request.schema = "s"
        request.dbtVersion = "1.11"
        request.targetName = "ci"
        request.threads = 4
        request.timeoutSeconds = 60
        request.generateDocs = false
        request.steps = ["dbt build"]
        let run = try await client(script).trigger(job: 11, request)
        #expect(run.id == 8 && script.lines[1] == "POST \(root)/jobs/11/run/" && !script.calls[1].isRepeatable)
        #expect(script.calls[1].headers["content-type"] == "application/json")
        #expect(
            script.body(1) == """
                {"azure_pull_request_id":7,"cause":"c","dbt_version_override":"1.11","generate_docs_override":false,"git_branch":"feature/x","git_sha":"abc",\
                "github_pull_request_id":5,"gitlab_merge_request_id":6,"non_native_pull_request_id":8,"schema_override":"s","steps_override":["dbt build"],\
                "target_name_override":"ci","threads_override":4,"timeout_seconds_override":60}
                """)
    }

    @Test func aLostAnswerToATriggerIsToldApart() async throws {
        let client = try client(ScriptedTransport([.failure(.timedOut), .reply(200, "<html>"), .reply(404, "{}")]))
        for expected in [DbtCloudError.Code.timedOut, .unexpectedReply] {
            let error = await #expect(throws: DbtCloudError.self) { try await client.trigger(job: 11, RunRequest(cause: "c")) }
            #expect(error?.code == expected && error?.description.contains("may have started") == true)
        }
        let error = await #expect(throws: DbtCloudError.self) { try await client.trigger(job: 11, RunRequest(cause: "c")) }
        #expect(error?.code == .notFound && error?.description.contains("may have started") == false)
    }

    @Test func cancelsAndRetries() async throws {
        let script = ScriptedTransport([
            .reply(200, #"{"data": {"id": 7, "status": 30}}"#), .reply(200, #"{"data": {"id": 8, "status": 1}}"#),
        ])
        let client = try client(script)
        #expect(try await client.cancel(run: 7).status == .cancelled)
        #expect(try await client.retry(run: 7).id == 8)
        #expect(script.lines == ["POST \(root)/runs/7/cancel/", "POST \(root)/runs/7/retry/"])
        #expect(script.calls[0].isRepeatable && !script.calls[1].isRepeatable)
    }

    @Test func artifacts() async throws {
        let script = ScriptedTransport([
            .reply(200, #"{"data": ["manifest.json", "compiled/a b.sql"]}"#), .reply(200, "select 1"),
            .reply(404, #"{"status": {"user_message": "Not Found"}}"#),
            .reply(200, headers: ["Content-Type": "text/html; charset=utf-8"], "<html>"),
        ])
        let client = try client(script)
        #expect(try await client.artifacts(ofRun: 7) == ["manifest.json", "compiled/a b.sql"])
        #expect(try await client.artifact("compiled/a b.sql", ofRun: 7, step: 4) == Data("select 1".utf8))
        let missing = await #expect(throws: DbtCloudError.self) { try await client.artifact("catalog.json", ofRun: 7) }
        #expect(missing?.code == .notFound && missing?.message.contains("catalog.json of run 7") == true)
        let page = await #expect(throws: DbtCloudError.self) { try await client.artifact("manifest.json", ofRun: 7) }
        #expect(page?.code == .unexpectedReply && page?.message.contains("web page") == true)
        #expect(script.lines.prefix(2) == ["GET \(root)/runs/7/artifacts/", "GET \(root)/runs/7/artifacts/compiled/a%20b.sql?step=4"])
    }

    @Test func downloadsToAFile() async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "plumbline-\(UUID().uuidString).json").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let script = ScriptedTransport([
            .reply(404, "{}"), .reply(200, headers: ["Content-Type": "text/html"], "<html>"), .reply(200, "{}"),
        ])
        let client = try client(script)
        for code in [DbtCloudError.Code.notFound, .unexpectedReply] {
            let error = await #expect(throws: DbtCloudError.self) { try await client.downloadArtifact("manifest.json", ofRun: 7, to: path) }
            #expect(error?.code == code && !FileManager.default.fileExists(atPath: path))
        }
        try await client.downloadArtifact("manifest.json", ofRun: 7, to: path)
        #expect(FileManager.default.contents(atPath: path) == Data("{}".utf8))
    }

    private func client(_ script: ScriptedTransport) throws -> DbtCloudClient {
        try DbtCloudClient(accessURL: "http://h//", accountID: 1, apiKey: Secret("hunter2hunter2"), transport: script)
    }
}
