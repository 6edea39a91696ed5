package import CADBC
package import Relational

/// Some rows of a result, column by column, in the producer's own memory.
///
/// A value of shared ownership: the memory is given back when the last copy is gone, on whichever thread that is, also after
/// the connection was closed. Everything was checked when the batch was made; reading a row that is there cannot fail.
package struct RecordBatch: Sendable {
    package let fields: [ArrowField]
    /// How many rows; may be zero in the middle of a result.
    package let rowCount: Int
    let columns: [ColumnNode]
    /// Where the batch's own rows begin in its columns.
    let firstRow: Int
    private let owner: SharedArray

    /// Takes over a C array that fits `fields`.
    ///
    /// - Throws: `ArrowError.malformedArray`; the array is released all the same.
    init(taking array: consuming OwnedArray, fields: [ArrowField]) throws(ArrowError) {
        let owner = SharedArray(array)
        let root = try unsafe withUnsafePointer(to: owner.owned.array) { (pointer) throws(ArrowError) in
            try unsafe ColumnChecker.node(pointer, field: ArrowField(name: "", type: .structure(fields)), parent: "")
        }
        for row in 0..<root.length where !root.isValid(row) {
            throw .malformedArray(column: "", reason: "row \(row) of a batch is null as a whole")
        }
        self.fields = fields
        self.owner = owner
        rowCount = root.length
        columns = root.children
        firstRow = root.offset
    }

    /// Takes over what `array` holds and leaves it empty; `schema` is only read.
    ///
    /// - Throws: `ArrowError`; the array is released all the same.
    @unsafe package init(
        taking array: UnsafeMutablePointer<ArrowArray>, schema: UnsafePointer<ArrowSchema>
    ) throws(ArrowError) {
        let owned = try unsafe OwnedArray { (out) throws(ArrowError) in
            unsafe out.pointee = unsafe array.pointee
            unsafe array.pointee = unsafe ArrowArray()
        }
        try self.init(taking: owned, fields: unsafe SchemaReader.fields(of: schema))
    }

    /// The value of a cell.
    ///
    /// Decimals are exact, text is as it was (bytes when it is not UTF-8), dictionaries are resolved, a UUID is lower-case text.
    ///
    /// - Precondition: `column` is one of `fields`, `row` is in `0..<rowCount`.
    package func value(column: Int, row: Int) -> Value {
        precondition(row >= 0 && row < rowCount, "row \(row) of a batch of \(rowCount)")
        return columns[column].value(firstRow + row)
    }

    /// Whether a cell is null.
    ///
    /// Preconditions as `value(column:row:)`.
    package func isNull(column: Int, row: Int) -> Bool {
        precondition(row >= 0 && row < rowCount, "row \(row) of a batch of \(rowCount)")
        return columns[column].isNull(firstRow + row)
    }

    /// A whole row.
    ///
    /// Preconditions as `value(column:row:)`.
    package func row(_ row: Int) -> [Value] {
        columns.indices.map { value(column: $0, row: row) }
    }

    /// The index of the column of this name, exactly as the driver spells it.
    package func columnIndex(_ name: String) -> Int? {
        fields.firstIndex { $0.name == name }
    }

    /// The column at `index`.
    ///
    /// - Throws: `ArrowError.noSuchColumn`.
    func column(_ index: Int) throws(ArrowError) -> ColumnNode {
        guard columns.indices.contains(index) else { throw .noSuchColumn(index, count: columns.count) }
        return columns[index]
    }
}
