import CIPipeline
import SourceControl
import Store
import Synchronization
import Testing

/// Reviews that somebody asks for by the API: they need no label.
@Suite(.timeLimit(.minutes(15))) struct AskedForTests {
    private let world: World

    init() async throws { world = try await World { $0.requireLabel = true } }

    private func ask() async throws -> RunRecord? {
        try await world.pipeline(time: world.time).review(world.host.change, world.config, askedForBy: "ci")
    }

    @Test func itNeedsNoLabel() async throws {
        let run = try #require(try await ask())
        #expect(try await world.goOn(run.id).phase == "done")
        #expect(world.host.comments.count == 1)
        #expect(try await world.store.events(ofRun: run.id).contains { $0.message == "ci asked for the review." })
    }

    @Test func oneThatWaitsForTheLabelIsBegunAgain() async throws {
        let waiting = try await world.runToEnd()
        #expect(waiting.phase == "skipped")
        let asked = try #require(try await ask())
        #expect(asked.id == waiting.id && asked.attempt == 2)
        #expect(try await world.goOn(asked.id).phase == "done")
        #expect(try await ask()?.attempt == 2, "a commit that was reviewed is not reviewed again")
    }

    /// The pull request is looked at again and again meanwhile, and still has no label.
    @Test func aLookMeanwhileDoesNotEndIt() async throws {
        let run = try #require(try await ask())
        for _ in 0..<2 { #expect(try await world.intake.see(world.host.change, world.config)?.interruption == nil) }
        #expect(try await world.goOn(run.id).phase == "done")
        #expect(try await world.runToEnd().attempt == 1)
    }

    @Test func theNextCommitWaitsForTheLabelAgain() async throws {
        _ = try await world.goOn(try #require(try await ask()).id)
        world.host.edit { $0.change.headSHA = "bbbbbbb2" }
        #expect(try await world.runToEnd().phase == "skipped")
    }

    /// The label is a maintainer's word for code of strangers, and nobody else's.
    @Test func aForkStillNeedsIt() async throws {
        world.host.edit { $0.change.isFork = true }
        let run = try #require(try await ask())
        #expect(try await world.goOn(run.id).phase == "skipped")
        #expect(world.builds.state.withLock { $0.waits } == 0)
    }

    @Test func askedForInTheMomentOfTheGate() {
        let machine = RunMachine(configuration: "shop", settings: world.config.settings, url: "u")
        var state = RunState(change: World.change())
        _ = machine.apply(.askedFor(by: "ci"), to: &state, now: 1)
        _ = machine.apply(.gated(.skip("Waiting for the label."), World.change()), during: .gate, to: &state, now: 1)
        #expect(machine.next(state, now: 1) == .gate, "looked at once more")
        _ = machine.apply(.gated(.pass, World.change()), during: .gate, to: &state, now: 1)
        #expect(state.phase == .waitingForBuild)
    }
}
