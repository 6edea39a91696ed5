import DataDiff
import Testing

@testable import Web

struct TextChangeTests {
    @Test func onlyWhatDiffersIsMarked() {
        let change = TextChange("late delivery today", "late parcel today", limit: 60)
        #expect(change.a == .init(start: "late ", middle: "delivery", end: " today"))
        #expect(change.b == .init(start: "late ", middle: "parcel", end: " today"))
    }

    @Test func textsWithLittleInCommonAreMarkedAsAWhole() {
        let change = TextChange("shipped", "returned", limit: 60)
        #expect(change.a == .init(start: "", middle: "shipped", end: ""))
        #expect(change.b == .init(start: "", middle: "returned", end: ""))
    }

    @Test func sharedEndsDoNotOverlap() {
        let change = TextChange("aaa", "aaaa", limit: 60)
        #expect(change.a.start + change.a.middle + change.a.end == "aaa")
        #expect(change.b.start + change.b.middle + change.b.end == "aaaa")
        #expect(change.b.middle == "a")
    }

    @Test func longTextsAreCutAroundTheDifference() {
        let common = String(repeating: "0123456789", count: 50)
        let change = TextChange(common + "A" + common, common + "B" + common, limit: 60)
        #expect(change.a.middle == "A")
        #expect(change.b.middle == "B")
        for side in [change.a, change.b] {
            #expect(side.start.hasPrefix("…"))
            #expect(side.end.hasSuffix("…"))
            #expect((side.start + side.middle + side.end).count <= 62)
        }
    }

    @Test(arguments: [
        ("a\u{200b}b", "a⟨U+200B⟩b"), ("\u{202e}x", "⟨U+202E⟩x"), ("\u{0}", "⟨U+0000⟩"), ("a\nb", "a↵b"),
        ("👩‍👧", "👩‍👧"), ("می\u{200c}خواهم", "می\u{200c}خواهم"), ("a\u{200d}b", "a⟨U+200D⟩b"), ("\u{feff}id", "⟨U+FEFF⟩id"),
    ])
    func whatCannotBeSeenIsSpelledOut(_ text: String, _ visible: String) {
        #expect(CellText.visible(text, breaksLines: false) == visible)
    }

    @Test func linesStayLinesWhereThereIsRoom() {
        #expect(CellText.visible("a\nb", breaksLines: true) == "a\nb")
    }

    @Test(arguments: [
        (CellValue.null, "NULL", "null"), (.text(""), "empty text", "blank"), (.text("12.50"), "12.50", "number"),
        (.text("007"), "007", "text"),
        (.integer(5), "5", "number"), (.boolean(true), "true", "text"), (.list([.integer(1), .null]), "[1,null]", "text"),
        (.object(["b": .text("/"), "a": .number(1.5)]), "{\"a\":1.5,\"b\":\"/\"}", "text"),
    ])
    func values(_ value: CellValue, _ text: String, _ kind: String) {
        let cell = CellView(value)
        #expect(cell.text == text)
        #expect(cell.kind == kind)
    }

    @Test func aLongValueIsCutInATableAndWholeOnItsOwnPage() {
        let value = CellValue.text(String(repeating: "x", count: 5_000))
        #expect(CellView(value).text.count == CellText.tableLimit)
        #expect(CellView(value).isCut)
        #expect(CellView(value, limit: CellText.rowLimit).text.count == 5_000)
    }
}
