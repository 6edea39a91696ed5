/// Checks what a node's buffers say about each other: that offsets rise, and that whatever points into another buffer or
/// array stays inside it.
struct ContentChecker {
    let node: ColumnNode

    /// - Throws: `ArrowError.malformedArray`.
    func check() throws(ArrowError) {
        switch node.field.type {
        case .text(.view), .binary(.view): try checkViews()
        case .text(let layout), .binary(let layout): try checkOffsets(layout, limit: nil)
        case .list(let layout, _): try checkOffsets(layout, limit: node.children[0].length)
        case .map: try checkMap()
        case .fixedSizeList(let count, _):
            let (needed, overflow) = end.multipliedReportingOverflow(by: count)
            guard !overflow, needed <= node.children[0].length else { throw tooShort(node.children[0]) }
        case .structure:
            for child in node.children where child.length < end { throw tooShort(child) }
        case .union(let dense, let codes, _): try checkUnion(dense: dense, codes: codes)
        case .dictionary(let bytes, let signed, _): try checkIndexes(bytes: bytes, signed: signed)
        case .runEndEncoded(let bytes, _): try checkRuns(bytes: bytes)
        default: break
        }
    }

    /// Rows up to the array's end, those before its offset included.
    private var end: Int { node.offset + node.length }

    /// A `limit` of nil: the data buffer was sized by the last offset.
    private func checkOffsets(_ layout: ArrowType.Layout, limit: Int?) throws(ArrowError) {
        guard node.length > 0 else { return }
        let isView = layout == .view || layout == .largeView
        let limit = limit ?? node.bufferSize(1)
        for row in 0..<node.length where !isView || node.isValid(row) {
            guard let (start, count) = node.extent(row, layout), start >= 0, count >= 0, start <= limit - count else {
                throw wrong("row \(row) reaches outside its data")
            }
        }
    }

    private func checkMap() throws(ArrowError) {
        try checkOffsets(.small, limit: node.children[0].length)
    }

    private func checkViews() throws(ArrowError) {
        for row in 0..<node.length where node.isValid(row) {
            guard node.viewIsInside(row) else { throw wrong("row \(row) reaches outside its data") }
        }
    }

    private func checkUnion(dense: Bool, codes: [Int8]) throws(ArrowError) {
        for row in 0..<node.length {
            let code = node.fixed(row, as: Int8.self)
            guard let member = codes.firstIndex(of: code) else { throw wrong("row \(row) is of the unknown member \(code)") }
            let place = dense ? Int(node.element(node.offset + row, of: 1, as: Int32.self)) : node.offset + row
            guard (0..<node.children[member].length).contains(place) else { throw tooShort(node.children[member]) }
        }
    }

    private func checkIndexes(bytes: Int, signed: Bool) throws(ArrowError) {
        let count = Int64(node.dictionary?.length ?? 0)
        for row in 0..<node.length where node.isValid(row) {
            guard (0..<count).contains(node.integer(row, bytes: bytes, signed: signed)) else {
                throw wrong("row \(row) names a value outside its dictionary of \(count)")
            }
        }
    }

    private func checkRuns(bytes: Int) throws(ArrowError) {
        let ends = node.children[0]
        var last: Int64 = 0
        for run in 0..<ends.length {
            let next = ends.integer(run, bytes: bytes, signed: true)
            guard ends.isValid(run), next > last else { throw wrong("run \(run) does not end behind the one before") }
            last = next
        }
        guard last >= Int64(end), node.children[1].length >= ends.length else { throw wrong("its runs end before its rows") }
    }

    private func tooShort(_ child: ColumnNode) -> ArrowError {
        wrong("the nested array '\(child.path)' of \(child.length) rows is too short")
    }

    private func wrong(_ reason: String) -> ArrowError { .malformedArray(column: node.path, reason: reason) }
}

extension ColumnNode {
    fileprivate func bufferSize(_ index: Int) -> Int { unsafe buffers[index].count }

    /// Start and count of the row before anything is known about them; nil when the end does not fit.
    fileprivate func extent(_ row: Int, _ layout: ArrowType.Layout) -> (start: Int, count: Int)? {
        let index = offset + row
        let start: Int
        let count: Int
        var overflow = false
        switch layout {
        case .small:
            start = Int(element(index, as: Int32.self))
            count = Int(element(index + 1, as: Int32.self)) - start
        case .large:
            start = Int(element(index, as: Int64.self))
            (count, overflow) = Int(element(index + 1, as: Int64.self)).subtractingReportingOverflow(start)
        case .view:
            start = Int(element(index, as: Int32.self))
            count = Int(element(index, of: 1, as: Int32.self))
        case .largeView:
            start = Int(element(index, as: Int64.self))
            count = Int(element(index, of: 1, as: Int64.self))
        }
        return overflow ? nil : (start, count)
    }

    fileprivate func viewIsInside(_ row: Int) -> Bool {
        let view = unsafe ByteView(buffers[0], at: (offset + row) * ByteView.size)
        guard view.count >= 0 else { return false }
        if view.isInline { return true }
        guard view.buffer >= 0, unsafe view.buffer < buffers.count - 1, view.start >= 0 else { return false }
        return unsafe view.start <= buffers[1 + view.buffer].count - view.count
    }
}
