import DataDiff
import Reports
import Testing

@Suite struct CommentTests {
    private func report(_ models: [ModelReport]) -> ReviewReport {
        ReviewReport(
            configuration: "shop", url: "https://plumbline.example/runs/7",
            base: BaseReference(sha: "0123456789abcdef", commitsBehind: 2, ageSeconds: 7260), headSHA: "fedcba9876543210", models: models)
    }

    @Test func theFirstLineIsTheVerdict() {
        let markdown = CommentRenderer(
            report([sampleModel("orders"), sampleModel("lines", outcome: .finished(sampleResult(verdict: .identical)))])
        )
        .markdown()
        #expect(markdown.split(separator: "\n").first == "### ⚠️ Plumbline `shop`: 1 of 2 compared models differs.")
        #expect(markdown.contains("base `0123456789ab` (2 commits behind the merge base, built 2 h 1 min ago)"))
    }

    @Test func aModelsRowHasItsCounts() {
        let model = sampleModel("orders", outcome: .finished(sampleResult(removed: ["old"], added: ["new"])))
        let row = CommentRenderer(report([model])).markdown().split(separator: "\n").first { $0.hasPrefix("| [`orders`]") }
        #expect(
            row
                == "| [`orders`](https://plumbline.example/datadiffs/1/overview)<br><sub>modified: body</sub> | ⚠️ differs | 100 → 98 (−2) | −2 | `amount` 5.10 % | −`old`<br>+`new` |"
        )
    }

    /// Also where nothing differs: what was left out may differ.
    @Test func whatAWindowLeftOutIsSaidOfEveryModel() {
        var result = sampleResult(verdict: .identical, rows: [98, 98], exclusives: [0, 0], columns: [("amount", 0)])
        func comment() -> String { CommentRenderer(report([sampleModel("orders", outcome: .finished(result))])).markdown() }
        #expect(!comment().contains("<details>"))
        result.window = DiffWindow(column: "a_t", from: "2026-01-01", to: "2026-01-03", reason: .overlap)
        #expect(!comment().contains("<details>"))
        result.window?.leftOut = [120, 4310]
        #expect(comment().contains("| 98<br><sub>left out by time: 120 → 4310</sub> |"))
        let sentence = "Compared only the time that both sides cover, by `a_t`; left out: 120 rows of a, 4310 of b\n"
        #expect(comment().contains("- " + sentence) && !comment().contains("2026-01-01"))
        #expect(DiffMarkdown(result).text.contains(sentence) && !DiffMarkdown(result).text.contains("2026-01-01"))
        result.window = DiffWindow(column: "a_t", reason: .noOverlap)
        #expect(comment().contains("<sub>no window</sub>") && comment().contains("- No window: in `a_t` the two sides"))
        result.buildTimes = BuildTimes(a: 7_200, b: 0)
        #expect(!comment().contains("was built"))
        result.pks?.exclusives = [0, 3]
        #expect(comment().contains("- Production's table was built 2 h 0 min after the change's"))
    }

    @Test func hostileNamesStayText() {
        let name = "a|b`c<script>@all\n| x"
        var report = report([sampleModel(name, origin: .downstream(of: ["<img src=x>"], distance: 1))])
        report.removed = [ModelName(uniqueID: "m", name: "@everyone", resourceType: "model")]
        report.problems = ["<b>*bold*</b> @all"]
        report.exposures = [AffectedExposure(name: "dash", type: "dashboard", owner: "@boss", url: "javascript:alert(1)")]
        let markdown = CommentRenderer(report).markdown()
        #expect(!markdown.contains("<script>@all\n"))
        #expect(markdown.contains("``` a\\|b`c") == false && markdown.contains("`` a\\|b`c<script>@all \\| x ``"))
        #expect(markdown.contains("&lt;b&gt;\\*bold\\*&lt;/b&gt; @\u{200B}all"))
        #expect(!markdown.contains("javascript:"))
        #expect(markdown.contains("owner @\u{200B}boss"))
        #expect(markdown.contains("<details><summary>a|b`c&lt;script&gt;@\u{200B}all | x"))
    }

    @Test func errorsStandApartAndQuoteNoValue() {
        let markdown = CommentRenderer(report([sampleModel("orders", outcome: .finished(failedResult("reading the columns failed")))]))
            .markdown()
        #expect(markdown.hasPrefix("### ❌ Plumbline"))
        #expect(
            markdown.contains(
                "**Could not be compared:**\n\n- [`orders`](https://plumbline.example/datadiffs/1/overview): reading the columns failed; check it\n"
            ))
        #expect(!markdown.contains("4111"))
    }

    @Test func samplesNeverReachTheComment() {
        var result = sampleResult()
        result.rows.exclusiveA = [["id": .text("a-row-value")]]
        result.rows.different = [.init(key: ["id": .text("a-row-value")], columns: ["amount": .init(a: .text("a-row-value"), b: .null)])]
        #expect(!CommentRenderer(report([sampleModel("orders", outcome: .finished(result))])).markdown().contains("a-row-value"))
    }

    @Test(arguments: [1_000, 5_000, 65_000])
    func theLimitHoldsAndTheCutSaysSo(limit: Int) {
        let models = (0..<2_000).map { sampleModel("a_rather_long_model_name_\($0)") }
        let markdown = CommentRenderer(report(models)).markdown(limit: limit)
        #expect(markdown.utf8.count <= limit)
        #expect(markdown.hasSuffix("The rest did not fit here: [all models and details](https://plumbline.example/runs/7)._\n"))
        #expect(markdown.hasPrefix("### ⚠️ Plumbline `shop`: 2000 of 2000 compared models differ."))
    }
}

