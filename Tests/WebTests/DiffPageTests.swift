import DataDiff
import Foundation
import Relational
import Testing

@testable import Web

struct DiffPageTests {
    private func html(_ result: DiffResult, _ tab: DiffTab = .overview, _ choice: DiffChoice = DiffChoice()) -> String {
        WebPages.diff(SamplePages.diff(result, tab: tab, choice: choice), context: SamplePages.context)
    }
    private func text(_ result: DiffResult, _ tab: DiffTab = .overview, _ choice: DiffChoice = DiffChoice()) -> String {
        readable(html(result, tab, choice))
    }

    @Test func theOverviewSaysEverything() {
        let page = text(SamplePages.different())
        for fact in [
            "prod.orders", "pr_42.orders", "order_id from a uniqueness test", "97.79 %", "all rows", "3.2 s", "Queries 9",
            "Rows fetched 1,230",
            "8 on both sides", "6 of 8 columns of a have a partner of the same type", "1 column moved", "− discount", "+ rebate",
            "quantity INTEGER → BIGINT", "discount may have been renamed to rebate: > 99.99 % of the common rows hold the same value.",
            "100,000 → 98,830 (−1,170, −1.17 %)", "unique and never null", "1,200 keys (1.2 %) of a are missing in b",
            "30 keys (0.03 %) of b are missing in a", "1,952 of 98,800 compared rows differ (1.98 %)",
            "3 of 5 compared columns differ (60 %)",
            "1,995 of 494,000 compared values differ (0.4 %)", "amount DECIMAL(18,2) DECIMAL(18,2) 1,952 98.02 %",
            "Showing 1–5 of 1,952 rows",
            "the type GEOMETRY cannot be compared", "9 columns, 3 with differing values",
        ] {
            #expect(page.contains(fact), "\(fact)")
        }
        #expect(html(SamplePages.different()).contains("<title>Different: orders – Plumbline</title>"))
    }

