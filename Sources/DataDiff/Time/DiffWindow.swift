/// Which part of time was compared, and what that left out.
///
/// Two-element arrays are side a, side b.
package struct DiffWindow: Hashable, Sendable, Codable {
    /// Why the window is what it is.
    package enum Reason: String, Hashable, Sendable, Codable {
        /// Compared was the time that both sides cover.
        case overlap
        /// All rows were compared: both sides have times, and none of the one lies between those of the other.
        case noOverlap = "no_overlap"
        /// All rows were compared: a side has no finite time, perhaps as it has no rows.
        case noTimes = "no_times"
        /// All rows were compared: not both sides have the column.
        case columnMissing = "column_missing"
        /// All rows were compared: the column is not a date or timestamp on both sides.
        case notATime = "not_a_time"
    }

    /// Side a's name, or the one that was asked for.
    package var column: String
    /// The first and the last point in time that was compared, in UTC; nil when all rows were.
    package var from: String?
    package var to: String?
    /// Rows outside the window; those without a finite time are never outside.
    package var leftOut: [Int]
    /// Those of them that are older than the window; the others are newer.
    package var leftOutOlder: [Int]
    package var reason: Reason

    package init(
        column: String, from: String? = nil, to: String? = nil, leftOut: [Int] = [0, 0], leftOutOlder: [Int] = [0, 0], reason: Reason
    ) {
        self.column = column
        self.from = from
        self.to = to
        self.leftOut = leftOut
        self.leftOutOlder = leftOutOlder
        self.reason = reason
    }

    /// Without a window, because the column cannot serve.
    package init(_ choice: TimeColumnChoice, _ trouble: TimeColumnTrouble) {
        self.init(column: choice.name, reason: trouble.reason)
    }

    /// Whether the reader must know of it even where nothing differs: rows were left out, or a window that was asked for could not be had.
    package var isNews: Bool { reason != .overlap || leftOut.contains { $0 > 0 } }
}

extension DiffWindow {
    private enum CodingKeys: String, CodingKey { case column, from, to, leftOut, leftOutOlder, reason }

    /// Writes every key, so that a reader need not tell absent from null.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(column, forKey: .column)
        try container.encode(from, forKey: .from)
        try container.encode(to, forKey: .to)
        try container.encode(leftOut, forKey: .leftOut)
        try container.encode(leftOutOlder, forKey: .leftOutOlder)
        try container.encode(reason, forKey: .reason)
    }
}
