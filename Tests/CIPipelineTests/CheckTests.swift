import CIPipeline
import DataDiff
import Foundation
import Reports
import SourceControl
import Store
import Synchronization
import TestSupport
import Testing

/// Check runs in place of commit statuses, where the host has them.
@Suite(.timeLimit(.minutes(15))) struct CheckTests {
    @Test func oneCheckCarriesTheStatusAndInTheEndTheReport() async throws {
        let world = try await World()
        world.host.edit { $0.checks = [:] }
        world.plan.withLock { $0.models[1].path = "dbt/models/m2.sql" }
        world.plan.withLock { $0.models[2].path = "dbt/models/m3.sql" }
        world.differ.edit { $0.verdicts["pr.m2"] = .different }
        let run = try await world.runToEnd()
        #expect(run.phase == "done" && world.host.statuses.isEmpty)
        let checks = try #require(world.host.state.withLock { $0.checks })
        #expect(checks.count == 1 && checks["check1"]?.sha == "aaaaaaa1")
        let report = try #require(checks["check1"]?.report)
        #expect(report.status.state == .success && report.summary.contains("| model | verdict |"))
        #expect(report.annotations.map(\.path) == ["dbt/models/m2.sql"])
        #expect(report.annotations[0].level == .warning && report.annotations[0].title.hasPrefix("m2: "))
        #expect(report.annotations[0].message.contains("http://p/datadiffs/"))
        #expect(try run.decodedState().checkID == "check1")
    }

    @Test func aRerunWritesTheSameCheck() async throws {
        let world = try await World()
        world.host.edit { $0.checks = [:] }
        let run = try await world.runToEnd()
        let pipeline = world.pipeline(time: world.time)
        #expect(try await pipeline.rerun(run: run.id, by: "ann") == .taken)
        #expect(try await world.goOn(run.id).attempt == 2)
        #expect(world.host.state.withLock { $0.checks?.count } == 1)
    }

    @Test func failuresAndUndecidedModelsAreMarkedAsWhatTheyAre() async throws {
        let world = try await World()
        world.host.edit { $0.checks = [:] }
        world.plan.withLock { plan in
            for index in 0..<3 { plan.models[index].path = "m\(index + 1).sql" }
            plan.models[2].step = .leave("The pull request job did not build it.")
        }
        world.differ.edit { $0.verdicts = ["pr.m1": .error, "pr.m2": .badKeys] }
        _ = try await world.runToEnd()
        let report = try #require(world.host.state.withLock { $0.checks?["check1"]?.report })
        #expect(report.annotations.map(\.level) == [.failure, .warning, .notice])
        #expect(report.status.state == .failure)
    }

    /// Looking for a base run every few seconds does not ask the host every time.
    @Test func theBaseBranchIsReadOnceInAWhile() async throws {
        let world = try await World()
        world.builds.edit { $0.base = .underWay(runID: 9, otherwise: BaseBuild(runID: 3, sha: "x", commitsBehind: 4, finishedAt: 1)) }
        let run = try #require(try await world.intake.see(world.host.change, world.config))
        let performer = world.performer()
        var looks = 0
        loop: while looks < 1_000 {
            switch try await performer.perform(run.id) {
            case .finished, .parked: break loop
            case .until(let time): world.clock.withLock { $0 = max($0, time) }
            }
            looks += 1
        }
        #expect(looks > 80)
        #expect(world.host.state.withLock { $0.tips } <= 900 / 120 + 1)
        #expect(try await world.store.run(run.id).phase == "done")
    }

    @Test func downstreamDifferencesNameTheirOrigin() throws {
        guard case .diff(let request) = World.plan().models[0].step else { return }
        func model(_ name: String, _ origin: ModelReport.Origin, _ verdict: Verdict) -> ModelReport {
            ModelReport(
                model: ModelName(uniqueID: name, name: name, resourceType: "model"), origin: origin,
                outcome: .finished(FakeDiffer.result(request, verdict)))
        }
        func explanation(_ a: Verdict, _ b: Verdict) -> String? {
            let models = [
                model("a", .modified(reasons: []), a), model("b", .modified(reasons: []), b),
                model("c", .downstream(of: ["a", "b"], distance: 1), .different),
            ]
            return ReviewReport(models: models).explained().models[2].explanation
        }
        #expect(explanation(.different, .identical) == "Upstream of it a, which the change modifies, differs, too.")
        #expect(explanation(.different, .different) == "Upstream of it a, b, which the change modifies, differ, too.")
        #expect(explanation(.identical, .identical)?.contains("the change may not be the reason") == true)
        #expect(explanation(.identical, .error) == nil)
    }
}

/// Places in a data source, shared fairly.
@Suite(.timeLimit(.minutes(15))) struct DataSourceSlotsTests {
    /// A run with many diffs in the queue does not keep another waiting until its end.
    @Test func aFreePlaceGoesToTheRunThatHoldsTheFewest() async throws {
        let slots = DataSourceSlots()
        let (order, note) = AsyncStream.makeStream(of: String.self)
        let (gate, open) = AsyncStream.makeStream(of: Void.self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await slots.withSlot(of: 1, limit: 2, for: 1) {
                    note.yield("begun")
                    for await _ in gate { break }
                }
            }
            group.addTask {
                try await slots.withSlot(of: 1, limit: 2, for: 1) {
                    note.yield("begun")
                    try await Task.sleep(for: .seconds(86_400))
                }
            }
            var names = order.makeAsyncIterator()
            #expect(await [names.next(), names.next()] == ["begun", "begun"])
            for (index, run) in [1, 1, 2].enumerated() {
                group.addTask {
                    try await slots.withSlot(of: 1, limit: 2, for: run) { _ = note.yield("run \(run)") }
                }
                try await eventually { await slots.waiting(for: 1) > index }
            }
            open.yield()
            #expect(await [names.next(), names.next(), names.next()] == ["run 2", "run 1", "run 1"])
            group.cancelAll()
            while let result = await group.nextResult() { _ = result }
        }
    }
}
