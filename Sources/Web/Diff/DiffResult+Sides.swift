import DataDiff

extension [Int] {
    /// Side a's and side b's number; 0 for a side that is not there.
    var sides: (a: Int, b: Int) { (first ?? 0, count > 1 ? self[1] : 0) }
}

extension DiffResult {
    /// Columns with differences, most differing first; equal ones in side a's order.
    var columnsByDifference: [ValueStatistics.ColumnStatistics] {
        (values?.columnsDiffStats ?? []).filter { $0.valuesDifferent > 0 }.enumerated()
            .sorted { ($1.element.valuesDifferent, $0.offset) < ($0.element.valuesDifferent, $1.offset) }
            .map(\.element)
    }

    /// Side a's names in side a's order.
    var columnOrder: [String] { sides.first?.columns.map(\.name) ?? [] }

    var removedColumns: [String] { schema?.exclusiveColumns.first ?? [] }
    var addedColumns: [String] {
        guard let lists = schema?.exclusiveColumns, lists.count > 1 else { return [] }
        return lists[1]
    }

    /// The relation's name of a side, for pages that know nothing better.
    func table(_ side: Int) -> String? {
        sides.indices.contains(side) ? sides[side].table : nil
    }
}
