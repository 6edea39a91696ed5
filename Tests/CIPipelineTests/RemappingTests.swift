import CIPipeline
import DataDiff
import SourceControl
import Store
import Synchronization
import Testing

/// Renamed columns in commits and comments.
@Suite(.timeLimit(.minutes(15))) struct RemappingTests {
    private typealias Node = PlanFixture.Node
    private let columns = [
        "db.prod.a": ["id", "old", "kept"], "db.pr.a": ["id", "new", "kept"], "db.prod.b": ["id", "old", "new"],
        "db.pr.b": ["id", "old", "new"],
    ]

    private func plan(_ remaps: [ColumnRemap], columns: [String: [String]]? = nil) async throws -> ReviewPlan {
        let head = [Node(name: "a", code: "select 1"), Node(name: "b", code: "select 2")]
        return try await PlanFixture.plan(
            [Node(name: "a"), Node(name: "b")], head, ReviewWishes(remaps: remaps), columns: columns ?? self.columns)
    }

    private func mappings(_ plan: ReviewPlan, _ name: String) -> [ColumnMapping]? {
        guard case .diff(let request) = plan.model(name)?.step else { return nil }
        return request.columns.mappings
    }

    private func commit(_ old: String, _ new: String, _ models: String? = nil) -> ColumnRemap {
        ColumnRemap(old: old, new: new, models: models, source: .commit)
    }

    /// Without a pattern only where something was renamed; with one wherever the columns are.
    @Test func mappingsReachTheModelsThatHaveTheColumns() async throws {
        let all = try await plan([commit("OLD", "new")])
        #expect(mappings(all, "a") == [ColumnMapping(a: "old", b: "new")] && mappings(all, "b") == [])
        #expect(all.notes.isEmpty)
        let named = try await plan([commit("old", "new", "B")])
        #expect(mappings(named, "a") == [] && mappings(named, "b") == [ColumnMapping(a: "old", b: "new")])
    }

    @Test func commitsAreFoldedAndCommentsSpeakOfTheWholeChange() async throws {
        let chain = try await plan([commit("old", "middle"), commit("middle", "new")])
        #expect(mappings(chain, "a") == [ColumnMapping(a: "old", b: "new")] && chain.notes.isEmpty)
        let back = try await plan([commit("old", "x"), commit("x", "old")])
        #expect(mappings(back, "a") == [])
        let comment = try await plan([commit("old", "wrong"), ColumnRemap(old: "old", new: "new", source: .comment)])
        #expect(mappings(comment, "a") == [ColumnMapping(a: "old", b: "new")])
    }

    @Test func aMistypedColumnIsSaid() async throws {
        let plan = try await plan([commit("odl", "enw", "a")])
        #expect(plan.notes == ["Nothing is remapped from 'odl' to 'enw' of a: no compared model has these columns."])
        #expect(mappings(plan, "a") == [])
    }

    /// Commits of a branch that was merged in are not the change's own history; strangers' comments do not count.
    @Test func whatCountsIsTakenFromTheHost() async throws {
        let world = try await World()
        world.host.edit { state in
            state.commits = [
                Commit(sha: "c1", message: "datafold remap a b", parents: ["base0"]),
                Commit(sha: "side", message: "datafold remap x y", parents: ["base0"]),
                Commit(sha: "aaaaaaa1", message: "Merge\n\ndatafold: renamed b c", parents: ["c1", "side"]),
            ]
            state.written = [
                ChangeComment(number: 7, author: "eve", body: "/datafold remap e v", id: "1", association: .none),
                ChangeComment(number: 7, author: "ann", body: "Sure.\n/datafold remap d e m*", id: "2", association: .none),
            ]
        }
        _ = try await world.runToEnd()
        let remaps = try #require(world.planned.withLock { $0.first?.wishes.remaps })
        #expect(
            remaps == [
                ColumnRemap(old: "a", new: "b", source: .commit), ColumnRemap(old: "b", new: "c", source: .commit),
                ColumnRemap(old: "d", new: "e", models: "m*", source: .comment),
            ])
    }

    @Test func aHostThatShowsNoCommentsCostsNoReview() async throws {
        let world = try await World()
        world.host.edit { $0.failures["comments"] = [SourceControlError(.forbidden, "Needs pull requests: read.")] }
        #expect(try await world.runToEnd().phase == "done")
        #expect(world.host.comments[0].text.contains("does not show the pull request's comments"))
    }
}
