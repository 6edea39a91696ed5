import DataDiff
import Reports
import SourceControl
import Testing

@testable import Web

/// Mustache finds names while rendering and prints nothing for a misspelled one: so every name of every template is looked up here.
struct TemplateNameTests {
    /// Views that, taken together, fill every section of every template.
    private static let views: [(template: String, view: any Sendable)] = {
        let context = SamplePages.context
        var list = SamplePages.list()
        list.filter = RunFilter(repository: "acme/shop", page: 2)
        list.notices = SamplePages.notices()
        var superseded = SamplePages.run(.superseded)
        superseded.newerRun = 9
        superseded.stateDetail = "The commit 1234567 is newer."
        superseded.changeRequest.isDraft = true
        var lastPage = SamplePages.bigRun()
        lastPage.page = 7
        var unlinked = SamplePages.run()
        unlinked.report.models = [
            SamplePages.model("a", .modified(reasons: ["body"]), .finished(SamplePages.wide())),
            SamplePages.model("b", .modified(reasons: ["body"]), .finished(SamplePages.failed())),
        ]
        let runs = [
            SamplePages.run(), SamplePages.running(), SamplePages.waiting(), superseded, SamplePages.bigRun(), lastPage, unlinked,
            SamplePages.timedRun(), SamplePages.askedRun(), SamplePages.leftOutRun(), SamplePages.explainedRun(),
        ]
        let different = SamplePages.different()
        var twoDatabases = different
        twoDatabases.sides[1].database = "other"
        var manyRemoved = different
        manyRemoved.schema?.exclusiveColumns = [(1...40).map { "old_\($0)" }, []]
        let profiled = SamplePages.profiled()
        var manyProfiles = profiled
        manyProfiles.profiles?.columns += Array(repeating: profiled.profiles?.columns ?? [], count: 7).joined()
        let diffs = [
            SamplePages.diff(profiled, tab: .profiles), SamplePages.diff(manyProfiles, tab: .profiles, choice: DiffChoice(page: 2)),
            SamplePages.diff(different, tab: .profiles), SamplePages.diff(SamplePages.timed()), SamplePages.diff(manyRemoved),
            SamplePages.diff(different, tab: .values), SamplePages.diff(SamplePages.sampled()), SamplePages.diff(different),
            SamplePages.diff(twoDatabases), SamplePages.diff(SamplePages.failed()),
            SamplePages.diff(SamplePages.missingKey(), tab: .values), SamplePages.diff(SamplePages.identical(), tab: .keys),
            SamplePages.diff(different, tab: .columns, choice: DiffChoice(page: 2)), SamplePages.diff(SamplePages.wide(), tab: .columns),
            SamplePages.diff(SamplePages.wide(), tab: .values, choice: DiffChoice(column: "measure_1_of_the_long_form", page: 2)),
            SamplePages.diff(SamplePages.kept()), SamplePages.diff(SamplePages.unprofiled(), tab: .profiles),
            SamplePages.diff(SamplePages.wide()), SamplePages.diff(SamplePages.wide(), tab: .keys),
            SamplePages.diff(SamplePages.wide(), tab: .keys, choice: DiffChoice(kind: .exclusiveA, page: 2)),
            SamplePages.diff(different, tab: .values, choice: DiffChoice(row: 2)),
            SamplePages.diff(pruned: different),
            DiffPage(id: 1, state: .running(PageProgress(done: 1, total: 4)), choice: DiffChoice()),
        ]
        return [
            ("runs", RunListView(list, context: context)),
            ("runs", RunListView(RunListPage(runs: [], matching: 0, total: 0, setup: .nothingConfigured), context: SamplePages.signedIn)),
            ("runs", RunListView(RunListPage(runs: [], matching: 0, total: 0, setup: .nothingConfigured), context: SamplePages.visitor)),
            ("runs", RunListView(RunListPage(runs: [], matching: 0, total: 0, setup: .nothingConfigured), context: context)),
            (
                "runs",
                RunListView(
                    RunListPage(runs: [], matching: 0, total: 0, setup: .configured(webhookURLs: ["https://a.example"])), context: context)
            ),
            ("runs", RunListView(RunListPage(runs: [], matching: 0, total: 0, setup: .configured(webhookURLs: [])), context: context)),
            ("runs", RunListView(RunListPage(runs: [], matching: 0, total: 3), context: context)),
            ("error", ErrorView(ErrorPage(status: 404), context: context)),
            ("github_app", GitHubAppView(.list([]), context: context)),
            (
                "github_app",
                GitHubAppView(
                    .list([
                        .init(
                            id: 1, name: "P", appID: "7", installURL: "https://github.com/apps/p/installations/new", isNew: true,
                            repositories: [.init(name: "acme/shop", isConfigured: true), .init(name: "acme/new", isConfigured: false)]),
                        .init(id: 2, name: "Q", appID: "8", installURL: nil, isNew: false, repositories: []),
                    ]), context: context)
            ),
            (
                "github_app",
                GitHubAppView(
                    .form(.init(name: "P", organisation: "", host: "https://github.com", api: ""), problem: "p"), context: context)
            ),
            (
                "github_app",
                GitHubAppView(
                    .confirm(
                        .init(
                            action: "https://github.com/settings/apps/new", manifest: "{}",
                            form: .init(name: "P", organisation: "acme", host: "h", api: ""),
                            permissions: ["Checks: write"], webhook: "w")), context: context)
            ),
            ("form", FormPageView(SamplePages.form(), context: SamplePages.signedIn)),
            ("form", FormPageView(SamplePages.form(isReadOnly: true), context: SamplePages.visitor)),
            ("settings", SettingsListView(SamplePages.settings(), context: SamplePages.signedIn)),
        ] + runs.flatMap { [("run", RunView($0, context: context)), ("run", RunView($0, context: SamplePages.signedIn))] }
            + [("run", RunView(SamplePages.leftOutRun(), context: SamplePages.visitor))]
            + diffs.map { ("diff", DiffView($0, context: context)) }
            + SamplePages.catalogueLists.map { ("catalogue", CatalogueListView($0.page, context: SamplePages.signedIn)) }
            + SamplePages.catalogueNodes.map { ("catalogue_node", CatalogueView($0.page, context: context)) }
    }()

