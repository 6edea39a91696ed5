import CIPipeline
import DataDiff
import Reports
import Store
import Testing

/// Why each model is in the list, and what became of what was renamed.
@Suite struct PlanReasonTests {
    private typealias Node = PlanFixture.Node

    @Test func everyKindOfChangeIsNamed() async throws {
        let base = [Node(name: "a"), Node(name: "b"), Node(name: "c", macros: ["cents"]), Node(name: "s", code: "1", kind: "seed")]
        var head = base
        head[0].code = "select 2"
        head[1].config = ["cluster_by": "day", "grants": "x"]
        head[3].code = "2"
        let before = PlanFixture(macros: ["cents": "one"])
        let after = PlanFixture(macros: ["cents": "two"])
        let plan = await PlanFixture.plan(try before.manifest("prod", base), try after.manifest("pr", head))
        #expect(plan.model("a")?.cause == "its code")
        #expect(plan.model("b")?.cause == "its config (cluster_by, grants)")
        #expect(plan.model("c")?.cause == "the macro cents")
        #expect(plan.model("s")?.cause == "its content")
    }

    @Test func aRenamedModelIsComparedWithItself() async throws {
        let plan = try await PlanFixture.plan([Node(name: "old", code: "select 1 as id")], [Node(name: "new", code: "select 1 as id")])
        #expect(plan.pairs == ["new": "db.prod.old db.pr.new"] && plan.removed.isEmpty)
        #expect(plan.model("new")?.cause == "renamed from old, with the same content")
        #expect(plan.model("new")?.origin == .modified(reasons: ["renamed"]))
        let seeds = try await PlanFixture.plan(
            [Node(name: "old", code: "sum", kind: "seed")], [Node(name: "new", code: "sum", kind: "seed")])
        #expect(seeds.pairs == ["new": "db.prod.old db.pr.new"])
    }

    @Test func veryLikeCodeIsARenameAndOtherCodeIsNot() async throws {
        let code = (1...10).map { "line \($0)" }.joined(separator: "\n")
        func head(_ changed: Int) -> [Node] {
            [Node(name: "new", code: (1...10).map { $0 <= changed ? "other \($0)" : "line \($0)" }.joined(separator: "\n"))]
        }
        let near = try await PlanFixture.plan([Node(name: "old", code: code)], head(2))
        #expect(near.pairs == ["new": "db.prod.old db.pr.new"])
        #expect(near.model("new")?.cause == "renamed from old, and changed")
        let far = try await PlanFixture.plan([Node(name: "old", code: code)], head(3))
        #expect(far.pairs.isEmpty && far.removed.map(\.name) == ["old"] && far.models.map(\.origin) == [.added])
    }

    /// Where two could be meant, nothing is guessed.
    @Test func anAmbiguousPairIsNone() async throws {
        let twins = try await PlanFixture.plan(
            [Node(name: "old", code: "select 1")], [Node(name: "x", code: "select 1"), Node(name: "y", code: "select 1")])
        #expect(twins.pairs.isEmpty && twins.removed.count == 1)
        let kinds = try await PlanFixture.plan([Node(name: "old", code: "same")], [Node(name: "old2", code: "same", kind: "snapshot")])
        #expect(kinds.pairs.isEmpty)
    }

    @Test func disabledVersionedAndIncrementalModelsAreSaid() async throws {
        let base = [Node(name: "gone"), Node(name: "dim", version: 1), Node(name: "events", materialized: "incremental")]
        var head = base
        head[0].isDisabled = true
        head[1].code = "select 1"
        head[2].code = "select 2"
        let plan = try await PlanFixture.plan(base, head + [Node(name: "dim", code: "select 9", version: 2)])
        #expect(plan.removed.map(\.name) == ["gone"])
        #expect(plan.notes.contains("gone is disabled by the change, so it counts as removed."))
        #expect(Set(plan.models.map(\.name.name)) == ["dim.v1", "dim.v2", "events"])
        #expect(plan.notes.contains { $0.hasPrefix("Incremental: events.") })
    }

    @Test func anotherProjectsManifestIsAProblem() async throws {
        let plan = await PlanFixture.plan(
            try PlanFixture().manifest("prod", [Node(name: "a")]), try PlanFixture(project: "other").manifest("pr", [Node(name: "a")]))
        #expect(plan.problems.count == 1 && plan.problems[0].contains("of the dbt project 'shop', the change's of 'other'. Choose"))
    }

    @Test func aManifestOfAnotherAdapterIsAProblemAndNothingIsCompared() async throws {
        let base = [Node(name: "a")]
        var head = base
        head[0].code = "select 1"
        let plan = await PlanFixture.plan(
            try PlanFixture().manifest("prod", base), try PlanFixture().manifest("pr", head), dataSource: "snowflake")
        #expect(plan.diffCount == 0 && plan.models.count == 1 && plan.problems.count == 1)
        #expect(plan.problems[0].contains("adapter 'duckdb'") && plan.problems[0].contains("Choose the data source"))
        for (adapter, type) in [("postgres", "postgresql"), ("spark", "databricks"), ("databricks", "spark"), ("duckdb", "duckdb")] {
            #expect(AdapterNames.fit(adapter, type))
        }
        #expect(!AdapterNames.fit("postgres", "redshift"))
    }

    /// A project in a subfolder: dbt's paths begin there, the host's at the repository's root.
    @Test(arguments: ["", "analytics/dbt/"])
    func filesOfTheChangeAreFound(folder: String) async throws {
        var head = [Node(name: "a"), Node(name: "b")]
        head[0].code = "select 1"
        head[1].config = ["tags2": "x"]
        let files = ["README.md", "other/models/a.sqlx", folder + "models/a.sql"]
        let plan = try await PlanFixture.plan([Node(name: "a"), Node(name: "b")], head, ReviewWishes(changedFiles: files))
        #expect(plan.model("a")?.path == folder + "models/a.sql")
        #expect(plan.model("b")?.path == nil)
    }

    @Test func whatSlimLeavesOutCanBeAskedFor() async throws {
        let base = [Node(name: "a"), Node(name: "b", reads: ["a"]), Node(name: "c", reads: ["b"])]
        var head = base
        head[0].code = "select 1"
        let (before, after) = (try PlanFixture().manifest("prod", base), try PlanFixture().manifest("pr", head))
        func compared(_ scope: DiffScope) async -> ReviewPlan {
            await PlanFixture.plan(before, after, ReviewWishes(scope: scope)) { $0.slimCI = true }
        }
        let slim = await compared(DiffScope())
        #expect(Set(slim.pairs.keys) == ["a"] && slim.leftOut?.map(\.name) == ["b", "c"])
        #expect(await Set(compared(DiffScope(allDownstream: true)).pairs.keys) == ["a", "b", "c"])
        let named = await compared(DiffScope(models: ["C", "zzz"]))
        #expect(Set(named.pairs.keys) == ["a", "c"] && named.leftOut?.map(\.name) == ["b"])
        #expect(named.notes == ["'zzz' was asked for and fits no model that the change affects."])
        #expect(await Set(compared(DiffScope(models: ["model.shop.b*"])).pairs.keys) == ["a", "b"])
    }
}
