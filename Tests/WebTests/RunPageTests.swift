import DataDiff
import Reports
import SourceControl
import Testing

@testable import Web

struct RunPageTests {
    private func text(_ page: RunPage) -> String { readable(WebPages.run(page, context: SamplePages.context)) }
    private func html(_ page: RunPage) -> String { WebPages.run(page, context: SamplePages.context) }

    @Test func aFinishedRunSaysEverything() {
        let page = text(SamplePages.run())
        for fact in [
            "2 of 6 compared models differ; 1 has null or duplicate keys; 1 has no key, so its rows were only counted; 1 could not be compared",
            "Count refunds in revenue #42", "refunds-in-revenue → main", "9c8b7a6",
            "3 commits behind the merge base, built 2 h before the review",
            "100,000 → 98,830 −1.17 %", "−1,200 +30", "amount note status", "−1 column +1 column 1 type", "97.79 %",
            "SQL and configuration changed",
            "downstream of orders, payments, +1", "Table pr_42.customers does not exist", "The dbt job may have skipped this model",
            "run 70437",
            "3 min 20 s", "2 tests of the dbt Cloud job failed.", "+ refunds", "− old_orders", "It is an ephemeral model.",
            "Finance <finance@acme.example>", "Comment on the pull request", "took 4 min 1 s", "seed, data changed", "Modified (4)",
            "Downstream (3)",
        ] {
            #expect(page.contains(fact), "\(fact)")
        }
    }