    /// Names that a template takes from further out on purpose.
    private static let reached: Set<String> = [
        "diff: matchText", "diff_overview: rowsPath", "diff_values: emptyText", "run: baseNote", "run_models: matchText",
    ]

    @Test func everyTemplateParses() throws {
        _ = try Templates.parse()
    }

    @Test func everyNameOfEveryTemplateIsThere() throws {
        var walk = try TemplateWalk(texts: Templates.texts.mapValues { String(decoding: $0, as: UTF8.self) })
        for (template, view) in Self.views { walk.walk(template, [view]) }
        #expect(walk.missing.sorted() == [])
        #expect(walk.climbing.sorted() == [])
        #expect(walk.visited == walk.sections, "not filled by any view: \(walk.sections.subtracting(walk.visited).sorted())")
        #expect(Set(walk.used) == Set(Templates.texts.keys))
        #expect(walk.reached == Self.reached)
    }

    @Test func theWalkFindsMistakes() throws {
        struct Inner { var name: String?; var text = "x" }
        struct Outer { var name = "outer"; var items = [Inner()] }
        var walk = try TemplateWalk(texts: ["page": "{{#items}}{{name}}{{texd}}{{/items}}{{#nam}}{{/nam}}"])
        walk.walk("page", [Outer()])
        #expect(walk.missing == ["page: nam", "page: texd"])
        #expect(walk.climbing == ["page: name"])
    }

    @Test func noTemplatePrintsUnescaped() {
        for (name, bytes) in Templates.texts {
            let text = String(decoding: bytes, as: UTF8.self)
            #expect(!text.contains("{{{") && !text.contains("{{&") && !text.contains("{{%"), "\(name)")
        }
    }
}
