import CIPipeline
import DataDiff
import Foundation
import Reports
import SourceControl
import Store
import Synchronization
import Testing

/// A run from the first state to the last over the fakes.
@Suite(.timeLimit(.minutes(15))) struct RunPerformerTests {
    @Test func theHappyPath() async throws {
        let world = try await World()
        world.differ.edit { $0.verdicts["pr.m2"] = .different }
        let run = try await world.runToEnd()
        #expect(run.phase == "done" && run.isFinished)
        #expect(world.host.statuses.first?.status.state == .pending)
        #expect(world.host.status(of: "aaaaaaa1")?.state == .success)
        #expect(world.host.status(of: "aaaaaaa1")?.context == "plumbline/shop")
        #expect(world.host.status(of: "aaaaaaa1")?.targetURL == "http://p/runs/\(run.id)")
        #expect(world.host.comments.count == 1)
        #expect(world.host.state.withLock { $0.writes } == 3)
        let report = try ReportJSON.decoder().decode(ReviewReport.self, from: Data(try #require(run.report).utf8))
        #expect(report.models.map(\.model.name) == ["m1", "m2", "m3"])
        #expect(report.base == BaseReference(sha: "base0", commitsBehind: 1, ageSeconds: 10_000))
        #expect(try RunSummary(json: #require(run.summary)).different == 1)
        #expect(world.differ.state.withLock { $0.mostAtOnce } <= 2)
        let events = try await world.store.events(ofRun: run.id)
        #expect(events.first?.kind == "step" && events.last?.kind == "end")
        let diffs = try await world.store.diffs(run: run.id, attempt: 1)
        #expect(diffs.map(\.status) == [.success, .success, .success])
    }

    /// Production's tables are as the newest run left them, whatever run the artifacts are of; not to know it is no trouble.
    @Test func theNewestProductionRunSaysWhenItsTablesWereBuilt() async throws {
        for (newest, expected) in [(9, ["/nine.json"]), (nil, ["/three.json"])] as [(Int?, [String])] {
            let world = try await World()
            world.builds.edit {
                $0.base = .use(BaseBuild(runID: 3, sha: "base0", commitsBehind: 1, finishedAt: 0, newestRunID: newest))
                $0.results = [3: ["/three.json"], 9: ["/nine.json"]]
            }
            _ = try await world.runToEnd()
            #expect(world.planned.withLock { $0.map(\.baseResults) } == [expected])
        }
        let world = try await World()
        world.builds.edit { $0.trouble["results"] = [RunTrouble("dbt Cloud is down", isTransient: true)] }
        #expect(try await world.runToEnd().phase == "done")
        #expect(world.planned.withLock { $0.map(\.baseResults) } == [[]])
    }

    /// Stops the process after every single effect in turn, and starts another one on the same store.
    @Test func aCrashAfterAnyEffectChangesNothing() async throws {
        let reference = try await World()
        _ = try await reference.runToEnd()
        let effects = reference.fuse.effects
        #expect(effects > 8)
        for crash in 0..<effects {
            let world = try await World()
            let run = try #require(try await world.intake.see(world.host.change, world.config))
            let first = world.fuse.stopping(after: crash) { _ = try await world.performer().perform(run.id) }
            await #expect(throws: (any Error).self) { try await first.value }
            #expect(try await !world.store.run(run.id).isFinished, "crash \(crash)")
            let end = try await world.goOn(run.id)
            #expect(end.phase == "done", "crash \(crash)")
            #expect(world.host.comments.map(\.text) == reference.host.comments.map(\.text), "crash \(crash)")
            #expect(world.host.status(of: "aaaaaaa1") == reference.host.status(of: "aaaaaaa1"), "crash \(crash)")
            let diffs = try await world.store.diffs(run: run.id, attempt: 1)
            #expect(diffs.map(\.status) == [.success, .success, .success])
        }
    }

    @Test func finishedDiffsAreNotRunAgainAfterACrash() async throws {
        let world = try await World()
        world.differ.edit { $0.hanging = ["pr.m3"] }
        let run = try #require(try await world.intake.see(world.host.change, world.config))
        let first = Task { _ = try await world.performer().perform(run.id) }
        try await world.wait {
            let diffs = try await world.store.diffs(run: run.id, attempt: 1)
            return diffs.filter(\.isFinished).count == 2 && world.differ.state.withLock { $0.runs.contains("pr.m3") }
        }
        first.cancel()
        await #expect(throws: (any Error).self) { try await first.value }
        world.differ.edit { $0.hanging = [] }
        #expect(try await world.goOn(run.id).phase == "done")
        #expect(world.differ.state.withLock { $0.runs.sorted() } == ["pr.m1", "pr.m2", "pr.m3", "pr.m3"])
        #expect(world.differ.state.withLock { $0.cancelled } == ["pr.m3"])
    }

    @Test func aFailedJobIsAFailureAndItsModelsAreStillCompared() async throws {
        let world = try await World()
        world.builds.edit { $0.outcome = .failed(BuildReference(id: 5), message: "dbt Cloud's run 5 failed.") }
        let run = try await world.runToEnd()
        #expect(run.phase == "failed")
        #expect(world.host.status(of: "aaaaaaa1")?.state == .failure)
        #expect(world.host.comments[0].text.contains("dbt Cloud's run 5 failed."))
        #expect(world.differ.state.withLock { $0.runs.count } == 3)
    }

    @Test(arguments: [
        BuildOutcome.cancelled(message: "The run was cancelled."),
        .unavailable(message: "No run appeared within 60 minutes."),
        .unavailable(message: "dbt Cloud does not accept the API key (401)."),
    ])
    func withoutABuildTheReasonIsTold(outcome: BuildOutcome) async throws {
        let world = try await World()
        world.builds.edit { $0.outcome = outcome }
        let run = try await world.runToEnd()
        #expect(run.phase == "failed")
        #expect(world.host.status(of: "aaaaaaa1")?.state == .failure)
        #expect(world.host.comments.count == 1)
        let report = try ReportJSON.decoder().decode(ReviewReport.self, from: Data(try #require(run.report).utf8))
        #expect(report.problems.count == 1)
        #expect(world.differ.state.withLock { $0.runs.isEmpty })
    }

    @Test func missingArtifactsAreToldOnBothSides() async throws {
        let head = try await World()
        head.builds.edit { $0.head = nil }
        #expect(try await head.runToEnd().phase == "failed")
        #expect(head.host.comments[0].text.contains("manifest"))
        let base = try await World()
        base.builds.edit { $0.base = .none("No production run has artifacts. Run it once.") }
        #expect(try await base.runToEnd().phase == "failed")
        #expect(base.host.comments[0].text.contains("No production run has artifacts"))
    }

    @Test func aHostThatIsDownForAWhileIsWaitedFor() async throws {
        let world = try await World()
        let down = SourceControlError(.unreachable, "GitHub is down.")
        world.host.edit { state in
            for call in ["changeRequest", "setStatus", "writeComment", "history"] { state.failures[call] = [down, down, down] }
        }
        let run = try await world.runToEnd()
        #expect(run.phase == "done")
        #expect(world.host.comments.count == 1)
    }

    @Test func aHostThatRefusesForGoodLeavesAReadableFailure() async throws {
        let world = try await World()
        world.host.edit { $0.failures["changeRequest"] = [SourceControlError(.unauthorized, "GitHub does not accept the token.")] }
        let run = try await world.runToEnd()
        #expect(run.phase == "failed")
        let report = try ReportJSON.decoder().decode(ReviewReport.self, from: Data(try #require(run.report).utf8))
        #expect(report.problems == ["GitHub does not accept the token."])
    }

    @Test func errorsOfDiffsAreAFailureUnlessReportingIsOff() async throws {
        for (isOn, expected) in [(true, CommitStatus.State.failure), (false, .success)] {
            let world = try await World { $0.ciStatusReporting = isOn }
            world.differ.edit { $0.verdicts["pr.m1"] = .error }
            #expect(try await world.runToEnd().phase == "done")
            #expect(world.host.status(of: "aaaaaaa1")?.state == expected)
        }
    }

    @Test func ignoredFilesEndWithASuccessAndNoComment() async throws {
        let world = try await World { $0.filesToIgnore = "*" }
        #expect(try await world.runToEnd().phase == "skipped")
        #expect(world.host.statuses.map(\.status.state) == [.success])
        #expect(world.host.comments.isEmpty)
    }

    @Test func aMissingLabelMeansSilenceUntilItIsThere() async throws {
        let world = try await World { $0.requireLabel = true }
        #expect(try await world.runToEnd().phase == "skipped")
        #expect(world.host.statuses.isEmpty && world.host.comments.isEmpty)
        world.host.edit { $0.change.labels = ["datafold"] }
        let run = try await world.runToEnd()
        #expect(run.phase == "done" && run.attempt == 2)
        #expect(world.host.comments.count == 1)
    }

    @Test func aThresholdWaitsForConfirmation() async throws {
        let world = try await World { $0.diffThreshold = 1 }
        let parked = try await world.runToEnd()
        #expect(parked.phase == "needs_confirmation" && !parked.isFinished)
        #expect(world.host.status(of: "aaaaaaa1")?.state == .pending)
        try await world.pipeline(time: world.time).confirm(run: parked.id, by: "ann")
        #expect(try await world.goOn(parked.id).phase == "done")
        #expect(world.host.comments.count == 1)
    }

    @Test func aDiffThatTakesTooLongFailsAlone() async throws {
        let world = try await World()
        world.differ.edit { $0.hanging = ["pr.m1"] }
        var limits = RunLimits()
        limits.diffSeconds = 77
        world.longSleep.withLock { sleep in
            sleep = { duration in
                guard duration == .seconds(77) else { return try await Task.sleep(for: .seconds(86_400)) }
                // The time is up when the other two have ended.
                try await world.wait { try await world.store.diffs(run: 1, attempt: 1).filter(\.isFinished).count == 2 }
            }
        }
        let run = try await world.runToEnd(limits)
        #expect(run.phase == "done")
        let diffs = try await world.store.diffs(run: run.id, attempt: 1)
        #expect(diffs.map(\.status) == [.failed, .success, .success])
        #expect(try diffs[0].decodedResult()?.error?.code == "timed_out")
    }
}
