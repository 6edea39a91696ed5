import CIPipeline
import DataDiff
import Foundation
import Reports
import SourceControl
import Store
import Synchronization
import Testing

/// What people on GitLab read speaks of merge requests, whatever happens.
@Suite(.timeLimit(.minutes(15))) struct HostWordsTests {
    private func world(_ edit: (inout CISettings) -> Void = { _ in }) async throws -> World {
        let world = try await World(on: "gitlab", edit)
        world.host.edit { $0.change.url = "https://gitlab.example.com/acme/shop/-/merge_requests/7" }
        return world
    }

    /// Everything that stands on the host and on the run's page.
    private func said(_ world: World) async throws -> [String] {
        var said = world.host.statuses.map(\.status.description) + world.host.comments.map(\.text)
        for run in try await world.store.runs() {
            said += try await world.store.events(ofRun: run.id).map(\.message)
            let state = try run.decodedState()
            said += state.problems + state.notes + [state.skipReason, state.interruption?.sentence(of: state.change)].compactMap(\.self)
        }
        return said
    }

    private func expectMergeRequests(_ world: World, _ more: [String] = [], at line: Int = #line) async throws {
        let all = try await said(world) + more
        #expect(!all.filter { $0.contains("merge request") || $0.contains("Merge request") }.isEmpty, "line \(line): \(all)")
        #expect(all.filter { $0.lowercased().contains("pull request") } == [], "line \(line)")
    }

    @Test func anOrdinaryReviewAndOneByUploads() async throws {
        for hasDbtCloud in [true, false] {
            let world = try await world { if !hasDbtCloud { $0.dbtCloud = nil } }
            world.host.edit { $0.isCut = true }
            _ = try await world.runToEnd()
            try await expectMergeRequests(world)
        }
    }

    @Test(arguments: [
        BuildOutcome.cancelled(message: "It was cancelled."), .unavailable(message: "No run."),
        .failed(BuildReference(id: 5), message: "Bad."),
    ])
    func buildsThatCameToNothing(outcome: BuildOutcome) async throws {
        let world = try await world()
        world.builds.edit { ($0.outcome, $0.head) = (outcome, nil) }
        _ = try await world.runToEnd()
        try await expectMergeRequests(world)
    }

    @Test func whatTheGateHoldsBack() async throws {
        let cases: [((inout CISettings) -> Void, (inout ChangeRequest) -> Void)] = [
            ({ _ in }, { $0.isDraft = true }), ({ $0.baseBranch = "dev" }, { _ in }), ({ $0.requireLabel = true }, { _ in }),
            ({ _ in }, { $0.isFork = true }), ({ $0.forks = .never }, { $0.isFork = true }),
            ({ _ in }, { ($0.isFork, $0.labels) = (true, ["datafold"]) }),
        ]
        for (settings, change) in cases {
            let world = try await world(settings)
            var held = world.host.change
            change(&held)
            world.host.edit { [held] in $0.change = held }
            #expect(try await world.runToEnd().phase == "skipped")
            try await expectMergeRequests(world)
        }
        guard case .skip(let reason) = Gate.decide(try await world().host.change, settings { $0.skipPullRequests = true }) else { return }
        #expect(reason.hasPrefix("Merge requests are skipped"))
    }

    private func settings(_ edit: (inout CISettings) -> Void) -> CISettings {
        var settings = CISettings()
        edit(&settings)
        return settings
    }

    @Test func endsInTheMiddle() async throws {
        for end in [{ $0.state = .merged }, { $0.state = .closed }, { $0.isDraft = true }, { $0.baseBranch = "dev" }]
            as [(inout ChangeRequest) -> Void]
        {
            let world = try await world { $0.diffThreshold = 1 }
            let run = try await world.runToEnd()
            #expect(run.phase == "needs_confirmation")
            var ended = world.host.change
            end(&ended)
            world.host.edit { [ended] in $0.change = ended }
            _ = try await world.intake.see(ended, world.config)
            _ = try await world.goOn(run.id)
            try await expectMergeRequests(world)
            #expect(world.host.comments[0].text.contains("merge request"))
        }
    }

    @Test func answersToCommandsAndCalls() async throws {
        let world = try await world()
        _ = try await world.runToEnd()
        let pipeline = world.pipeline()
        func comment(_ body: String, _ id: String) -> ChangeComment {
            ChangeComment(number: 7, author: "ann", body: body, id: id, association: .none)
        }
        guard case .accepted(let words) = try await pipeline.take(comment("/plumbline help", "1"), on: world.repository) else { return }
        world.host.edit { $0.change.state = .merged }
        var answers = [words]
        for answer in [
            try await pipeline.rerun(run: 1, by: "ann"), try await pipeline.extend(run: 1, DiffScope(allDownstream: true), by: "ann"),
        ] {
            if case .impossible(let reason) = answer { answers.append(reason) }
        }
        world.host.edit { ($0.change.state, $0.change.headSHA) = (.open, "bbbbbbb2") }
        if case .impossible(let reason) = try await pipeline.rerun(run: 1, by: "ann") { answers.append(reason) }
        #expect(answers.count == 4)
        world.host.edit { $0.change.state = .merged }
        _ = try await pipeline.take(comment("/plumbline rerun", "2"), on: world.repository)
        try await world.work(pipeline) { world.host.comments.last?.text.contains("The merge request is merged") == true }
        #expect(world.host.comments.count == 2)
        world.host.edit { $0.failures["changeRequest"] = [SourceControlError(.cancelled, "x")] }
        try await expectMergeRequests(world, answers)
    }

    @Test func whatThePlanSays() async throws {
        typealias Node = PlanFixture.Node
        let base = [Node(name: "a"), Node(name: "b", materialized: "incremental"), Node(name: "c")]
        var head = base
        for index in head.indices { head[index].code = "select \(index)" }
        let (before, after) = (try PlanFixture().manifest("prod", base), try PlanFixture().manifest("pr", head))
        let wishes = ReviewWishes(noun: "merge request")
        let plans = [
            await PlanFixture.plan(before, after, wishes), await PlanFixture.plan(before, try PlanFixture().manifest("prod", head), wishes),
            await PlanFixture.plan(before, after, wishes, dataSource: "snowflake"),
            await PlanFixture.plan(before, after, wishes, results: .some(nil)),
            await PlanFixture.plan(before, after, wishes, results: [:]),
        ]
        for plan in plans {
            let reasons = plan.models.compactMap { model in if case .leave(let reason) = model.step { reason } else { nil } }
            let said = plan.notes + plan.problems + reasons
            #expect(said.contains { $0.contains("merge request job") }, "\(said)")
            #expect(!said.contains { $0.lowercased().contains("pull request") })
        }
    }
}
