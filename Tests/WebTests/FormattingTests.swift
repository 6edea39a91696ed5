import Testing

@testable import Web

/// The number and its unit are kept on one line by a no-break space, which is a plain one here.
func plain(_ text: String?) -> String? { text?.replacing("\u{a0}", with: " ") }

struct FormattingTests {
    @Test(arguments: [
        (0, "0"), (7, "7"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567"), (-1_200, "−1,200"), (-100, "−100"),
        (Int.min, "−9,223,372,036,854,775,808"),
    ])
    func counts(_ number: Int, _ text: String) {
        #expect(FigureText.count(number) == text)
    }

    @Test(arguments: [(0, "±0"), (1_200, "+1,200"), (-5, "−5")])
    func signedNumbers(_ number: Int, _ text: String) {
        #expect(FigureText.signed(number) == text)
    }

    @Test(arguments: [(1, "1 key"), (0, "0 keys"), (2_000, "2,000 keys")])
    func countedThings(_ number: Int, _ text: String) {
        #expect(FigureText.count(number, "key") == text)
    }

    @Test(
        "Only nothing is 0 % and only everything is 100 %",
        arguments: [
            (0, 100, "0 %"), (100, 100, "100 %"), (1, 1_000_000, "< 0.01 %"), (999_999, 1_000_000, "> 99.99 %"), (1_200, 100_000, "1.2 %"),
            (1, 3, "33.33 %"), (1, 10_000, "0.01 %"), (9_999, 10_000, "99.99 %"), (99_999, 100_000, "> 99.99 %"), (1, 2, "50 %"),
            (0, 0, "–"), (1_006, 100_000, "1.01 %"), (Int.max - 1, Int.max, "> 99.99 %"), (1, Int.max, "< 0.01 %"),
        ])
    func shares(_ part: Int, _ whole: Int, _ text: String) {
        #expect(plain(FigureText.percent(part, of: whole)) == text)
    }

    @Test(arguments: [
        (100.0, "100 %"), (99.9, "99.90 %"), (99.996, "> 99.99 %"), (0.0, "0 %"), (0.004, "< 0.01 %"), (50, "50.00 %"), (.nan, "–"),
    ])
    func fixedPercentages(_ number: Double, _ text: String) {
        #expect(plain(FigureText.percent(number, fixed: true)) == text)
    }

    @Test(arguments: [
        (1_000, 1_012, "+1.2 %"), (100_000, 98_830, "−1.17 %"), (100_000, 100_006, "< +0.01 %"), (100_000, 99_999, "< −0.01 %"),
        (10, 0, "−100 %"), (1_000_000, 1, "> −99.99 %"), (1, 1_000, "+99,900 %"),
    ])
    func changes(_ a: Int, _ b: Int, _ text: String) {
        #expect(plain(FigureText.change(from: a, to: b)) == text)
    }

    @Test func aChangeNeedsSomethingToRelateTo() {
        #expect(FigureText.change(from: 0, to: 5) == nil)
        #expect(FigureText.change(from: 5, to: 5) == nil)
    }

    @Test(arguments: [
        (0, "0 ms"), (0.08, "80 ms"), (0.0996, "0.1 s"), (0.4, "0.4 s"), (3.21, "3.2 s"), (9.96, "10 s"), (12.4, "12 s"), (59.7, "1 min"),
        (200, "3 min 20 s"), (3_600, "1 h"), (7_500, "2 h 5 min"), (97_200, "1 d 3 h"), (-3, "0 ms"), (.infinity, "–"),
    ])
    func durations(_ seconds: Double, _ text: String) {
        #expect(plain(TimeText.duration(seconds)) == text)
    }

    @Test(arguments: [
        (3.0, "just now"), (-50, "just now"), (20, "20 s ago"), (200, "3 min ago"), (7_200, "2 h ago"), (100_000, "27 h ago"),
        (432_000, "5 d ago"), (6_000_000, "2026-07-14"),
    ])
    func ages(_ seconds: Double, _ text: String) {
        #expect(plain(TimeText.age(of: SamplePages.now - seconds, now: SamplePages.now)) == text)
    }

    @Test func momentsInFull() {
        #expect(TimeText.iso(0) == "1970-01-01T00:00:00Z")
        #expect(TimeText.full(1_790_000_000) == "2026-09-21 14:13:20 UTC")
    }

    @Test(arguments: [
        (0, 1, 0..<0, 1, 1), (5, 1, 0..<5, 1, 1), (25, 3, 20..<25, 3, 3), (25, 9, 20..<25, 3, 3), (20, 2, 10..<20, 2, 2),
        (20, -4, 0..<10, 1, 2),
    ])
    func pages(_ count: Int, _ page: Int, _ range: Range<Int>, _ number: Int, _ pages: Int) {
        let slice = PageSlice(count: count, page: page, size: 10)
        #expect(slice.range == range)
        #expect(slice.page == number)
        #expect(slice.pages == pages)
    }

    @Test(arguments: [(nil, 1), ("", 1), ("x", 1), ("-3", 1), ("0", 1), ("12", 12), ("99999999999999999999", 1)] as [(String?, Int)])
    func pageNumbers(_ text: String?, _ number: Int) {
        #expect(PageNumber.read(text) == number)
    }

    @Test func lists() {
        #expect(Phrase.list([]) == "")
        #expect(Phrase.list(["a"]) == "a")
        #expect(Phrase.list(["a", "b", "c"]) == "a, b and c")
        #expect(Phrase.nodeName("model.shop.orders.v2") == "orders.v2")
        #expect(Phrase.nodeName("orders") == "orders")
    }

    @Test func aBarShowsTheSmallestDifference() {
        #expect(BarView(percentage: 100, label: "").width == "100")
        #expect(BarView(percentage: 0, label: "").width == "0")
        #expect(BarView(percentage: 99.9999, label: "").width == "96")
        #expect(BarView(percentage: 0.0001, label: "").width == "4")
        #expect(BarView(percentage: 55.55, label: "").width == "55.5" || BarView(percentage: 55.55, label: "").width == "55.6")
    }
}
