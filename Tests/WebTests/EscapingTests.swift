import Testing

@testable import Web

struct EscapingTests {
    private static let pages: [(name: String, html: String)] = {
        let context = PageContext(now: SamplePages.now, user: SamplePages.hostileNames[0], version: SamplePages.hostileNames[1])
        let hostile = SamplePages.hostileDiff()
        let choices: [(DiffTab, DiffChoice)] = [
            (.overview, DiffChoice()), (.columns, DiffChoice()), (.keys, DiffChoice()), (.keys, DiffChoice(kind: .exclusiveA)),
            (.values, DiffChoice()), (.values, DiffChoice(column: SamplePages.hostileNames[0])), (.values, DiffChoice(row: 2)),
            (.keys, DiffChoice(kind: .exclusiveA, row: 1)),
        ]
        return [
            ("runs", WebPages.runs(SamplePages.hostileList(), context: context)),
            ("run", WebPages.run(SamplePages.hostileRun(), context: context)),
            (
                "error",
                WebPages.error(
                    ErrorPage(status: 404, message: SamplePages.hostileNames[1], hint: SamplePages.hostileNames[7]), context: context)
            ),
        ] + choices.map { ("\($0.0) \($0.1)", WebPages.diff(SamplePages.diff(hostile, tab: $0.0, choice: $0.1), context: context)) }
    }()

    @Test func namesStayText() {
        for (name, html) in Self.pages {
            #expect(!html.contains("<script>"), "\(name)")
            #expect(!html.contains("<img"), "\(name)")
            #expect(!html.contains("<b\u{338}") && !html.contains("<\u{338}b"), "\(name)")
            #expect(!html.contains("javascript:") && !html.contains("data:text"), "\(name)")
            #expect(!html.unicodeScalars.contains("\u{202e}") && !html.unicodeScalars.contains("\u{0}"), "\(name)")
        }
    }

    @Test("A quote that carries a combining mark is a quote for a browser")
    func combiningMarksDoNotHideQuotes() {
        let escaped = MarkupEscaping().escapeText("\"\u{301}<\u{338}>&\u{301}'\u{301}")
        #expect(escaped.unicodeScalars.elementsEqual("&quot;\u{301}&lt;\u{338}&gt;&amp;\u{301}&#39;\u{301}".unicodeScalars))
        for (name, html) in Self.pages {
            #expect(html.unicodeScalars.firstRange(of: "\"\u{301}".unicodeScalars) == nil, "\(name)")
        }
    }

    @Test func tagsInNamesAreNotRead() throws {
        let run = try #require(Self.pages.first { $0.name == "run" })
        #expect(run.html.contains("{{heading}} {{{frame}}}"))
    }

    @Test("Strict content security: no inline style, script or handler, only our own files and addresses that are ours or http(s)")
    func nothingInline() {
        for (name, html) in Self.pages + SamplePages.everyPage {
            for tag in MarkupTag.all(in: html) {
                #expect(!["style", "iframe", "object", "embed", "base"].contains(tag.name), "\(name)")
                for (attribute, value) in tag.attributes {
                    #expect(attribute != "style" && attribute != "srcdoc" && !attribute.hasPrefix("on"), "\(name): \(tag)")
                    guard ["href", "src", "action"].contains(attribute) else { continue }
                    let isOurs = value.hasPrefix("/") && !value.hasPrefix("//")
                    let isLink = tag.name == "a" && (value.hasPrefix("#") || value.hasPrefix("http://") || value.hasPrefix("https://"))
                    #expect(isOurs || isLink, "\(name): \(tag)")
                }
                if tag.name == "script", !tag.isClosing { #expect(tag.attributes["src"]?.hasPrefix("/assets/") == true, "\(name)") }
            }
        }
    }

    @Test("Every element that is opened is closed, in order")
    func balance() {
        let void: Set<String> = ["meta", "link", "input", "br", "!doctype"]
        for (name, html) in Self.pages + SamplePages.everyPage {
            var open: [String] = []
            for tag in MarkupTag.all(in: html) where !void.contains(tag.name) && !tag.isEmpty {
                if !tag.isClosing {
                    open.append(tag.name)
                } else if open.popLast() != tag.name {
                    Issue.record("\(name): </\(tag.name)> closes something else")
                    break
                }
            }
            #expect(open == [], "\(name)")
        }
    }

    @Test func theScannerReadsTags() {
        let tags = MarkupTag.all(in: "<a href='x>y' hidden style=\"z\">1 < 2</a><br/>")
        #expect(tags.map(\.name) == ["a", "a", "br"])
        #expect(tags[0].attributes == ["href": "x>y", "hidden": "", "style": "z"])
        #expect(tags[1].isClosing && tags[2].isEmpty)
    }
}

/// A tag of a page, as a browser would find it.
struct MarkupTag {
    var name: String
    var attributes: [String: String] = [:]
    var isClosing = false
    /// Ends with `/>`.
    var isEmpty = false

    static func all(in html: String) -> [MarkupTag] {
        var tags: [MarkupTag] = []
        var rest = Array(html.unicodeScalars)[...]
        while let start = rest.firstIndex(of: "<") {
            rest = rest[(start + 1)...]
            guard let first = rest.first, first == "/" || first == "!" || first.properties.isAlphabetic else { continue }
            tags.append(read(&rest))
        }
        return tags
    }

    private static func read(_ rest: inout ArraySlice<Unicode.Scalar>) -> MarkupTag {
        var tag = MarkupTag(name: "", isClosing: rest.first == "/")
        if tag.isClosing { rest.removeFirst() }
        tag.name = word(&rest).lowercased()
        while let scalar = rest.popFirst(), scalar != ">" {
            if scalar == "/" { tag.isEmpty = rest.first == ">" }
            guard !isSpace(scalar), scalar != "/" else { continue }
            let name = String(String.UnicodeScalarView([scalar])) + word(&rest)
            tag.attributes[name.lowercased()] = value(&rest)
        }
        return tag
    }

    private static func value(_ rest: inout ArraySlice<Unicode.Scalar>) -> String {
        guard rest.first == "=" else { return "" }
        rest.removeFirst()
        guard let quote = rest.first, quote == "\"" || quote == "'" else { return word(&rest) }
        rest.removeFirst()
        let text = rest.prefix { $0 != quote }
        rest = rest[text.endIndex...].dropFirst()
        return String(String.UnicodeScalarView(text))
    }

    private static func word(_ rest: inout ArraySlice<Unicode.Scalar>) -> String {
        let text = rest.prefix { !isSpace($0) && $0 != ">" && $0 != "=" && $0 != "/" }
        rest = rest[text.endIndex...]
        return String(String.UnicodeScalarView(text))
    }

    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool { [" ", "\n", "\t", "\r"].contains(scalar) }
}