    @Test func theWindowAndTheAgeOfTheTablesAreSaidOnEveryTab() {
        for tab in DiffTab.allCases {
            let page = text(SamplePages.timed(), tab)
            #expect(
                page.contains(
                    "Compared rows with ordered_at from 2026-08-01 00:00:00 to 2026-09-09 18:30:00; left out: 120 rows of a, 4,310 of b (120 and 0 of them older)."
                ))
            #expect(page.contains("Production's table was built 5 h 16 min after the change's, so rows may be on one side only"))
        }
        #expect(!text(SamplePages.different()).contains("Compared rows with"))
        var lost = SamplePages.identical()
        lost.window = DiffWindow(column: "at", reason: .noOverlap)
        #expect(text(lost).contains("No window: in at the two sides have no time in common, so all rows were compared."))
    }

    @Test func differencesOverTimeAreBarsAndNumbers() throws {
        let page = html(SamplePages.timed())
        #expect(page.components(separatedBy: "<g><title>").count == 42)
        #expect(page.contains("<title>2026-08-01: 1,180 only in a</title>"))
        #expect(page.contains("<title>2026-08-02: 2 differ</title>") && page.contains("<title>no time: 12 differ</title>"))
        let all = SamplePages.timed().timeline?.mismatches ?? 0
        #expect(
            page.contains(
                "aria-label=\"ordered_at by day: \(FigureText.count(all, "difference")) in all, most of them, 1,180, in 2026-08-01\""))
        #expect(readable(page).contains("ordered_at by day: at most 1,180 differences (2026-08-01)"))
        #expect(readable(page).contains("no time 12 0 0 40 41"))
        let chart = try #require(SamplePages.timed().timeline.flatMap(TimeChartView.init)?.bars)
        #expect(chart.stretches.map(\.parts.count).max() == 3)
        for stretch in chart.stretches {
            let heights = stretch.parts.compactMap { Double($0.height) }
            #expect(heights.count == stretch.parts.count && heights.allSatisfy { $0 > 0 } && heights.reduce(0, +) <= 100.1)
            #expect(stretch.parts.allSatisfy { (Double($0.y) ?? -1) >= 0 })
        }
    }

    @Test func differencesOverTimeOfASampleAreEstimatesThatSaySo() throws {
        var result = SamplePages.timed()
        let sampling = SamplingOutcome(sampled: true, sampleRows: 1_000, commonKeys: 100_000, settings: .init())
        result.timeline = result.timeline?.scaled(sampling)
        let page = html(result)
        #expect(page.contains("<title>2026-08-02: ≈200 differ</title>") && page.contains("<title>2026-08-01: 1,180 only in a</title>"))
        #expect(readable(page).contains("ordered_at by day (≈ estimated from the sample): at most"))
        #expect(readable(page).contains("no time ≈1,200 0 0 40 41"))
        // A bar of estimates is as high as one of counts.
        #expect(result.timeline?.buckets[2].mismatches == 400)
    }

    @Test func tablesAndFilesWithAllRowsAreNamed() {
        #expect(!html(SamplePages.different()).contains("id=\"kept\""))
        let result = SamplePages.kept()
        #expect(text(result).contains("Where all rows are Table or file What it holds Rows"))
        #expect(text(result).contains("diffs.plumbline_orders_different rows that differ 1,204"))
        #expect(html(result).contains("/tmp/&lt;x&gt;/orders/plumbline_orders_only_a.parquet"))
    }

    @Test func withoutADifferenceThereIsNoChart() {
        var result = SamplePages.identical()
        result.timeline = DiffTimeline(column: "at", unit: .week, buckets: [.init(start: "2026-01-05", rowsA: 3, rowsB: 3)])
        let page = html(result)
        #expect(readable(page).contains("at by week: no difference at any time") && readable(page).contains("Week from"))
        #expect(!page.contains("<g><title>"))
        result.timeline?.buckets = []
        #expect(!html(result).contains("time-chart"))
    }

    @Test func profilesShowBothSides() throws {
        #expect(!html(SamplePages.different()).contains("/datadiffs/7/profiles"))
        #expect(text(SamplePages.different(), .profiles).contains("No profiles were asked for."))
        let failed = SamplePages.unprofiled()
        #expect(html(failed).contains("href=\"/datadiffs/7/profiles\""))
        #expect(
            text(failed, .profiles).contains(
                "The profiles could not be made: profiling the columns of b (side b): no room. The counts of this diff are complete."))
        #expect(text(failed, .profiles).contains("Ask for fewer."))
        #expect(html(SamplePages.profiled()).contains("href=\"/datadiffs/7/profiles\""))
        let page = text(SamplePages.profiled(), .profiles)
        for fact in [
            "8 columns", "order_id key BIGINT", "Nulls 0 312 (0.32 %)", "Minimum 0.00 -15.00", "Median 19.90 19.90", "Mean 41.17325 40.912",
            "shipped 61,000 57,321", "RETURNED 0 3,953", "empty text 2,000", "Distinct ≈97,500 ≈97,500", "Length 0 to 9 0 to 9",
            "quantity INTEGER → BIGINT", "− removed", "+ added", "≈ is an estimate from a sample",
        ] {
            #expect(page.contains(fact), "\(fact)")
        }
        let html = html(SamplePages.profiled(), .profiles)
        #expect(html.contains("aria-label=\"Distribution of amount from 0 to 1000\""))
        #expect(html.contains("<title>b: 444 (0.46\u{a0}%), 950 to 1000</title>"))
        #expect(html.contains("<tr class=\"changed\"><th scope=\"row\">Minimum</th>"))
        #expect(html.matches(of: /<rect class="[ab]"/).count == 78)
    }

    @Test func rulesOfEqualityAreOneQuietLine() {
        #expect(text(SamplePages.profiled()).contains("Equal by rule: amount abs:0.01 · customer ignore_case · time:1s"))
        #expect(!text(SamplePages.different()).contains("Equal by rule"))
        var result = SamplePages.different()
        result.equality = AppliedEquality(rules: (0..<20).map { .init(column: "<c\($0)>", rule: .ignoresCase) }, columns: [])
        #expect(html(result).contains("&lt;c11&gt; ignore_case · +8"))
    }

    @Test func columnsSort() {
        func names(_ sort: DiffChoice.Sort) -> [String] {
            ColumnTableView(SamplePages.diff(SamplePages.different(), choice: DiffChoice(sort: sort)), SamplePages.different(), limit: nil)
                .rows.map(\.name)
        }
        #expect(names(.position) == ["order_id", "customer", "amount", "quantity", "status", "note", "payload", "discount", "rebate"])
        #expect(names(.name) == ["amount", "customer", "discount", "note", "order_id", "payload", "quantity", "rebate", "status"])
        #expect(names(.match) == ["discount", "rebate", "amount", "note", "status", "quantity", "payload", "order_id", "customer"])
    }

    @Test func aColumnThatIsAlmostTheSameIsNeverShownAsTheSame() {
        let page = text(SamplePages.different(), .columns)
        #expect(page.contains("status VARCHAR VARCHAR 3 > 99.99 %"))
        #expect(page.contains("customer VARCHAR VARCHAR 0 100 %"))
    }

    @Test func valuesShowBothSides() {
        let page = html(SamplePages.different(), .values)
        #expect(page.contains("<div class=\"a number\"><del>120.50</del></div><div class=\"b number\"><ins>118.00</ins></div>"))
        #expect(page.contains("late <del>delivery</del>, refund") && page.contains("late <ins>parcel</ins>, refund"))
        #expect(page.contains("<div class=\"b null\"><ins>NULL</ins></div>"))
        #expect(page.contains("title=\"equal on both sides\""))
        #expect(readable(page).contains("Showing 1–25 of 1,952 rows; 100 are kept as samples"))
        #expect(page.contains("href=\"/datadiffs/7/values?page=2\""))
    }

    @Test func valuesOfOneColumn() {
        let page = html(SamplePages.different(), .values, DiffChoice(column: "note"))
        #expect(readable(page).contains("40 values of note differ; 99.96 % match."))
        #expect(readable(page).contains("Showing 1–25 of 40 rows; 34 are kept as samples"))
        #expect(page.contains("href=\"/datadiffs/7/values?column=note&amp;page=2\""))
        #expect(text(SamplePages.different(), .values, DiffChoice(column: "customer")).contains("No sample row differs in this column."))
        #expect(text(SamplePages.different(), .values, DiffChoice(column: "nonsense")).contains("No sample row differs in this column."))
    }

    @Test func oneRowInFull() {
        let page = text(SamplePages.different(), .values, DiffChoice(row: 1))
        #expect(page.contains("Sample row 1 of 100"))
        #expect(page.contains("Customer called about a late delivery , refund agreed for item 0"))
        #expect(html(SamplePages.different(), .values, DiffChoice(row: 2)).contains("href=\"/datadiffs/7/values?row=3\""))
        let exclusive = text(SamplePages.different(), .keys, DiffChoice(kind: .exclusiveA, row: 100))
        #expect(exclusive.contains("Sample row 100 of 100") && exclusive.contains("order_id key 599"))
        #expect(text(SamplePages.different(), .values, DiffChoice(row: 101)).contains("Showing 1–25"))
        #expect(text(SamplePages.identical(), .values, DiffChoice(row: 1)).contains("No value differs."))
    }

    @Test func keys() {
        let page = text(SamplePages.different(), .keys)
        #expect(page.contains("− Only in a") && page.contains("Showing 10 of 1,200 rows"))
        #expect(page.contains("+ Only in b") && page.contains("Showing 10 of 30 rows"))
        #expect(!page.contains("Duplicate keys"))
        let one = text(SamplePages.different(), .keys, DiffChoice(kind: .exclusiveB))
        #expect(one.contains("All 30 rows") && !one.contains("Only in a "))
        #expect(text(SamplePages.different(), .keys, DiffChoice(kind: .nullKeyA)).contains("There are no such rows."))
        #expect(text(SamplePages.identical(), .keys).contains("Both sides have the same keys"))
    }

    @Test func badKeys() {
        let page = text(SamplePages.badKeys(), .keys)
        for fact in [
            "! Bad keys", "2 rows (< 0.01 %) with a null key",
            "5 rows (< 0.01 %) with a null key and 6 rows (< 0.01 %) with a duplicate key",
            "Duplicate keys in b", "All 6 rows", "Null keys in a", "All 2 rows", "Null keys in b", "All 5 rows",
        ] {
            #expect(page.contains(fact), "\(fact)")
        }
        #expect(!page.contains("Duplicate keys in a"))
        #expect(!html(SamplePages.badKeys(), .keys).contains("All sample rows of this kind"))
    }

    @Test(arguments: DiffTab.allCases)
    func withoutAKey(_ tab: DiffTab) {
        let page = text(SamplePages.missingKey(), tab)
        #expect(page.contains("No primary key is known") && page.contains("none known"))
        #expect(!page.contains("100 %") && !page.contains("unique and never null") && !page.contains("all rows"))
    }

    @Test func withoutAKeyRowsAreStillCounted() {
        #expect(text(SamplePages.missingKey()).contains("5,000 → 4,990 (−10, −0.2 %)"))
    }

    @Test func identical() {
        let page = text(SamplePages.identical())
        #expect(page.contains("✓ Identical") && page.contains("The two tables are identical: 100,000 rows, 8 columns."))
        #expect(!html(SamplePages.identical()).contains("<del>"))
    }

    @Test func failed() {
        let page = text(SamplePages.failed())
        #expect(page.contains("✕ Failed") && page.contains("Table pr_42.customers does not exist"))
        #expect(page.contains("The dbt job may have skipped this model"))
        #expect(!page.contains("Overview") && !page.contains("0 ms"))
    }

    @Test func empty() {
        #expect(
            text(SamplePages.empty()).contains("✓ Both empty Both tables are empty")
                || text(SamplePages.empty()).contains("Both tables are empty."))
        #expect(text(SamplePages.empty(), .values).contains("No key is on both sides exactly once"))
    }

    @Test func aRunningDiffShowsItsProgressAndLoadsItselfAgain() {
        let page = DiffPage(id: 4, model: "orders", state: .running(PageProgress(done: 2, total: 5, label: "comparing values")))
        let html = WebPages.diff(page, context: SamplePages.context)
        #expect(html.contains("<progress value=\"2\" max=\"5\"") && html.contains("http-equiv=\"refresh\""))
        #expect(readable(html).contains("The two tables are being compared.") && !html.contains("class=\"tabs\""))
    }

    @Test func sampled() {
        let page = text(SamplePages.sampled())
        #expect(page.contains("1,952 of 460,517 sampled rows differ, ≈ 418,"), "\(page)")
        #expect(page.contains("sampled: 460,517 of 98,800,000 rows, 99 % confidence, tolerance 0.001 %"))
        #expect(page.contains("key counts are exact") && page.contains("≈ 97.79 %"))
        let estimate = SampleEstimate(value: 1_952, sampleRows: 460_517, commonKeys: 98_800_000, confidence: 0.99)
        #expect(estimate.estimate == 418_785)
        let figures = "≈ 418,785 (\(FigureText.count(estimate.interval.min)) – \(FigureText.count(estimate.interval.max)))"
        #expect(text(SamplePages.sampled(), .columns).contains(figures))
        #expect(
            text(SamplePages.sampled(), .values, DiffChoice(column: "amount")).contains(
                "1,952 values of amount differ in the sample, \(figures) of all;"))
    }

    @Test func samenessInASampleIsNotSameness() {
        let result = SamplePages.sampled(.identical, amount: 0)
        let clean = "No difference in a sample of 460,517 rows: with 99 % confidence fewer than 0.001 % of the rows differ."
        for tab in [DiffTab.overview, .values] {
            let page = text(result, tab)
            #expect(page.contains("✓ Identical in a sample"))
            #expect(page.contains(clean))
            #expect(!page.contains("tables are identical") && !page.contains("No value differs"))
        }
        #expect(text(result).contains("Same in a sample") && text(result).contains("all 460,517 sampled rows equal"))
    }

    @Test func whyThereIsNoSample() {
        var result = SamplePages.different()
        #expect(text(result).contains("Values compared all rows"))
        result.sampling = SamplingOutcome(reason: .belowThreshold, settings: SamplingSettings())
        #expect(text(result).contains("all rows (not sampled: fewer than 5,000,000 rows)"))
    }

    @Test func manyColumnsAreCutWithAWayToSeeAll() {
        let page = text(SamplePages.wide(), .values)
        #expect(page.contains("40 of 120 differing columns") && page.contains("+108 more columns"))
        #expect(text(SamplePages.wide(), .values, DiffChoice(row: 1)).contains("measure_120_of_the_long_form"))
    }
}
