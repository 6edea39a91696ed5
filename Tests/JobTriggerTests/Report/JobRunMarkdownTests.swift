import JobTrigger
import Testing

@Suite struct JobRunMarkdownTests {
    private func lines(_ report: JobRunReport) -> [Substring] {
        JobRunMarkdown(report).text.split(separator: "\n", omittingEmptySubsequences: false)
    }

    @Test("The heading is the outcome with the link; the facts follow")
    func heading() {
        let lines = lines(failedRun())
        #expect(
            lines[0]
                == "### ❌ [Run 70471823](https://cloud.getdbt.com/deploy/11/projects/22/runs/70471823) failed after 1 min 2 s at step 4 of 4: `dbt build --select state:modified+`"
        )
        #expect(lines[2] == "job `CI checks` · branch `feature/orders` · commit `8f2c1d4e5a6b` · queued 12 s")
        #expect(lines[4] == "**Nodes:** 2 failed, 1 warned, 2 skipped, 1 passed.")
    }

    @Test("Failed nodes come first in the table, then warned ones, then the slowest")
    func table() {
        var report = failedRun()
        report.results.append(sampleNode("slow", .passed, seconds: 70))
        let rows = lines(report).filter { $0.hasPrefix("| ") && $0.contains("| model |") || $0.contains("| test |") }
        #expect(
            rows == [
                "| ❌ error | `orders` | model | 2.4 s | `models/marts/orders.sql` |",
                "| ❌ fail | `unique_stg_orders_id` | test | 1.5 s | `models/staging/schema.yml` |",
                "| ⚠️ warn | `not_null_stg_orders_note` | test | 1.5 s | `models/staging/schema.yml` |",
                "| ✅ success | `slow` | model | 1 min 10 s |  |", "| ✅ success | `stg_orders` | model | 3.0 s |  |",
            ])
    }

    @Test("What is not in the table is counted")
    func counted() {
        #expect(lines(succeededRun()).contains("_… and 47 more passed_"))
        var report = failedRun()
        report.results += (0..<400).map { sampleNode("m\($0)", .failed) }
        #expect(lines(report).contains("_… and 102 more failed, 1 more warned_"))
        #expect(lines(report).contains("_… and 353 more messages_"))
    }

    @Test("The fence is longer than any run of backticks inside")
    func fence() throws {
        var report = failedRun()
        report.failedStep?.logTail = ["before", "`````", "# not a heading", "</details>"]
        let lines = lines(report)
        let start = try #require(lines.firstIndex(of: "``````"))
        #expect(lines[start...].prefix(6) == ["``````", "before", "`````", "# not a heading", "</details>", "``````"])
    }

    @Test("Names and messages stay text")
    func hostile() {
        let text = JobRunMarkdown(hostileRun("a|b`c<img src=x>@all\n| x | [y](javascript:z)")).text
        let outside = outsideFences(text)
        #expect(!outside.contains("<summary>a|b`c<img"))
        #expect(outside.contains("`` a\\|b`c<img src=x>@all \\| x \\| [y](javascript:z) ``"))
        #expect(outside.contains("<summary>a|b`c&lt;img src=x&gt;@\u{200B}all"))
        // Every row of the nodes' table has its five columns and no more.
        let rows = outside.split(separator: "\n").filter { $0.hasPrefix("| ❌") || $0.hasPrefix("| ⚠️") || $0.hasPrefix("| ✅") }
        #expect(rows.count == 3)
        #expect(rows.allSatisfy { $0.replacing("\\|", with: "").count { $0 == "|" } == 6 })
    }

    private func outsideFences(_ text: String) -> String {
        var isInside = false
        return text.split(separator: "\n", omittingEmptySubsequences: false).filter { line in
            if line.hasPrefix("```") { isInside.toggle() }
            return !isInside
        }.joined(separator: "\n")
    }

    @Test("The size stays in its limit, and what is cut is cut whole", arguments: [50_000, 200_000, JobRunMarkdown.defaultLimit])
    func size(limit: Int) {
        var report = failedRun()
        let wide = String(repeating: "😀&|", count: 1_000)
        report.results += (0..<400).map { sampleNode("\($0)\(wide)", .failed, message: wide + "\n" + wide, path: wide) }
        report.failedStep?.logTail = Array(repeating: wide, count: 300)
        report.notes = Array(repeating: wide, count: 300)
        let text = JobRunMarkdown(report, limit: limit).text
        #expect(text.utf8.count <= limit)
        let outside = outsideFences(text)
        #expect(outside.ranges(of: "<details").count == outside.ranges(of: "</details>").count)
        #expect(outside.split(separator: "\n").filter { $0.hasPrefix("| ❌") }.allSatisfy { $0.hasSuffix(" |") })
        #expect(outside.contains(" more failed"))
        #expect(text.split(separator: "\n").count { $0 == "```" }.isMultiple(of: 2))
    }

    @Test("An empty log is said to be empty, an empty run has no table")
    func empty() {
        var report = failedRun()
        report.results = []
        report.failedStep?.logTail = []
        let text = JobRunMarkdown(report).text
        #expect(text.contains("dbt Cloud had no log of step 4 (`dbt build --select state:modified+`) yet."))
        #expect(!text.contains("| status | node |"))
        #expect(JobRunMarkdown(sampleRun(.success, status: "success")).text.contains("no nodes were selected"))
    }
}
