import CIPipeline
import Foundation
import SourceControl
import Store
import Synchronization
import Testing

/// Forks are reviewed only with a label of somebody who may change code: until then nothing is read that they built, and no query runs.
@Suite(.timeLimit(.minutes(15))) struct ForkTests {
    private func world(on host: String, labels: [String] = [], by person: String? = nil, _ edit: (inout CISettings) -> Void = { _ in })
        async throws
        -> World
    {
        let world = try await World(on: host, edit)
        world.host.edit { state in
            (state.change.isFork, state.change.labels) = (true, labels)
            if host == "gitlab" { state.change.url = "https://h/acme/shop/-/merge_requests/7" }
            state.roles = ["ann": .write, "max": .maintain, "tri": .triage]
            for label in labels { state.labelers[label.lowercased()] = person }
        }
        return world
    }

    private func expectSilence(_ world: World) async throws {
        #expect(try await world.runToEnd().phase == "skipped")
        #expect(world.host.statuses.isEmpty && world.host.comments.isEmpty)
        #expect(world.builds.state.withLock { $0.waits } == 0 && world.differ.state.withLock { $0.runs.isEmpty })
        #expect(world.planned.withLock { $0.isEmpty })
    }

    @Test(arguments: ["github", "gitlab"])
    func withoutTheLabelNothingRuns(host: String) async throws {
        try await expectSilence(try await world(on: host))
        try await expectSilence(try await world(on: host, labels: ["bug", "datafold:diff-all-downstream"], by: "max"))
        try await expectSilence(try await world(on: host, labels: ["datafold"], by: "max") { $0.forks = .never })
    }

    @Test(arguments: ["github", "gitlab"], ["tri", "eve", nil])
    func aLabelOfSomebodyElseDoesNotCount(host: String, person: String?) async throws {
        let world = try await world(on: host, labels: ["datafold"], by: person)
        try await expectSilence(world)
        // A writer takes it away and sets it again.
        world.host.edit { $0.labelers["datafold"] = "ann" }
        let run = try await world.runToEnd()
        #expect(run.phase == "done" && run.attempt == 2)
    }

    @Test(arguments: ["ann", "max"])
    func aLabelOfSomebodyWhoMayWriteCounts(person: String) async throws {
        for label in ["datafold", "Plumbline"] {
            #expect(try await world(on: "github", labels: [label], by: person).runToEnd().phase == "done")
        }
        let own = try await world(on: "gitlab", labels: ["Data Review"], by: person) { $0.label = "data review" }
        #expect(try await own.runToEnd().phase == "done")
    }

    /// Neither a command of the author, who has no role here, nor a call lets it through.
    @Test func commandsDoNotReplaceTheLabel() async throws {
        let world = try await world(on: "github")
        try await expectSilence(world)
        let pipeline = world.pipeline(time: world.time)
        #expect(try await pipeline.rerun(run: 1, by: "ann") == .taken)
        #expect(try await world.goOn(1).phase == "skipped")
        #expect(world.builds.state.withLock { $0.waits } == 0)
    }

    @Test func takingTheLabelAwayEndsTheReview() async throws {
        let world = try await world(on: "github", labels: ["datafold"], by: "max") { $0.diffThreshold = 1 }
        let run = try await world.runToEnd()
        #expect(run.phase == "needs_confirmation")
        world.host.edit { $0.change.labels = [] }
        _ = try await world.intake.see(world.host.change, world.config)
        #expect(try await world.goOn(run.id).phase == "cancelled")
        #expect(world.host.status(of: "aaaaaaa1")?.state == .success)
        #expect(world.differ.state.withLock { $0.runs.isEmpty })
    }

    @Test func aHostThatCannotSayIsAskedAgain() async throws {
        let world = try await world(on: "gitlab", labels: ["datafold"], by: "max")
        world.host.edit { $0.failures["labeler"] = [SourceControlError(.unreachable, "down")] }
        #expect(try await world.runToEnd().phase == "done")
    }
}
