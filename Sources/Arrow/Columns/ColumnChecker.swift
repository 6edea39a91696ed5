import CADBC

/// Checks a C array against its field and makes the node that reads it.
///
/// C arrays do not say how long their buffers are. The sizes follow from type, length and offset; everything a later read
/// relies on (offsets, indexes, codes, run ends) is checked here once, so that reading cannot leave what was declared.
@safe struct ColumnChecker {
    let field: ArrowField
    let path: String
    let array: ArrowArray

    /// - Throws: `ArrowError.malformedArray`.
    static func node(
        _ pointer: UnsafePointer<ArrowArray>?, field: ArrowField, parent: String
    ) throws(ArrowError) -> ColumnNode {
        let path = parent.isEmpty || field.name.isEmpty ? parent + field.name : parent + "." + field.name
        guard let array = unsafe pointer?.pointee else { throw .malformedArray(column: path, reason: "an array is missing") }
        let checker = unsafe ColumnChecker(field: field, path: path, array: array)
        let node = try checker.node()
        try ContentChecker(node: node).check()
        return node
    }

    private func node() throws(ArrowError) -> ColumnNode {
        let (length, offset) = try extent()
        let layout = try BufferLayout(of: field.type, rows: length + offset, path: path)
        let buffers = try unsafe buffers(layout)
        return unsafe ColumnNode(
            field: field, path: path, length: length, offset: offset,
            validity: try validity(layout), buffers: buffers, children: try children(), dictionary: try dictionary()
        )
    }

    /// Length and offset, both small enough that no size computed from them overflows.
    private func extent() throws(ArrowError) -> (length: Int, offset: Int) {
        let most = Int64(1) << 40
        let length = unsafe array.length
        let offset = unsafe array.offset
        guard (0...most).contains(length), (0...most).contains(offset) else {
            throw wrong("length \(length) at offset \(offset)")
        }
        let nulls = unsafe array.null_count
        guard (-1...length).contains(nulls) else { throw wrong("\(nulls) nulls in \(length) rows") }
        return (Int(length), Int(offset))
    }

    private func validity(_ layout: BufferLayout) throws(ArrowError) -> UnsafeRawPointer? {
        guard layout.hasValidity else { return nil }
        let nulls = unsafe array.null_count
        guard nulls != 0 else { return nil }
        guard let buffer = try unsafe pointer(0) else {
            guard nulls < 0 else { throw wrong("\(nulls) nulls, but no word which rows") }
            return nil
        }
        return unsafe buffer
    }

    private func buffers(_ layout: BufferLayout) throws(ArrowError) -> [UnsafeRawBufferPointer] {
        let first = layout.hasValidity ? 1 : 0
        let declared = unsafe array.n_buffers
        if case .null = field.type { return unsafe [] }
        let least = first + layout.sizes.count + (layout.hasMore || layout.offsetBytes != nil ? 1 : 0)
        guard declared == least || (layout.hasMore && declared > least) else {
            throw wrong("\(declared) buffers for \(field.type)")
        }
        var buffers: [UnsafeRawBufferPointer] = unsafe []
        for (index, size) in layout.sizes.enumerated() {
            unsafe buffers.append(try buffer(first + index, size: size))
        }
        if layout.hasMore {
            try unsafe appendViewed(to: &buffers, from: first + layout.sizes.count, through: Int(declared) - 1)
        } else if let offsetBytes = layout.offsetBytes {
            try unsafe appendData(to: &buffers, offsetBytes: offsetBytes, rows: layout.rows)
        }
        return unsafe buffers
    }

    /// The bytes that the last offset reaches.
    private func appendData(to buffers: inout [UnsafeRawBufferPointer], offsetBytes: Int, rows: Int) throws(ArrowError) {
        let index = unsafe buffers.count + 1
        let last = rows * offsetBytes
        let end =
            unsafe buffers[0].isEmpty
            ? 0
            : offsetBytes == 4
                ? Int(buffers[0].loadUnaligned(fromByteOffset: last, as: Int32.self))
                : Int(buffers[0].loadUnaligned(fromByteOffset: last, as: Int64.self))
        guard (0...1 << 48).contains(end) else { throw wrong("its last offset is \(end)") }
        unsafe buffers.append(try buffer(index, size: end))
    }

    /// The data buffers of the view layout, whose sizes stand in the last buffer.
    private func appendViewed(to buffers: inout [UnsafeRawBufferPointer], from first: Int, through last: Int) throws(ArrowError) {
        let sizes = try unsafe buffer(last, size: (last - first) * 8)
        for index in first..<last {
            let size = unsafe sizes.loadUnaligned(fromByteOffset: (index - first) * 8, as: Int64.self)
            guard (0...1 << 48).contains(size) else { throw wrong("a data buffer of \(size) bytes") }
            unsafe buffers.append(try buffer(index, size: Int(size)))
        }
    }

    private func buffer(_ index: Int, size: Int) throws(ArrowError) -> UnsafeRawBufferPointer {
        guard size > 0 else { return unsafe UnsafeRawBufferPointer(start: nil, count: 0) }
        guard let start = try unsafe pointer(index) else {
            // The offsets of an empty array may be left out altogether.
            guard unsafe array.length == 0 else { throw wrong("buffer \(index) of \(size) bytes is missing") }
            return unsafe UnsafeRawBufferPointer(start: nil, count: 0)
        }
        return unsafe UnsafeRawBufferPointer(start: start, count: size)
    }

    private func pointer(_ index: Int) throws(ArrowError) -> UnsafeRawPointer? {
        guard unsafe index < array.n_buffers, let buffers = unsafe array.buffers else {
            throw wrong("buffer \(index) is not among its \(unsafe array.n_buffers)")
        }
        return unsafe buffers[index]
    }

    private func children() throws(ArrowError) -> [ColumnNode] {
        let fields = field.type.children
        let count = unsafe array.n_children
        guard count == fields.count else { throw wrong("\(count) nested arrays for \(field.type)") }
        guard !fields.isEmpty else { return [] }
        guard let pointers = unsafe array.children else { throw wrong("its nested arrays are missing") }
        var nodes: [ColumnNode] = []
        for (index, field) in fields.enumerated() {
            nodes.append(try unsafe Self.node(pointers[index].map { unsafe UnsafePointer($0) }, field: field, parent: path))
        }
        return nodes
    }

    private func dictionary() throws(ArrowError) -> ColumnNode? {
        guard case .dictionary(_, _, let values) = field.type else { return nil }
        guard let dictionary = unsafe array.dictionary else { throw wrong("its dictionary is missing") }
        return try unsafe Self.node(UnsafePointer(dictionary), field: values, parent: path)
    }

    private func wrong(_ reason: String) -> ArrowError { .malformedArray(column: path, reason: reason) }
}

extension ArrowType {
    /// The fields of the nested arrays, in the order of the C data interface.
    var children: [ArrowField] {
        switch self {
        case .list(_, let element), .fixedSizeList(_, let element): [element]
        case .structure(let fields): fields
        case .map(let entries): [entries]
        case .union(_, _, let members): members
        case .runEndEncoded(let bytes, let values):
            [ArrowField(name: "run_ends", type: .integer(bytes: bytes, signed: true)), values]
        default: []
        }
    }
}
