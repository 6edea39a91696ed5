import Foundation
import Testing

@testable import Web

struct StyleTests {
    private static let css = String(decoding: WebAsset.styles.bytes, as: UTF8.self)

    /// Custom properties that are colours: light, dark.
    private static let colours: [String: [String]] = {
        var colours: [String: [String]] = [:]
        for match in css.matches(of: /--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);/) {
            colours[String(match.1)] = [String(match.2), String(match.3)]
        }
        return colours
    }()

    /// Relative luminance, WCAG 2.2.
    private func luminance(_ hex: String) -> Double {
        let number = Int(hex.dropFirst(), radix: 16) ?? 0
        let parts = [number >> 16, number >> 8 & 255, number & 255].map { part -> Double in
            let value = Double(part) / 255
            return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    }

    private func contrast(_ first: String, _ second: String) -> Double {
        let pair = [luminance(first), luminance(second)].sorted()
        return (pair[1] + 0.05) / (pair[0] + 0.05)
    }

    @Test func theFormulaIsRight() {
        #expect(contrast("#000000", "#ffffff") == 21)
        #expect(abs(contrast("#777777", "#ffffff") - 4.48) < 0.01)
    }

    @Test(
        "Text reaches WCAG AA on every background it stands on",
        arguments: [
            ("text", ["page", "soft", "accent-soft", "failed-soft", "added-soft", "added-strong", "removed-soft", "removed-strong"]),
            ("muted", ["page", "soft", "quiet-soft", "added-soft", "removed-soft"]),
            ("accent", ["page", "soft", "accent-soft", "failed-soft"]),
            ("added", ["page", "soft", "added-soft"]), ("removed", ["page", "soft", "removed-soft"]),
            ("changed", ["page", "soft", "changed-soft"]), ("failed", ["page", "soft", "failed-soft"]),
            ("ok", ["page", "soft", "ok-soft"]),
            ("quiet", ["page", "quiet-soft"]),
        ])
    func contrast(_ text: String, _ backgrounds: [String]) throws {
        let front = try #require(Self.colours[text])
        for name in backgrounds {
            let back = try #require(Self.colours[name])
            for (theme, pair) in zip(["light", "dark"], zip(front, back)) {
                let ratio = contrast(pair.0, pair.1)
                #expect(ratio >= 4.5, "\(text) on \(name), \(theme): \(ratio)")
            }
        }
    }

    @Test("The two parts of a bar and its surroundings can be told apart without colour")
    func bars() throws {
        let same = try #require(Self.colours["bar-same"])
        for name in ["bar-rest", "bar-removed", "bar-added", "bar-failed"] {
            #expect(Self.colours[name]?.count == 2, "\(name)")
        }
        let page = try #require(Self.colours["page"])
        for (colour, back) in zip(same, page) { #expect(contrast(colour, back) >= 2.5) }
    }

    @Test func everyColourIsACustomPropertyWithBothThemes() {
        let outside = Self.css.replacing(/--[a-z-]+: light-dark\([^)]*\);/, with: "")
        #expect(outside.firstMatch(of: /#[0-9a-fA-F]{3,8}\b|rgb\(|hsl\(/) == nil)
    }

    @Test func everyCustomPropertyThatIsUsedExists() {
        let defined = Set(Self.css.matches(of: /(--[a-z-]+):/).map { String($0.1) })
        let used = Set(Self.css.matches(of: /var\((--[a-z-]+)\)/).map { String($0.1) })
        #expect(used.subtracting(defined) == [])
    }

    @Test("Nothing is fetched from elsewhere")
    func selfContained() {
        #expect(!Self.css.contains("url(") && !Self.css.contains("@import"))
        for asset in WebAsset.all where asset.fileName.hasSuffix(".js") {
            let text = String(decoding: asset.bytes, as: UTF8.self)
            #expect(!text.contains("http") && !text.contains("innerHTML =") && !text.contains("eval"))
        }
    }

    @Test func pagesAreSmall() {
        for (name, html) in SamplePages.everyPage {
            #expect(html.utf8.count < 100_000, "\(name): \(html.utf8.count)")
        }
        #expect(WebAsset.all.reduce(0) { $0 + $1.bytes.count } < 60_000)
    }
}
