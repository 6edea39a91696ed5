import Relational

/// Whole columns as Swift arrays; faster than cell by cell, and checked by type once.
extension RecordBatch {
    /// A column of whole numbers: integers of any width, decimals without places behind the point, booleans (0 and 1) and dictionaries
    /// of these.
    ///
    /// Null is nil.
    ///
    /// - Throws: `ArrowError.wrongType`, and `valueOutOfRange` for a number beyond 64 bits; never a changed number.
    package func int64s(column index: Int) throws(ArrowError) -> [Int64?] {
        let column = try column(index)
        switch column.field.type {
        case .integer(let bytes, let signed) where column.field.extensionType == nil:
            return try column.integers(rows, bytes: bytes, signed: signed)
        default:
            return try column.wholeNumbers(rows)
        }
    }

    /// A column of text, dictionaries of text included.
    ///
    /// Null is nil.
    ///
    /// - Throws: `ArrowError.wrongType`, also for text that is not UTF-8.
    package func texts(column index: Int) throws(ArrowError) -> [String?] {
        let column = try column(index)
        guard column.field.typeClass == .text || column.field.typeClass == .json || column.field.typeClass == .uuid else {
            throw column.wrongType("text")
        }
        var result: [String?] = []
        result.reserveCapacity(rowCount)
        for row in rows {
            switch column.value(row) {
            case .text(let text): result.append(text)
            case .null: result.append(nil)
            default: throw column.wrongType("text in UTF-8")
            }
        }
        return result
    }

    /// A column of numbers as the nearest doubles.
    ///
    /// Null is nil.
    ///
    /// - Throws: `ArrowError.wrongType` for a column that holds no numbers.
    package func doubles(column index: Int) throws(ArrowError) -> [Double?] {
        let column = try column(index)
        guard column.field.typeClass.isNumeric else { throw column.wrongType("a number") }
        return rows.map { row in
            switch column.value(row) {
            case .double(let value): value
            case .integer(let value): Double(value)
            case .unsigned(let value): Double(value)
            case .decimal(let digits): Double(digits)
            default: nil
            }
        }
    }

    /// A column of booleans.
    ///
    /// Null is nil.
    ///
    /// - Throws: `ArrowError.wrongType`.
    package func booleans(column index: Int) throws(ArrowError) -> [Bool?] {
        let column = try column(index)
        guard column.field.typeClass == .boolean else { throw column.wrongType("a boolean") }
        return rows.map { row in
            guard case .boolean(let value) = column.value(row) else { return nil }
            return value
        }
    }

    private var rows: Range<Int> { firstRow..<firstRow + rowCount }
}

extension ColumnNode {
    fileprivate func integers(_ rows: Range<Int>, bytes: Int, signed: Bool) throws(ArrowError) -> [Int64?] {
        var result: [Int64?] = []
        result.reserveCapacity(rows.count)
        for row in rows {
            guard isValid(row) else {
                result.append(nil)
                continue
            }
            let value = integer(row, bytes: bytes, signed: signed)
            guard value >= 0 || signed || bytes < 8 else { throw outOfRange(row) }
            result.append(value)
        }
        return result
    }

    fileprivate func wholeNumbers(_ rows: Range<Int>) throws(ArrowError) -> [Int64?] {
        var result: [Int64?] = []
        result.reserveCapacity(rows.count)
        for row in rows {
            switch value(row) {
            case .null: result.append(nil)
            case .integer(let value): result.append(value)
            case .boolean(let value): result.append(value ? 1 : 0)
            case .unsigned: throw outOfRange(row)
            case .decimal(let digits):
                guard !digits.contains(".") else { throw wrongType("a whole number") }
                guard let value = Int64(digits) else { throw outOfRange(row) }
                result.append(value)
            default: throw wrongType("a whole number")
            }
        }
        return result
    }

    fileprivate func outOfRange(_ row: Int) -> ArrowError { .valueOutOfRange(column: path, row: row, wanted: "a signed 64-bit integer") }

    fileprivate func wrongType(_ wanted: String) -> ArrowError {
        .wrongType(column: path, wanted: wanted, found: "\(field.type)")
    }
}
