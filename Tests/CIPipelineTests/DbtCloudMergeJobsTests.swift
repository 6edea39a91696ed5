import CIPipeline
import Foundation
import HTTPTransport
import SourceControl
import Store
import TestSupport
import Testing

/// Merges at a dbt Cloud that answers from a script.
@Suite struct DbtCloudMergeJobsTests {
    private let request = MergeWorld.request

    private func jobs(_ script: ScriptedTransport, _ clock: SkippingClock = SkippingClock()) throws -> DbtCloudMergeJobs {
        let settings = DbtCloudSettings(accessURL: "https://ab1.us1.dbt.com", accountID: 1, artifactsJobID: 10, pullRequestJobID: 11)
        return try DbtCloudMergeJobs(settings: settings, apiKey: Secret("key"), transport: script, clock: clock)
    }

    @Test("The job is started with the cause, the branch and the commit")
    func body() async throws {
        let script = ScriptedTransport([.reply(200, #"{"data": {"id": 77, "status": 1, "project_id": 2}}"#)])
        let build = try await jobs(script).start(request)
        #expect(build.id == 77 && build.url == "https://ab1.us1.dbt.com/deploy/1/projects/2/runs/77/")
        #expect(script.lines == ["POST https://ab1.us1.dbt.com/api/v2/accounts/1/jobs/10/run/"])
        let sent = try #require(try JSONSerialization.jsonObject(with: Data(script.body(0).utf8)) as? [String: String])
        #expect(sent == ["cause": MergeCause.text(request), "git_branch": "main", "git_sha": "mmmmmmm1"])
    }

    @Test("Of the job's runs the newest is taken that this request started: by its cause, and by the commit asked for or checked out")
    func search() async throws {
        let own = MergeCause.text(request)
        var other = request
        other.configuration = "other"
        let list = [
            #"{"id": 9, "status": 1, "trigger": {"cause": "\#(MergeCause.text(other))", "git_sha": "mmmmmmm1"}}"#,
            #"{"id": 8, "status": 1, "git_sha": "mmmmmmm1", "trigger": {"cause": "Kicked off by ann"}}"#,
            #"{"id": 7, "status": 1, "git_sha": "mmmmmmm2", "trigger": {"cause": "\#(own)"}}"#,
            #"{"id": 6, "status": 3, "git_sha": "MMMMMMM1", "trigger": {"cause": "\#(own)"}}"#,
            #"{"id": 5, "status": 1, "git_sha": null, "trigger": {"cause": "\#(own)", "git_sha": "mmmmmmm1"}}"#,
        ]
        for (rows, expected) in [(list, 6), (Array(list[4...]), 5), (Array(list[..<3]), nil), ([], nil)] as [([String], Int?)] {
            let script = ScriptedTransport([.reply(200, #"{"data": [\#(rows.joined(separator: ","))]}"#)])
            #expect(try await jobs(script).run(startedBy: request)?.id == expected)
            #expect(script.lines.allSatisfy { $0.hasPrefix("GET") && $0.contains("job_definition_id=10") })
        }
    }

    @Test("A lost or unreadable answer may have started the job, a refusal has not")
    func failures() async throws {
        let cases: [(ScriptedTransport.Step, transient: Bool, mayHaveStarted: Bool)] = [
            (.failure(.connectionLost), true, true), (.failure(.timedOut), true, true), (.reply(500, "{}"), true, true),
            (.reply(200, "<html>"), false, true), (.reply(429, headers: ["Retry-After": "7"], "{}"), true, false),
            (.reply(400, "{}"), false, false), (.reply(401, "{}"), false, false), (.reply(403, "{}"), false, false),
            (.reply(404, "{}"), false, false),
        ]
        for (step, transient, mayHaveStarted) in cases {
            let script = ScriptedTransport([step])
            let error = await #expect(throws: MergeTrouble.self) { _ = try await jobs(script).start(request) }
            #expect(error?.isTransient == transient && error?.mayHaveStarted == mayHaveStarted, "\(step)")
            if case .reply(429, _, _) = step { #expect(error?.retryAfter == 7) }
        }
    }

    @Test("A refused start is asked for once, kept with its message, and told on the commit", arguments: [400, 401, 403, 404])
    func refusal(status: Int) async throws {
        let world = try await MergeWorld.make()
        let script = ScriptedTransport { call in
            call.method == .get
                ? .reply(200, #"{"data": []}"#)
                : .reply(status, #"{"status": {"code": \#(status), "user_message": "Said no.", "developer_message": ""}}"#)
        }
        let run = try await world.goOnMerge(try await world.openMerge().id, jobs: try jobs(script))
        #expect(run.phase == "error" && run.isFinished && run.message.contains("Said no."))
        #expect(script.calls.filter { $0.method == .post }.count == 1)
        #expect(world.host.status(of: "mmmmmmm1")?.state == .error)
        #expect(world.host.status(of: "mmmmmmm1")?.context == MergeWorld.context)
    }

    @Test("A connection that broke after the call: the run is found by its cause and commit, and followed to its end")
    func adopted() async throws {
        let world = try await MergeWorld.make()
        let cause = MergeCause.text(request)
        let script = ScriptedTransport([
            .reply(200, #"{"data": []}"#), .failure(.connectionLost), .reply(503, "{}"),
            .reply(200, #"{"data": [{"id": 8, "status": 1, "trigger": {"cause": "\#(cause)", "git_sha": "mmmmmmm1"}}]}"#),
            .reply(200, #"{"data": {"id": 8, "status": 3}}"#), .reply(200, #"{"data": {"id": 8, "status": 10}}"#),
        ])
        let run = try await world.goOnMerge(try await world.openMerge().id, jobs: try jobs(script))
        #expect(run.phase == "success" && run.dbtCloudRunID == 8)
        #expect(script.calls.map(\.method) == [.get, .post, .get, .get, .get, .get])
    }

    @Test("The run is waited for to its own end")
    func ends() async throws {
        let cases: [(String, MergePhase, String)] = [
            (#"{"id": 8, "status": 10}"#, .success, "has succeeded"),
            (#"{"id": 8, "status": 20, "status_message": "Model orders failed"}"#, .failed, "failed: Model orders failed"),
            (#"{"id": 8, "status": 30}"#, .cancelled, "was cancelled"),
        ]
        for (last, phase, words) in cases {
            let clock = SkippingClock()
            let script = ScriptedTransport([
                .reply(200, #"{"data": {"id": 8, "status": 1}}"#), .failure(.timedOut), .reply(401, "{}"),
                .reply(200, #"{"data": {"id": 8, "status": 3}}"#), .reply(200, #"{"data": \#(last)}"#),
            ])
            let end = try await jobs(script, clock).end(ofRun: 8, job: 10, waited: .zero, limit: .seconds(86_400))
            #expect(end.phase == phase && end.message.contains(words) && end.message.contains("run 8 of job 10"))
            #expect(script.lines.allSatisfy { $0.contains("/runs/8/") })
            #expect(clock.waits.count == 4)
        }
    }

    @Test("After the limit, time before a restart included, the run counts as timed out")
    func limit() async throws {
        let clock = SkippingClock()
        let script = ScriptedTransport { _ in .reply(200, #"{"data": {"id": 8, "status": 3}}"#) }
        let end = try await jobs(script, clock).end(ofRun: 8, job: 10, waited: .seconds(86_000), limit: .seconds(86_400))
        #expect(end.phase == .timedOut && end.message.contains("running after 24 hours"))
        #expect(clock.waits.reduce(.zero, +) == .seconds(400))
    }

    @Test("A run that dbt Cloud no longer lets us read is an error")
    func gone() async throws {
        let script = ScriptedTransport { _ in .reply(404, "{}") }
        let end = try await jobs(script).end(ofRun: 8, job: 10, waited: .zero, limit: .seconds(86_400))
        #expect(end.phase == .error && end.message.contains("cannot be followed"))
    }
}
