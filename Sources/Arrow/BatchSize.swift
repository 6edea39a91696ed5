package import CADBC

/// How large a batch is that is passed on unread.
package enum BatchSize {
    /// Bytes of the values of a batch, by its layout; what its buffers hold beyond that is not counted.
    ///
    /// - Precondition: `array` is of a structure of `fields`, as the driver's stream delivers it.
    @unsafe package static func bytes(_ array: UnsafePointer<ArrowArray>, fields: [ArrowField]) -> Int {
        guard unsafe array.pointee.n_children == Int64(fields.count), let children = unsafe array.pointee.children else { return 0 }
        var total = 0
        for (index, field) in fields.enumerated() {
            if let child = unsafe children[index] { total += unsafe bytes(child, field.type) }
        }
        return total
    }

    private static func bytes(_ array: UnsafePointer<ArrowArray>, _ type: ArrowType) -> Int {
        let rows = unsafe Int(array.pointee.length)
        switch type {
        case .null: return 0
        case .boolean: return (rows + 7) / 8
        case .text(.small), .binary(.small): return unsafe rows * 4 + dataBytes(array, rows, as: Int32.self)
        case .text(.large), .binary(.large): return unsafe rows * 8 + dataBytes(array, rows, as: Int64.self)
        case .text, .binary: return rows * ByteView.size
        case .structure(let fields): return unsafe bytes(array, fields: fields)
        case .list(_, let element), .fixedSizeList(_, let element): return unsafe rows * 4 + bytes(array, fields: [element])
        case .map(let entries): return unsafe rows * 4 + bytes(array, fields: [entries])
        default: return rows * type.fixedBytes
        }
    }

    /// What lies between the first and the last offset.
    private static func dataBytes<Offset: FixedWidthInteger>(
        _ array: UnsafePointer<ArrowArray>, _ rows: Int, as: Offset.Type
    ) -> Int {
        guard unsafe rows > 0 && array.pointee.n_buffers > 1, let buffer = unsafe array.pointee.buffers?[1] else { return 0 }
        let first = unsafe Int(array.pointee.offset)
        let offsets = unsafe buffer.assumingMemoryBound(to: Offset.self)
        return unsafe Int(offsets[first + rows]) - Int(offsets[first])
    }
}
