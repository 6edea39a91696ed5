import DbtCloud
import Foundation
import HTTPTransport
import JobTrigger
import Synchronization
import TestSupport
import Testing

/// A dbt Cloud of one job whose answers follow a script.
private final class FakeCloud: Sendable {
    /// Statuses of run 101 by look, the last one stays.
    let statuses: Mutex<[Int]>
    /// Answers that come before the true one, by method and a part of the path.
    let faults: Mutex<[(String, ScriptedTransport.Step)]>
    /// Runs the list shows, newest first, as JSON.
    let list: Mutex<[String]>

    init(_ statuses: [Int], faults: [(String, ScriptedTransport.Step)] = [], list: [String] = []) {
        self.statuses = Mutex(statuses)
        self.faults = Mutex(faults)
        self.list = Mutex(list)
    }

    static func run(
        _ id: Int, _ status: Int, sha: String = "abcdef1", pull: Int? = nil, cause: String = "test",
        created: String = "2026-01-01 10:00:00+00:00"
    ) -> String {
        """
        {"id": \(id), "status": \(status), "job_definition_id": 3, "project_id": 2, "git_sha": "\(sha)", "created_at": "\(created)",
         "trigger": {"cause": "\(cause)", "github_pull_request_id": \(pull.map { "\($0)" } ?? "null"), "git_sha": null},
         "run_steps": [{"id": 9, "index": 1, "name": "Invoke dbt with `dbt build`", "status": \(status), "logs": "the log", "started_at": "2026-01-01 10:00:00+00:00"}]}
        """
    }

    func answer(_ call: HTTPCall) -> ScriptedTransport.Step? {
        let line = "\(call.method.rawValue) \(call.url)"
        let fault = faults.withLock { faults -> ScriptedTransport.Step? in
            guard
                let place = faults.firstIndex(where: {
                    line.hasPrefix($0.0.prefix { $0 != " " }) && line.contains($0.0.drop { $0 != " " }.dropFirst())
                })
            else { return nil }
            return faults.remove(at: place).1
        }
        if let fault { return fault }
        if line.hasPrefix("POST"), line.contains("/cancel/") { return data(Self.run(101, 30)) }
        if line.hasPrefix("POST") { return data(Self.run(101, 1)) }
        if line.contains("/artifacts/") { return nil }
        if line.contains("/runs/?") { return .reply(200, "{\"data\": [\(list.withLock { $0 }.joined(separator: ","))]}") }
        let status = statuses.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }
        return data(Self.run(101, status, pull: 5))
    }

    private func data(_ json: String) -> ScriptedTransport.Step { .reply(200, "{\"data\": \(json)}") }
}

struct TriggerSessionTests {
    private func perform(
        _ cloud: FakeCloud, clock: SkippingClock = SkippingClock(), _ change: (inout TriggerInput) -> Void = { _ in },
        tell: @escaping @Sendable (WaitNews) -> Void = { _ in }
    ) async throws -> (JobRunReport, ScriptedTransport) {
        var input = TriggerInput()
        input.cause = "test"
        change(&input)
        let settings = try SettingsReader.read(input, environment: SettingsReaderTests.script)
        let transport = ScriptedTransport { cloud.answer($0) }
        let session = try TriggerSession(settings, transport: transport, clock: clock, wallClock: { 1_767_261_600 }, tell: tell)
        return (await session.perform(), transport)
    }

    private func count(_ transport: ScriptedTransport, _ part: String) -> Int { transport.lines.count { $0.contains(part) } }

    @Test(arguments: [(10, JobRunOutcome.success), (20, .failed), (30, .cancelled)])
    func followsTheRunToItsEnd(_ status: Int, _ outcome: JobRunOutcome) async throws {
        let clock = SkippingClock()
        let (report, transport) = try await perform(FakeCloud([1, 2, 7, 3, status]), clock: clock)
        #expect(report.outcome == outcome && report.run?.id == 101)
        #expect(report.run?.url == "https://ab123.us1.dbt.com/deploy/1/projects/2/runs/101/")
        #expect(transport.lines[0] == "POST https://ab123.us1.dbt.com/api/v2/accounts/1/jobs/3/run/")
        #expect(transport.lines[1].hasPrefix("GET https://ab123.us1.dbt.com/api/v2/accounts/1/runs/101/"))
        #expect(clock.waits.first == .seconds(1), "the first look comes at once, the second soon")
    }