    @Test func modifiedModelsComeFirstAndWhatNeedsALookBeforeTheRest() {
        let groups = RunModelsView(SamplePages.run()).groups
        #expect(
            groups.map { $0.rows.map(\.name) } == [
                ["customers", "orders", "country_codes", "payments"], ["revenue", "revenue_by_month", "customer_segments"],
            ])
    }

    @Test func theTimeThatWasComparedAndBuildsApartAreToldOfEachModel() {
        var result = SamplePages.timed()
        func page() -> String { html(SamplePages.timedRun(result)) }
        #expect(page().contains(">120 of a, 4,310 of b left out by time</span>"))
        #expect(page().contains("title=\"Compared only the time that both sides cover, by ordered_at; left out: 120 rows of a, 4,310 of b"))
        // The ends of a window are values of rows.
        #expect(!page().contains("2026-08-01"))
        #expect(readable(page()).contains("production built 5 h 16 min after"))
        #expect(page().contains("title=\"Production&#39;s table was built 5"))
        result.window = DiffWindow(column: "at", reason: .noOverlap)
        #expect(page().contains(">no window in time</span>"))
        result.window = DiffWindow(column: "at", from: "x", to: "y", reason: .overlap)
        result.buildTimes = BuildTimes(a: 0, b: 59)
        #expect(!page().contains("by time</span>") && !page().contains("production built"))
    }

    @Test func theTitleSaysTheVerdict() {
        #expect(html(SamplePages.run()).contains("<title>Errors: #42 Count refunds in revenue – Plumbline</title>"))
        #expect(html(SamplePages.identicalRun()).contains("<title>Identical: #42"))
        #expect(html(SamplePages.waiting()).contains("<title>Waiting for dbt: #42"))
    }

    @Test func links() {
        let page = html(SamplePages.run())
        #expect(page.contains("href=\"https://cloud.example/runs/70437\""))
        #expect(page.contains("href=\"/datadiffs/7/overview\""))
        #expect(page.contains("href=\"https://bi.example/revenue\""))
        #expect(!page.contains("javascript"))
        #expect(page.contains("<bdi>Churn notebook</bdi>"))
    }

    @Test func onlyAnActiveRunLoadsItselfAgain() {
        for page in [SamplePages.running(), SamplePages.waiting()] {
            #expect(html(page).contains("<noscript><meta http-equiv=\"refresh\" content=\"5\"></noscript>"))
            #expect(html(page).contains("data-events=\"/runs/3/events\""))
            #expect(html(page).contains(WebAsset.live.path))
        }
        for page in [SamplePages.run(), SamplePages.failedRun(), SamplePages.run(.needsConfirmation)] {
            #expect(!html(page).contains("http-equiv"))
            #expect(!html(page).contains("data-events"))
            #expect(!html(page).contains(WebAsset.live.path))
        }
    }

    @Test func progressBelongsToItsModel() {
        let page = html(SamplePages.running())
        #expect(page.contains("<progress value=\"2\" max=\"7\""))
        #expect(page.contains("<progress value=\"2\" max=\"5\""))
        #expect(page.matches(of: /<progress\s/).count == 3)
        #expect(readable(page).contains("comparing values, 2 of 5"))
        #expect(readable(page).contains("running for 6 min 40 s"))
    }

    @Test func aWaitingRunSaysWhatItWaitsFor() {
        let page = text(SamplePages.waiting())
        #expect(page.contains("Waiting for the dbt job of this pull request."))
        #expect(page.contains("dbt Cloud run 70437 is running for 3 min 20 s: it has to finish first."))
        #expect(page.contains("The affected models are listed here as soon as dbt has built the pull request."))
    }

    @Test func aFailedRunSaysWhy() {
        let page = text(SamplePages.failedRun())
        #expect(page.contains("The run failed before anything was compared."))
        #expect(page.contains("dbt Cloud answered 401 for account 1"))
        #expect(!page.contains("All 0"))
    }

    @Test func manyModelsArePaged() {
        var page = SamplePages.bigRun()
        #expect(text(page).contains("Page 1 of 7"))
        #expect(text(page).contains("Modified (80)"))
        page.page = 2
        #expect(text(page).contains("Modified (80)") && text(page).contains("Downstream (320)"))
        #expect(html(page).contains("href=\"/runs/3?page=3\"") && html(page).contains("href=\"/runs/3\""))
        page.page = 99
        #expect(text(page).contains("Page 7 of 7"))
        let all = (1...7).flatMap { number -> [String] in
            page.page = number
            return RunModelsView(page).groups.flatMap { $0.rows.map(\.name) }
        }
        #expect(Set(all).count == 400 && all.count == 400)
    }

    @Test func theList() {
        let page = WebPages.runs(SamplePages.list(), context: SamplePages.context)
        let words = readable(page)
        for fact in [
            "#142 Count refunds in revenue", "acme/finance · shop · mia", "≠ Different", "≠ 3 3 models different", "✓ Identical",
            "✕ Errors",
            "? Needs confirmation", "114 runs", "Page 1 of 3", "30 s ago",
        ] {
            #expect(words.contains(fact), "\(fact)")
        }
        #expect(page.contains("href=\"/runs/97\""))
        #expect(page.contains("<option value=\"needs_confirmation\">"))
        #expect(page.contains("href=\"/runs?page=2\""))
    }

    @Test func aFilteredListKeepsItsFilter() {
        var list = SamplePages.list()
        list.filter = RunFilter(repository: "acme/shop", state: .failed, text: "a\"b", page: 1)
        list.matching = 60
        let page = WebPages.runs(list, context: SamplePages.context)
        #expect(page.contains("<option value=\"acme/shop\" selected>"))
        #expect(page.contains("<option value=\"failed\" selected>"))
        #expect(page.contains("value=\"a&quot;b\""))
        #expect(page.contains("href=\"/runs?repository=acme%2Fshop&amp;state=failed&amp;text=a%22b&amp;page=2\""))
        #expect(readable(page).contains("60 of 114 runs"))
    }

    @Test func emptyListsSayWhatToDo() {
        let fresh = RunListPage(runs: [], matching: 0, total: 0, setup: .nothingConfigured)
        #expect(readable(WebPages.runs(fresh, context: SamplePages.context)).contains("plumbline serve --config plumbline.yaml"))
        #expect(WebPages.runs(fresh, context: SamplePages.signedIn).contains("<a href=\"/settings\">settings</a>"))
        #expect(WebPages.runs(fresh, context: SamplePages.visitor).contains("<a href=\"/sign-in\">sign in</a>"))
        let first = RunListPage(runs: [], matching: 0, total: 0, setup: .configured(webhookURLs: ["https://a.example/webhooks/github"]))
        #expect(readable(WebPages.runs(first, context: SamplePages.context)).contains("https://a.example/webhooks/github"))
        let none = RunListPage(runs: [], matching: 0, total: 9, filter: RunFilter(text: "x"))
        #expect(readable(WebPages.runs(none, context: SamplePages.context)).contains("No run matches"))
    }

    @Test(arguments: [(401, "Not signed in"), (404, "Not found"), (500, "Something went wrong"), (418, "could not be answered")])
    func errors(_ status: Int, _ words: String) {
        let page = readable(WebPages.error(ErrorPage(status: status), context: SamplePages.context))
        #expect(page.contains(words) && page.contains(String(status)))
    }
}

/// What a reader sees of a page: no markup, one space between words.
func readable(_ html: String) -> String {
    var text = html.replacing(/<[a-zA-Z\/!](?:[^>"]|"[^"]*")*>/, with: " ")
    for (entity, character) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&"), ("\u{a0}", " ")] {
        text = text.replacing(entity, with: character)
    }
    return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
}
