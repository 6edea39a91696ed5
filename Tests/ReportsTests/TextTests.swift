import DataDiff
import Relational
import Reports
import Testing

@Suite struct NumberTextTests {
    @Test(arguments: [
        (0.0, "0 %"), (0.0001, "< 0.01 %"), (99.9999, "> 99.99 %"), (100.0, "100 %"), (12.345, "12.35 %"), (50.0, "50 %"), (3.05, "3.05 %"),
    ])
    func percentagesNeverLieAtTheEnds(value: Double, text: String) {
        #expect(NumberText.percent(value) == text)
    }

    @Test(arguments: [
        (0.0, "0 ms"), (0.85, "850 ms"), (2.44, "2.4 s"), (12.9, "12 s"), (200.0, "3 min 20 s"), (7260.0, "2 h 1 min"),
        (90_000.0, "1 d 1 h"),
    ])
    func durations(seconds: Double, text: String) {
        #expect(NumberText.duration(seconds: seconds) == text)
    }

    @Test func changes() {
        #expect([0, 3, -3].map(NumberText.change) == ["±0", "+3", "−3"])
    }
}

@Suite struct TerminalTextTests {
    private let plain = Ink(isOn: false)

    @Test func theVerdictComesFirstAndCountsFollow() {
        let text = DiffText(sampleResult(), ink: plain).text
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines[0] == "DIFFERS  match score 99 %")
        #expect(lines[1] == "prod.orders → dev.orders  key id (uniqueness_test)")
        #expect(text.contains("  rows                     100  98      −2\n"))
    }

    @Test func theWindowAndTheTimelineAreShown() {
        var result = sampleResult()
        #expect(!DiffText(result, ink: plain).text.contains("Over time"))
        result.window = DiffWindow(
            column: "at\u{1B}", from: "2026-01-01", to: "2026-01-03", leftOut: [1, 4310], leftOutOlder: [0, 10], reason: .overlap)
        result.buildTimes = BuildTimes(a: 0, b: 18_120)
        result.timeline = DiffTimeline(
            column: "at", unit: .day,
            buckets: [
                .init(start: "2026-01-01", exclusiveA: 1, different: 1, rowsA: 10, rowsB: 10),
                .init(start: "2026-01-02", rowsA: 5, rowsB: 5),
                .init(start: nil, exclusiveB: 1, rowsA: 7, rowsB: 8),
            ])
        let text = DiffText(result, ink: plain).text
        #expect(
            text.contains(
                "Compared rows with at· from 2026-01-01 to 2026-01-03; left out: 1 row of a, 4310 of b (0 and 10 of them older)\n"
                    + "Production's table was built 5 h 2 min before the change's, so rows may be on one side only because of that\n"))
        #expect(
            text.contains(
                """
                Over time  at by day
                  2026-01-01  ████████████████████████  1 differ, −1     of 10
                  2026-01-02                                              of 5
                  no time     ████████████              +1            of 7 → 8

                """), "\(text)")
        let sampled = SamplingOutcome(sampled: true, sampleRows: 50, commonKeys: 2000, settings: .init())
        result.timeline = result.timeline?.scaled(sampled)
        #expect(
            DiffText(result, ink: plain).text.contains(
                """
                Over time  at by day (≈ estimated from the sample)
                  2026-01-01  ████████████████████████  ≈40 differ, −1     of 10
                """), "\(DiffText(result, ink: plain).text)")
        result.timeline = result.timeline?.scaled(.init(settings: .init()))
        result.timeline?.buckets = [.init(start: "2026-01-01", rowsA: 1, rowsB: 1)]
        #expect(DiffText(result, ink: plain).text.contains("Over time  at by day, no difference in any of 1\n"))
        result.pks?.exclusives = [0, 0]
        #expect(!DiffText(result, ink: plain).text.contains("was built"))
    }

    @Test(arguments: [
        (DiffWindow(column: "at", from: "x", to: "y", reason: .overlap), "Compared rows with at from x to y; nothing was left out"),
        (DiffWindow(column: "at", reason: .noOverlap), "No window: in at the two sides have no time in common, so all rows were compared"),
        (DiffWindow(column: "at", reason: .noTimes), "No window: not both sides have a time in at, so all rows were compared"),
        (DiffWindow(column: "at", reason: .columnMissing), "No window: at is not on both sides, so all rows were compared"),
        (DiffWindow(column: "at", reason: .notATime), "No window: at is not a date or timestamp on both sides, so all rows were compared"),
    ])
    func everyReasonHasItsWords(window: DiffWindow, words: String) {
        #expect(window.sentence { $0 } == words)
    }

    @Test func rulesOfEqualityAreOneLine() throws {
        var result = sampleResult(verdict: .identical)
        #expect(!DiffText(result, ink: plain).text.contains("Equal "))
        var entries = ["abs:0.01", "time:1s", "ignore_case"].compactMap(EqualityRule.init).map { EqualityRules.Entry(rule: $0) }
        entries.append(.init(column: "am|ou\u{1B}nt", rule: try #require(EqualityRule("rel:1e-3"))))
        result.equality = AppliedEquality(rules: entries, columns: [])
        let line = "Equal within 0.01 (abs), within 1s, ignoring case; am|ou·nt: within 0.001 (rel)"
        #expect(DiffText(result, ink: plain).text.split(separator: "\n").map(String.init).contains(line))
        #expect(DiffMarkdown(result).text.contains("\n\nEqual within 0.01 (abs), within 1s, ignoring case; `am|ou"))
        result.verdict = .different
        #expect(DiffMarkdown(result).text.contains("\n- Equal within 0.01 (abs)"))
        result.equality = AppliedEquality(rules: (0..<10).map { .init(column: "c\($0)", rule: .ignoresCase) }, columns: [])
        #expect(DiffText(result, ink: plain).text.contains("Equal in c0: ignoring case; c1"))
        #expect(DiffText(result, ink: plain).text.contains("; and 2 more\n"))
    }

    /// A number with a shape and a text with frequent values.
    private func profiled() -> DiffResult {
        func number(_ nulls: Int, _ max: Int64) -> ColumnProfile.Side {
            var side = ColumnProfile.Side(type: "INTEGER", rows: 100, nulls: nulls)
            (side.distinct, side.min, side.max, side.mean, side.topValues) = (40, .integer(1), .integer(max), .number(12.3456789), [])
            return side
        }
        var word = ColumnProfile.Side(type: "VARCHAR", rows: 100, nulls: 0)
        (word.distinct, word.minLength, word.maxLength, word.emptyTexts) = (3, 0, 8, 10)
        word.topValues = [("ship\u{1B}ped", 60), ("", 10), ("x", 1)].map { .init(value: .text($0.0), count: $0.1) }
        let bins = (0..<4).map { ColumnProfile.Histogram.Bin(from: .integer($0), to: .integer($0 + 1)) }
        var result = sampleResult()
        result.profiles = ColumnProfiles(columns: [
            ColumnProfile(
                columnName: "n", a: number(0, 99), b: number(2, 120), histogram: .init(bins: bins, a: [0, 1, 50, 100], b: [100, 50, 1, 0])),
            ColumnProfile(columnName: "word", a: word, b: word), ColumnProfile(columnName: "gone", a: word, b: nil),
        ])
        return result
    }

    @Test func profilesThatFailedSaySo() {
        var result = sampleResult()
        result.profiles = ColumnProfiles(
            columns: [],
            error: DiffFailure(code: "out_of_memory", message: "profiling the columns of b (side b): no room", hint: "ask for fewer"))
        let text = DiffText(result, ink: plain).text
        #expect(text.contains("Profiles\n  failed  profiling the columns of b (side b): no room\n    ask for fewer\n"))
        #expect(text.contains("Values"))
    }

    @Test func profilesAreTablesOfBothSides() {
        let text = DiffText(profiled(), ink: plain).text
        #expect(
            text.contains(
                """
                Profiles
                  n  INTEGER
                       nulls  distinct  min  p25  p50  p75  max      mean
                    a      0        40    1    –    –    –   99  12.34568  ·▁▄█
                    b      2        40    1    –    –    –  120  12.34568  █▄▁·

                  word  VARCHAR
                       nulls  distinct  empty  length
                    a      0         3     10     0–8
                    b      0         3     10     0–8
                    top   ship·ped (60 %), '' (10 %)

                  gone  VARCHAR  only in a

                """))
        #expect(!DiffText(sampleResult(), ink: plain).text.contains("Profiles"))
    }

    @Test(arguments: [60, 45, 34])
    func profilesFitNarrowTerminals(width: Int) throws {
        let text = DiffText(profiled(), ink: plain, width: width).text
        let start = try #require(text.firstRange(of: "Profiles\n"))
        let block = text[start.upperBound...].split(separator: "\n\n")[0].split(separator: "\n")
        #expect(block.allSatisfy { $0.count <= width }, "\(text)")
        #expect(block.contains { $0.hasSuffix("a  ·▁▄█") } && block.contains { $0.hasSuffix("b  █▄▁·") })
    }

    @Test func profilesNeverReachTheComment() {
        #expect(!DiffMarkdown(profiled()).text.contains("ship"))
    }

    @Test func valuesCannotSteerTheTerminal() {
        var result = sampleResult()
        result.rows.exclusiveA = [["id": .text("\u{1B}[2Jevil\nrow")]]
        let text = DiffText(result, ink: plain).text
        #expect(!text.contains("\u{1B}"))
        #expect(text.contains("·[2Jevil·row"))
    }

    @Test func colourOnlyWhenAskedFor() {
        #expect(!DiffText(sampleResult(), ink: plain).text.contains("\u{1B}["))
        #expect(DiffText(sampleResult(), ink: Ink(isOn: true)).text.contains("\u{1B}["))
    }

    @Test func aFailureNamesWhatWasTried() {
        let text = DiffText(failedResult("reading the columns of x failed"), ink: plain).text
        #expect(text == "ERROR  reading the columns of x failed\n  value 4111-1111 of a row\n  check it\n")
    }
}

@Suite struct MarkdownTextTests {
    @Test func combiningMarksDoNotOpenASpan() {
        #expect(MarkdownText.code("q`\u{301} @x") == "`` q`\u{301} @x ``")
        #expect(MarkdownText.cell("p|\u{301}x") == "`p\\|\u{301}x`")
        #expect(MarkdownText.plain("a*\u{301}b") == "a\\*\u{301}b")
    }

    @Test func nothingIsLinkedByItself() {
        #expect(MarkdownText.plain("https://x.y www.x.y a@b.c") == "https:\u{200B}//x.y www.\u{200B}x.y a@\u{200B}b.c")
    }

    @Test func aBarIsEscapedOnlyInTables() {
        #expect(MarkdownText.code("a|b") == "`a|b`")
    }
}