    @Test func passingTroubleDoesNotEndTheWait() async throws {
        let look = "GET /runs/101/"
        let news = Mutex<[String]>([])
        let cloud = FakeCloud(
            [3, 10],
            faults: [
                (look, .reply(500)), (look, .reply(429, headers: ["Retry-After": "30"])), (look, .failure(.connectionLost)),
                (look, .failure(.timedOut)), (look, .reply(404)), (look, .reply(401)),
            ])
        let clock = SkippingClock()
        let (report, _) = try await perform(
            cloud, clock: clock,
            tell: { item in
                if case .trouble = item { news.withLock { $0.append("trouble") } }
                if case .recovered = item { news.withLock { $0.append("recovered") } }
            })
        #expect(report.outcome == .success)
        #expect(clock.waits.contains(.seconds(30)), "Retry-After is kept: \(clock.waits)")
        #expect(news.withLock { $0 } == Array(repeating: "trouble", count: 6) + ["recovered"])
    }

    @Test func aKeyThatWasRevokedEndsTheWaitAndTheRunIsNamed() async throws {
        let faults = (1...99).map { _ in ("GET /runs/101/", ScriptedTransport.Step.reply(401, "{}")) }
        let (report, _) = try await perform(FakeCloud([3], faults: faults))
        #expect(report.outcome == .trouble && report.run?.id == 101)
        #expect(report.error?.contains("key was not accepted") == true)
        #expect(report.notes.contains { $0.contains("--attach 101") })
    }

    @Test func timesOutAfterOneLastLook() async throws {
        let clock = SkippingClock()
        let (report, transport) = try await perform(FakeCloud([3]), clock: clock) {
            $0.timeout = "100"
            $0.interval = "30"
        }
        #expect(report.outcome == .timedOut && report.waitedSeconds == 100)
        #expect(clock.waits.reduce(.zero, +) == .seconds(100))
        #expect(report.notes.contains { $0.contains("--attach 101") })
        #expect(count(transport, "/cancel/") == 0)
    }

    @Test func theLastLookCountsWhenItBringsTheEnd() async throws {
        let (report, _) = try await perform(FakeCloud([3, 10])) {
            $0.timeout = "1"
            $0.interval = "1"
        }
        #expect(report.outcome == .success)
    }

    @Test func cancelsOnTimeout() async throws {
        let (report, transport) = try await perform(FakeCloud([3])) {
            $0.timeout = "5"
            $0.cancelsOnTimeout = true
        }
        #expect(report.outcome == .timedOut && count(transport, "POST https://ab123.us1.dbt.com/api/v2/accounts/1/runs/101/cancel/") == 1)
        #expect(report.notes.contains("The run was cancelled."))
    }

    @Test func anOutageToTheEndIsATimeOut() async throws {
        let faults = (1...500).map { _ in ("GET /runs/101/", ScriptedTransport.Step.failure(.unreachable)) }
        let (report, _) = try await perform(FakeCloud([3], faults: faults)) { $0.timeout = "60" }
        #expect(report.outcome == .timedOut && report.notes.contains { $0.contains("did not answer") })
    }

    @Test func aNewerRunOfThePullRequestSupersedes() async throws {
        let cloud = FakeCloud([3, 30], list: [FakeCloud.run(105, 3, sha: "abcdef1", pull: 5), FakeCloud.run(101, 30, pull: 5)])
        let (report, _) = try await perform(cloud) { $0.githubPullRequest = "5" }
        #expect(report.outcome == .superseded && report.successor?.runID == 105)
    }

    @Test func leavesAtOnceWhenToldSo() async throws {
        let (report, transport) = try await perform(FakeCloud([1])) { $0.waits = false }
        #expect(report.outcome == .started && report.run?.id == 101 && transport.calls.count == 1)
    }

    @Test(arguments: [401, 403, 404, 400])
    func aRefusedStartIsTrouble(_ status: Int) async throws {
        let (report, transport) = try await perform(FakeCloud([1], faults: [("POST /jobs/3/run/", .reply(status, "{}"))]))
        #expect(report.outcome == .trouble && report.run == nil && report.error?.contains("start job 3") == true)
        #expect(transport.calls.count == 1)
    }

