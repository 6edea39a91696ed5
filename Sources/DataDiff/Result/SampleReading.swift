package import Relational

extension DiffPlan {
    /// A row of one of the side's sample statements, by name.
    package func sampleRow(_ side: Side, _ row: [Value]) -> RowSamples.Row {
        Dictionary(zip(columns(of: side), row).map { ($0.name, CellValue($1)) }) { first, _ in first }
    }

    /// A row of ``differentRows(_:_:classes:)``.
    package func differentRow(_ slice: [Int], _ row: [Value]) -> RowSamples.DifferentRow {
        let key = Dictionary(zip(pairing.keys, row).map { ($0.name, CellValue($1)) }) { first, _ in first }
        var columns: [String: RowSamples.DifferentRow.Pair] = [:]
        for (place, index) in slice.enumerated() {
            let start = pairing.keys.count + 3 * place
            guard start + 2 < row.count, row[start] == .boolean(true) else { continue }
            columns[pairing.values[index].name] = .init(a: CellValue(row[start + 1]), b: CellValue(row[start + 2]))
        }
        return .init(key: key, columns: columns)
    }
}
