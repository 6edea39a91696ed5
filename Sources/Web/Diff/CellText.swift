import DataDiff
import Foundation

/// A value of a row as text, and what kind of text it is.
struct CellText: Hashable {
    enum Kind: String {
        case null, number, text
        /// The row has no such column.
        case absent
    }

    /// How many characters a cell of a table shows.
    static let tableLimit = 64
    /// How many characters the page of one row shows.
    static let rowLimit = 20_000

    var text: String
    var kind: Kind

    init(_ value: CellValue?) {
        guard let value else {
            self.init(text: "", kind: .absent)
            return
        }
        switch value {
        case .null: self.init(text: "NULL", kind: .null)
        case .boolean(let value): self.init(text: value ? "true" : "false", kind: .text)
        case .integer(let value): self.init(text: String(value), kind: .number)
        case .number(let value): self.init(text: String(value), kind: .number)
        case .text(let value): self.init(text: value, kind: Self.isNumber(value) ? .number : .text)
        case .list, .object: self.init(text: Self.json(value), kind: .text)
        }
    }

    private init(text: String, kind: Kind) {
        self.text = text
        self.kind = kind
    }

    /// Decimals come as text; they line up like numbers, though leading zeros mean an identifier.
    private static func isNumber(_ text: String) -> Bool {
        text.wholeMatch(of: #/-?(0|[1-9][0-9]*)\.[0-9]+([eE][+-]?[0-9]+)?/#) != nil
    }

    private static func json(_ value: CellValue) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// The text with characters that cannot be seen spelled out, so that two values never look the same though they differ.
    ///
    /// Joiners stay where they belong: inside emoji and scripts that need them.
    static func visible(_ text: String, breaksLines: Bool) -> String {
        var visible = String.UnicodeScalarView()
        var previous: Unicode.Scalar = " "
        for scalar in text.unicodeScalars {
            let isJoiner = (scalar == "\u{200c}" || scalar == "\u{200d}") && !previous.isASCII
            let isTag = (0xe0020...0xe007f).contains(scalar.value) && !previous.isASCII
            if scalar == "\n", !breaksLines {
                visible.append("↵")
            } else if scalar == "\n" || scalar == "\t" || isJoiner || isTag {
                visible.append(scalar)
            } else if [.control, .format, .lineSeparator, .paragraphSeparator].contains(scalar.properties.generalCategory) {
                let digits = String(scalar.value, radix: 16, uppercase: true)
                let code = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
                visible.append(contentsOf: "⟨U+\(code)⟩".unicodeScalars)
            } else {
                visible.append(scalar)
            }
            previous = scalar
        }
        return String(visible)
    }
}

/// One value in a table of rows.
struct CellView {
    var text: String
    var kind: String
    var isCut: Bool

    init(_ value: CellValue?, limit: Int = CellText.tableLimit, breaksLines: Bool = false) {
        let cell = CellText(value)
        // Far more than is shown need not be spelled out.
        let shown = CellText.visible(String(cell.text.prefix(limit + 1)), breaksLines: breaksLines)
        text = Phrase.cut(shown, to: limit)
        kind = cell.kind == .text && cell.text.isEmpty ? "blank" : cell.kind.rawValue
        if kind == "blank" { text = "empty text" }
        isCut = cell.text.count > limit
    }
}