    @Test func aLostAnswerIsLookedForBeforeAskingAgain() async throws {
        let lost = [("POST /jobs/3/run/", ScriptedTransport.Step.failure(.connectionLost))]
        let there = FakeCloud([10], faults: lost, list: [FakeCloud.run(101, 1)])
        let (found, transport) = try await perform(there)
        #expect(found.outcome == .success && count(transport, "POST") == 1)
        let old = FakeCloud(
            [10], faults: lost, list: [FakeCloud.run(90, 1, created: "2026-01-01 09:00:00+00:00"), FakeCloud.run(91, 1, cause: "other")])
        let (again, second) = try await perform(old)
        #expect(again.outcome == .success && count(second, "POST") == 2)
    }

    @Test func aRequestThatTimedOutIsNotSentAgain() async throws {
        let cloud = FakeCloud([10], faults: [("POST /jobs/3/run/", .failure(.timedOut))])
        let (report, transport) = try await perform(cloud)
        #expect(report.outcome == .trouble && count(transport, "POST") == 1)
        #expect(report.error?.contains("may have started") == true)
    }

    @Test func aRunOfTheSameCommitIsFollowed() async throws {
        let same = FakeCloud([3, 10], list: [FakeCloud.run(102, 20, sha: "fffffff"), FakeCloud.run(101, 3)])
        let (report, transport) = try await perform(same) {
            $0.reusesSameCommit = true
            $0.sha = "abcdef1"
        }
        #expect(report.outcome == .success && report.run?.id == 101 && count(transport, "POST") == 0)
    }

    @Test(arguments: [
        FakeCloudRuns(["failed": FakeCloud.run(99, 20)]), FakeCloudRuns(["other commit": FakeCloud.run(99, 10, sha: "fffffff")]),
        FakeCloudRuns(["pull request": FakeCloud.run(99, 3, pull: 8)]),
    ])
    func anotherRunIsNot(_ runs: FakeCloudRuns) async throws {
        let (report, transport) = try await perform(FakeCloud([10], list: Array(runs.byName.values))) {
            $0.reusesSameCommit = true
            $0.sha = "abcdef1"
        }
        #expect(report.outcome == .success && count(transport, "POST https://ab123.us1.dbt.com/api/v2/accounts/1/jobs/3/run/") == 1)
    }

    @Test func aFailedRunIsRetried() async throws {
        let (_, transport) = try await perform(FakeCloud([10], list: [FakeCloud.run(99, 20)])) { $0.retriesFromFailure = true }
        #expect(transport.lines.contains("POST https://ab123.us1.dbt.com/api/v2/accounts/1/runs/99/retry/"))
        let (_, other) = try await perform(FakeCloud([10], list: [FakeCloud.run(99, 20)])) {
            $0.retriesFromFailure = true
            $0.sha = "fffffff"
        }
        #expect(!other.lines.contains { $0.contains("retry") } && count(other, "POST") == 1)
    }

    @Test func aRetryThatIsRefusedBecomesANewRun() async throws {
        let cloud = FakeCloud([10], faults: [("POST /runs/99/retry/", .reply(400, "{}"))], list: [FakeCloud.run(99, 20)])
        let (report, transport) = try await perform(cloud) { $0.retriesFromFailure = true }
        #expect(report.outcome == .success && count(transport, "/jobs/3/run/") == 1)
    }

    @Test func anInterruptionCancelsTheRun() async throws {
        let cloud = FakeCloud([3])
        let task = Task {
            try await perform(cloud, tell: { if case .progress = $0 { withUnsafeCurrentTask { $0?.cancel() } } })
        }
        let (report, transport) = try await task.value
        #expect(report.outcome == .cancelled && count(transport, "/runs/101/cancel/") == 1)
    }

    @Test func anInterruptionWhileTheStartIsRepeatedStartsNothing() async throws {
        let busy = (1...9).map { _ in ("POST /jobs/3/run/", ScriptedTransport.Step.reply(503, headers: ["Retry-After": "12"])) }
        let cloud = FakeCloud([3], faults: busy)
        let task = Task {
            try await perform(cloud, tell: { if case .note = $0 { withUnsafeCurrentTask { $0?.cancel() } } })
        }
        let (report, transport) = try await task.value
        #expect(report.outcome == .cancelled && report.wasInterrupted && report.run == nil && count(transport, "POST") == 1)
    }

