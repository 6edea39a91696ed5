/// Columns of text under each other, for a terminal.
struct TextTable {
    enum Alignment { case left, right }

    /// A cell: its text, and the ink that must not count as width.
    struct Cell {
        let text: String
        let ink: (String) -> String

        init(_ text: String, ink: @escaping (String) -> String = { $0 }) {
            self.text = TerminalSafe.line(text)
            self.ink = ink
        }
    }

    private let alignments: [Alignment]
    private var rows: [[Cell]] = []

    init(_ alignments: [Alignment]) {
        self.alignments = alignments
    }

    mutating func add(_ cells: [Cell]) { rows.append(cells) }
    mutating func add(_ texts: [String], ink: @escaping (String) -> String = { $0 }) { rows.append(texts.map { Cell($0, ink: ink) }) }

    /// The rows as lines, each indented by two spaces.
    var lines: [String] {
        let widths = alignments.indices.map { column in rows.compactMap { column < $0.count ? $0[column].text.count : nil }.max() ?? 0 }
        return rows.map { cells in
            var line = ""
            var trailing = 0
            for (index, cell) in cells.enumerated() {
                let padding = widths[index] - cell.text.count
                let isRight = alignments[index] == .right
                // Spaces are written only once something follows them.
                line += cell.text.isEmpty ? "" : String(repeating: " ", count: trailing + 2 + (isRight ? padding : 0)) + cell.ink(cell.text)
                trailing = cell.text.isEmpty ? trailing + 2 + widths[index] : (isRight ? 0 : padding)
            }
            return line
        }
    }
}

/// A horizontal bar of block characters.
enum Bar {
    /// - Parameter share: 0 to 1. Only a full share fills the bar, only none leaves it empty.
    static func text(_ share: Double, width: Int) -> String {
        let eighths = Int((share * Double(width * 8)).rounded())
        let bounded = share >= 1 ? width * 8 : share <= 0 ? 0 : min(max(eighths, 1), width * 8 - 1)
        let partial = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][bounded % 8]
        let filled = String(repeating: "█", count: bounded / 8) + partial
        return filled + String(repeating: " ", count: width - filled.count)
    }
}
