import DataDiff
import Reports
import Testing

/// A sample is never told as if it were everything.
@Suite struct SampledReportTests {
    private let plain = Ink(isOn: false)

    /// 4,605 of 1,000,000 rows were looked at; `amount` differs in 5 of them, or nothing does.
    private func result(_ verdict: Verdict = .different, amount: Int = 5, sampleRows: Int = 4605) -> DiffResult {
        let settings = SamplingSettings(tolerance: 0.001, confidence: 0.99, threshold: 1000)
        func estimate(_ value: Int) -> SampleEstimate {
            SampleEstimate(value: value, sampleRows: sampleRows, commonKeys: 1_000_000, confidence: 0.99)
        }
        var result = sampleResult(verdict: verdict, rows: [1_000_000, 1_000_000], exclusives: [0, 0], columns: [])
        result.values = ValueStatistics(
            totalRows: sampleRows, rowsWithDifferences: amount,
            columns: [
                .init(columnName: "amount", rows: sampleRows, valuesDifferent: amount, estimate: estimate(amount)),
                .init(columnName: "note", rows: sampleRows, valuesDifferent: 0, estimate: estimate(0)),
            ], rowsEstimate: estimate(amount))
        result.sampling = SamplingOutcome(sampled: true, sampleRows: sampleRows, commonKeys: 1_000_000, settings: settings)
        return result
    }

    private let scope = "sampled: 4605 of 1000000 rows, 99 % confidence, tolerance 0.1 %"
    private let clean = "no difference in a sample of 4605 rows: with 99 % confidence fewer than 0.1 % of the rows differ"

    @Test func terminal() {
        let text = DiffText(result(), ink: plain).text
        #expect(text.hasPrefix("DIFFERS  match score ≈ 99 %\n"))
        #expect(text.contains("\n5 of 4605 sampled rows differ in 1 column, ≈ 1086 (236 – 3065) of all 1000000\n\(scope)\n"), "\(text)")
        #expect(text.contains("\nValues  5 of 4605 sampled rows differ, 1 of 2 compared columns\n"))
        #expect(text.contains("5 differ  ≈ 1086 (236 – 3065) of all\n"))
        #expect(text.contains("\n  1 column without a difference in the sample\n"))
    }

    @Test func samenessInASampleIsNotSameness() {
        let result = result(.identical, amount: 0)
        let text = DiffText(result, ink: plain).text
        #expect(text.hasPrefix("SAME IN A SAMPLE  match score ≈ 99 %\n"))
        #expect(text.contains("\n\(clean)\n\(scope)\n"))
        #expect(!text.contains("nothing differs"))
        let markdown = DiffMarkdown(result).text
        #expect(markdown.contains(": same in a sample\n\n\(clean)\n\n\(scope)\n"), "\(markdown)")
    }

    @Test func aSmallSampleProvesLess() {
        #expect(DiffText(result(.identical, amount: 0, sampleRows: 460), ink: plain).text.contains("fewer than 0.996 % of the rows differ"))
        #expect(DiffText(result(.identical, amount: 0, sampleRows: 4500), ink: plain).text.contains("fewer than 0.103 % of the rows"))
        let nothing = DiffText(result(.identical, amount: 0, sampleRows: 0), ink: plain).text
        #expect(nothing.contains("\nno row fell into the sample, so nothing is known of the values\n"))
    }

