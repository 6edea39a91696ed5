import CIPipeline
import DataDiff
import Foundation
import Relational
import SourceControl
import Store
import Synchronization
import Testing

/// Rows about how diffs are run and what becomes of their verdicts.
extension SettingsTableTests {
    @Test("CI Status Reporting") func statusReporting() async throws {
        for (isOn, state) in [(true, CommitStatus.State.failure), (false, .success)] {
            let (world, _) = try await reviewed({ world in world.differ.edit { $0.verdicts["pr.m1"] = .error } }) {
                $0.ciStatusReporting = isOn
            }
            #expect(status(world)?.state == state)
            #expect(status(world)?.description.contains("Errors are reported as success") == !isOn)
        }
        let (world, _) = try await reviewed({ world in
            world.builds.edit { $0.outcome = .unavailable(message: "dbt Cloud does not accept the API key (401).") }
        }) { $0.ciStatusReporting = false }
        #expect(status(world)?.state == .success && world.host.comments[0].text.contains("401"), "errors outside of diffs, too")
    }

    @Test("Fail on primary key issues") func failOnPrimaryKeyIssues() async throws {
        for (isOn, state) in [(true, CommitStatus.State.failure), (false, .success)] {
            let (world, _) = try await reviewed({ world in world.differ.edit { $0.verdicts["pr.m1"] = .badKeys } }) {
                $0.failOnPrimaryKeyIssues = isOn
            }
            #expect(status(world)?.state == state)
        }
    }

    @Test("Diff threshold") func diffThreshold() async throws {
        let (world, parked) = try await reviewed { $0.diffThreshold = 2 }
        #expect(parked.phase == "needs_confirmation" && world.differ.state.withLock { $0.runs.isEmpty })
        #expect(status(world)?.state == .pending && status(world)?.description.contains("/plumbline confirm") == true)
        try await world.pipeline(time: world.time).confirm(run: parked.id, by: "ann")
        #expect(try await world.goOn(parked.id).phase == "done")
        #expect(try await reviewed { $0.diffThreshold = 3 }.run.phase == "done", "not more than the threshold")
    }

    /// A setting of the data source.
    @Test("Concurrency", arguments: [1, 3]) func concurrency(_ limit: Int) async throws {
        let world = try await World()
        _ = try await world.store.save(DataSourceDraft(name: "w", type: "duckdb", options: [:], concurrency: limit), now: 2)
        world.plan.withLock { $0 = World.plan(models: 6) }
        world.differ.edit { $0.hanging = Set((1...6).map { "pr.m\($0)" }) }
        let run = try #require(try await world.intake.see(world.host.change, world.config))
        let work = Task { _ = try await world.performer().perform(run.id) }
        try await world.wait { world.differ.state.withLock { $0.atOnce } == limit }
        // Those that should wait would have begun with the others.
        for _ in 0..<1_000 { await Task.yield() }
        #expect(world.differ.state.withLock { $0.mostAtOnce } == limit)
        work.cancel()
        await #expect(throws: (any Error).self) { try await work.value }
    }
}