@Suite struct ReviewVerdictTests {
    private func verdict(_ models: [ModelReport], problems: [String] = [], removed: Int = 0) -> ReviewVerdict {
        let names = (0..<removed).map { ModelName(uniqueID: "m\($0)", name: "m\($0)", resourceType: "model") }
        return ReviewVerdict(ReviewReport(models: models, removed: names, problems: problems))
    }

    private func model(_ verdict: Verdict) -> ModelReport {
        sampleModel(verdict.rawValue, outcome: .finished(verdict == .error ? failedResult("x") : sampleResult(verdict: verdict)))
    }

    @Test func gravestFirst() {
        let new = sampleModel("n", origin: .added, outcome: .notDiffed("new"))
        #expect(verdict([]).kind == .nothing)
        #expect(verdict([model(.identical), model(.empty)]).kind == .identical)
        #expect(verdict([model(.identical), model(.missingKey)]).kind == .undecided)
        #expect(verdict([model(.identical), sampleModel("s", outcome: .notDiffed("not built"))]).kind == .undecided)
        #expect(verdict([model(.identical), new]).kind == .different)
        #expect(verdict([model(.identical)], removed: 1).kind == .different)
        #expect(verdict([model(.different), model(.badKeys)]).kind == .badKeys)
        #expect(verdict([model(.badKeys), sampleModel("w", outcome: .waiting)]).kind == .running)
        #expect(verdict([model(.error), sampleModel("w", outcome: .waiting)]).kind == .error)
        #expect(verdict([], problems: ["the job failed"]).kind == .error)
    }

    @Test func sentences() {
        #expect(verdict([]).sentence == "The change affects no model.")
        #expect(verdict([model(.identical)]).sentence == "The one compared model is identical.")
        #expect(verdict([model(.identical), model(.identical)]).sentence == "Both compared models are identical.")
        #expect(
            verdict([model(.different), model(.badKeys), model(.error), model(.missingKey)], removed: 2).sentence
                == "1 of 3 compared models differs; 1 has null or duplicate keys; 1 has no key, so its rows were only counted; 1 could not be compared; 2 are removed."
        )
        #expect(verdict([], problems: ["x"]).sentence == "The comparison could not be made.")
    }

    private func sentence(_ change: (inout ReviewVerdict) -> Void) -> String {
        var verdict = ReviewVerdict(ReviewReport())
        change(&verdict)
        return verdict.sentence
    }

    @Test func everyClauseOfTheSentence() {
        #expect(sentence { _ in } == "The change affects no model.")
        #expect(
            sentence { ($0.compared, $0.different, $0.failed) = (7, 3, 1) } == "3 of 7 compared models differ; 1 could not be compared.")
        #expect(sentence { ($0.compared, $0.different) = (1, 1) } == "The one compared model differs.")
        #expect(sentence { ($0.compared, $0.different) = (5, 1) } == "1 of 5 compared models differs.")
        #expect(sentence { ($0.compared, $0.identical) = (1, 1) } == "The one compared model is identical.")
        #expect(sentence { ($0.compared, $0.identical) = (2, 2) } == "Both compared models are identical.")
        #expect(sentence { ($0.compared, $0.identical) = (1_200, 1_200) } == "All 1200 compared models are identical.")
        #expect(
            sentence { ($0.compared, $0.identical, $0.missingKey) = (3, 2, 1) }
                == "2 of 3 compared models are identical; 1 has no key, so its rows were only counted.")
        #expect(sentence { ($0.compared, $0.badKeys) = (1, 1) } == "1 model compared; 1 has null or duplicate keys.")
        #expect(sentence { ($0.added, $0.removed) = (2, 1) } == "2 are new; 1 is removed.")
        #expect(sentence { ($0.failed, $0.notDiffed) = (1, 2) } == "1 could not be compared; 2 were not compared.")
    }
}
