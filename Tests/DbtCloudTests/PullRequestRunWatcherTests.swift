import DbtCloud
import HTTPTransport
import Synchronization
import TestSupport
import Testing

struct PullRequestRunWatcherTests {
    @Test func findsFollowsAndTells() async throws {
        let script = ScriptedTransport([
            .reply(200, #"{"data": []}"#), .reply(500),
            .reply(200, #"{"data": [{"id": 3, "status": 1, "trigger": {"github_pull_request_id": 5}}]}"#),
            .reply(200, #"{"data": [{"id": 3, "status": 2, "git_sha": "abc"}]}"#), .failure(.timedOut),
            .reply(200, #"{"data": {"id": 3, "status": 3}}"#),
            .reply(200, #"{"data": {"id": 3, "status": 10}}"#),
        ])
        let clock = SkippingClock()
        let told = Mutex<[PullRequestRunWatcher.Sighting]>([])
        let outcome = try await watcher(script, clock).wait(for: RunTarget(sha: "abc", pullRequest: 5)) { sighting in
            told.withLock { $0.append(sighting) }
        }
        guard case .succeeded(let run) = outcome else { Issue.record("\(outcome)"); return }
        #expect(run.id == 3)
        #expect(script.lines.map { $0.contains("/runs/3/") } == [false, false, false, false, true, true, true])
        let words = told.withLock { $0 }.map { sighting in
            switch sighting {
            case .waiting(let candidate): candidate.map { "candidate \($0.id)" } ?? "waiting"
            case .following(let run): "\(run.status)"
            }
        }
        #expect(words == ["waiting", "candidate 3", "starting", "running", "success"])
        #expect(clock.waits == Array(repeating: .seconds(1), count: 3) + [.seconds(1), .seconds(1)])
    }

    @Test func goesOnWithAKnownRunAndLooksEvenWhenTheTimeIsUp() async throws {
        let script = ScriptedTransport([.reply(200, #"{"data": {"id": 3, "status": 20}}"#), .reply(200, #"{"data": []}"#)])
        let outcome = try await watcher(script, SkippingClock()).wait(for: RunTarget(sha: "abc"), following: 3, waited: .seconds(9999))
        guard case .failed(let run) = outcome else { Issue.record("\(outcome)"); return }
        #expect(run.id == 3)
    }

    @Test func aRefusedKeyEndsItAtOnce() async throws {
        let script = ScriptedTransport([.reply(401, "{}")])
        let outcome = try await watcher(script, SkippingClock()).wait(for: RunTarget(sha: "abc"))
        guard case .unavailable(let error) = outcome else { Issue.record("\(outcome)"); return }
        #expect(error.code == .unauthorized && script.calls.count == 1)
    }

    @Test(
        "A job that is deleted while its run is waited for ends the wait soon",
        arguments: [(404, "{}"), (200, #"{"data": {"id": 11, "state": 2}}"#)])
    func aDeletedJobEndsTheWait(status: Int, body: String) async throws {
        let script = ScriptedTransport { $0.url.contains("/jobs/11/") ? .reply(status, body) : .reply(200, #"{"data": []}"#) }
        let clock = SkippingClock()
        let outcome = try await watcher(script, clock, limit: .seconds(3_600)).wait(for: RunTarget(sha: "abc"))
        #expect(outcome == .neverAppeared(newest: nil))
        #expect(clock.waits.reduce(.zero, +) < .seconds(60))
    }

    @Test(
        "A job that is there, or cannot be asked for, is waited for", arguments: [(200, #"{"data": {"id": 11, "state": 1}}"#), (500, "")])
    func aJobThatIsThereIsWaitedFor(status: Int, body: String) async throws {
        let script = ScriptedTransport { $0.url.contains("/jobs/11/") ? .reply(status, body) : .reply(200, #"{"data": []}"#) }
        let clock = SkippingClock()
        let outcome = try await watcher(script, clock, limit: .seconds(600)).wait(for: RunTarget(sha: "abc"))
        #expect(outcome == .neverAppeared(newest: nil))
        #expect(clock.waits.reduce(.zero, +) >= .seconds(600))
        #expect(script.lines.count { $0.contains("/jobs/11/") } <= 20)
    }

    @Test func cancellationIsHonouredWhileWaiting() async throws {
        let script = ScriptedTransport { _ in .reply(200, #"{"data": []}"#) }
        let client = try DbtCloudClient(accessURL: "http://h", accountID: 1, apiKey: Secret("k"), transport: script)
        let pace = PollingPace(first: .seconds(999), settled: .seconds(999))
        let task = Task {
            try await PullRequestRunWatcher(client: client, jobID: 11, limit: .seconds(9999), pace: pace).wait(for: RunTarget(sha: "abc"))
        }
        await script.waitForCall()
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    private func watcher(_ script: ScriptedTransport, _ clock: SkippingClock, limit: Duration = .seconds(60)) throws
        -> PullRequestRunWatcher
    {
        let client = try DbtCloudClient(accessURL: "http://h", accountID: 1, apiKey: Secret("k"), transport: script)
        return PullRequestRunWatcher(client: client, jobID: 11, limit: limit, clock: clock)
    }
}