    @Test func keepRunningHoldsWithoutWaitingToo() async throws {
        let task = Task {
            try await perform(
                FakeCloud([3]),
                {
                    $0.waits = false
                    $0.keepsRunning = true
                }, tell: { if case .run = $0 { withUnsafeCurrentTask { $0?.cancel() } } })
        }
        let (report, transport) = try await task.value
        #expect(report.outcome == .cancelled && count(transport, "/cancel/") == 0)
    }

    @Test func aLookThatBringsTheEndCountsAlthoughInterrupted() async throws {
        let cloud = FakeCloud([3, 10])
        let looks = Mutex(0)
        let transport = ScriptedTransport { call in
            // The interruption comes while the second look is under way.
            if call.url.contains("/runs/101/?"),
                looks.withLock({
                    $0 += 1; return $0
                }) == 2
            {
                withUnsafeCurrentTask { $0?.cancel() }
            }
            return cloud.answer(call)
        }
        let settings = try SettingsReader.read(TriggerInput(), environment: SettingsReaderTests.script)
        let session = try TriggerSession(settings, transport: transport, clock: SkippingClock())
        let report = await Task { await session.perform() }.value
        #expect(report.outcome == .success && count(transport, "/cancel/") == 0)
    }

    @Test func anAnswerThatIsTooLargeIsAskedForWithoutLogs() async throws {
        let cloud = FakeCloud([3, 10], faults: [("GET /runs/101/", .failure(.replyTooLarge))])
        let (report, transport) = try await perform(cloud)
        let looks = transport.lines.filter { $0.contains("/runs/101/?") }
        #expect(report.outcome == .success && looks[0].contains("run_steps") && !looks[1].contains("run_steps"))
    }

    @Test func theKeyGoesNowhereWhateverEchoesIt() async throws {
        let run = FakeCloud.run(101, 20, sha: "hunter2hunter2", cause: "x").replacing("the log", with: "key hunter2hunter2")
            .replacing("dbt build", with: "dbt build hunter2hunter2")
        let cloud = FakeCloud([20], faults: (1...3).map { _ in ("GET /runs/101/?", .reply(200, "{\"data\": \(run)}")) })
        let told = Mutex("")
        let (report, _) = try await perform(cloud, tell: { news in told.withLock { $0 += "\(news)" } })
        #expect(report.outcome == .failed && report.failedStep?.logTail == ["key ***"])
        #expect(!"\(report)".contains("hunter2"))
    }

    @Test func aRunOfSomebodyElseIsNotCancelled() async throws {
        let cloud = FakeCloud([3], list: [FakeCloud.run(101, 3)])
        let task = Task {
            try await perform(
                cloud,
                {
                    $0.reusesSameCommit = true
                    $0.sha = "abcdef1"
                }, tell: { if case .progress = $0 { withUnsafeCurrentTask { $0?.cancel() } } })
        }
        let (report, transport) = try await task.value
        #expect(report.outcome == .cancelled && count(transport, "/cancel/") == 0)
    }

    @Test func aFailureComesWithTheEndOfItsLog() async throws {
        let (report, _) = try await perform(FakeCloud([20]))
        #expect(report.failedStep?.logTail == ["the log"] && report.failedStep?.index == 1)
    }

    @Test func artifactsThatAreMissingHideNothing() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let found = [("GET /runs/101/artifacts/manifest.json", ScriptedTransport.Step.reply(200, "{}"))]
        let (report, _) = try await perform(FakeCloud([10], faults: found)) { $0.artifactsFolder = folder }
        #expect(report.outcome == .success)
        #expect(report.artifacts.map(\.path) == ["manifest.json", "run_results.json", "catalog.json"])
        #expect(report.artifacts.map { $0.file != nil } == [true, false, false])
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["manifest.json"])
    }
}

/// Runs under a name that says why they do not count.
struct FakeCloudRuns: CustomTestStringConvertible, Sendable {
    let byName: [String: String]

    init(_ byName: [String: String]) { self.byName = byName }

    var testDescription: String { byName.keys.joined() }
}