    @Test func comment() {
        let models = [
            sampleModel("orders", outcome: .finished(result())),
            sampleModel("lines", outcome: .finished(result(.identical, amount: 0))),
        ]
        let markdown = CommentRenderer(ReviewReport(models: models)).markdown()
        #expect(markdown.contains("| ⚠️ differs | 1000000 | same | `amount` ≈ 0.11 %<br><sub>\(scope)</sub> | same |"), "\(markdown)")
        #expect(markdown.contains("| ✅ same in a sample | 1000000 | same | none of 2<br><sub>\(clean)</sub> | same |"), "\(markdown)")
        #expect(markdown.contains("\n- \(scope)\n"))
        #expect(
            markdown.contains(
                "| column | differ in the sample | of all rows | match |\n|---|---:|---:|---:|\n| `amount` | 5 | ≈ 1086 (236 – 3065) | 99.89 % |\n"
            ))
    }

    @Test func reviewInTheTerminal() {
        let models = [
            sampleModel("orders", outcome: .finished(result())),
            sampleModel("lines", outcome: .finished(result(.identical, amount: 0))),
        ]
        let text = ReviewText(ReviewReport(models: models), ink: plain).text
        #expect(text.contains("  differs           1000000  amount ≈ 0.11 %\n"), "\(text)")
        #expect(text.contains("  same in a sample  1000000  nothing in the sample\n"))
        #expect(text.contains("\n\norders: \(scope)\nlines: \(clean)\n"))
    }

    @Test func theReviewsSentence() {
        func sentence(sampled: Int, whole: Int, different: Int = 0) -> String {
            let models =
                (0..<sampled).map { sampleModel("s\($0)", outcome: .finished(result(.identical, amount: 0))) }
                + (0..<whole).map { sampleModel("w\($0)", outcome: .finished(sampleResult(verdict: .identical))) }
                + (0..<different).map { sampleModel("d\($0)", outcome: .finished(sampleResult(verdict: .badKeys))) }
            return ReviewVerdict(ReviewReport(models: models)).sentence
        }
        #expect(sentence(sampled: 1, whole: 0) == "The one compared model is identical in a sample of its rows.")
        #expect(sentence(sampled: 2, whole: 0) == "Both compared models are identical in samples of their rows.")
        #expect(sentence(sampled: 1, whole: 2) == "All 3 compared models are identical, 1 of them in a sample of its rows.")
        #expect(sentence(sampled: 2, whole: 1) == "All 3 compared models are identical, 2 of them in samples of their rows.")
        #expect(
            sentence(sampled: 1, whole: 0, different: 1).hasPrefix("1 of 2 compared models is identical in a sample of its rows; 1 has"))
        #expect(sentence(sampled: 0, whole: 1) == "The one compared model is identical.")
    }

    @Test func whyThereIsNoSample() {
        var result = sampleResult()
        let settings = SamplingSettings()
        result.sampling = SamplingOutcome(reason: .belowThreshold, settings: settings)
        #expect(DiffText(result, ink: plain).text.contains("\nnot sampled: fewer than 5000000 rows\n"))
        #expect(!DiffMarkdown(result).text.contains("not sampled"))
        result.sampling = SamplingOutcome(reason: .sampleNotSmaller, settings: settings)
        #expect(DiffText(result, ink: plain).text.contains("\nnot sampled: the sample would be more than half of the rows\n"))
        #expect(DiffMarkdown(result).text.contains("\n- not sampled: the sample would be more than half of the rows\n"))
        result.sampling = SamplingOutcome(reason: .off, settings: .off)
        #expect(!DiffText(result, ink: plain).text.contains("sampled"))
    }

    @Test func whatIsNoExactNumberHasNoSignOfAnEstimate() {
        #expect([0.0, 0.001, 12.3, 99.999, 100].map(NumberText.estimate) == ["≈ 0 %", "< 0.01 %", "≈ 12.30 %", "> 99.99 %", "≈ 100 %"])
    }

    @Test(arguments: [(0.00001, "0.001 %"), (0.5, "50 %"), (0.999999, "99.9999 %"), (0.29, "29 %"), (1e-9, "0.0000001 %")])
    func settings(fraction: Double, text: String) {
        #expect(NumberText.setting(fraction) == text)
    }

    @Test(arguments: [(0.00001, "0.001 %"), (0.0000100100001, "0.00101 %"), (0.12301, "12.4 %"), (0.29, "29 %"), (1.0, "100 %")])
    func boundsAreNeverTooLow(fraction: Double, text: String) {
        #expect(NumberText.bound(fraction) == text)
    }
}
