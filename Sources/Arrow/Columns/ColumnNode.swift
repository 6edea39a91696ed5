import CADBC

/// One array of a batch, nested ones included, after `ColumnChecker` has found it consistent.
///
/// Rows are logical: `0..<length`, the array's own offset added inside. Unchecked Sendable: never written after `init`,
/// and its memory outlives it (`SharedArray`).
@safe final class ColumnNode: @unchecked Sendable {
    let field: ArrowField
    /// Dotted, for messages.
    let path: String
    let length: Int
    let offset: Int
    /// A set bit is a value; nil when every row has one.
    let validity: UnsafeRawPointer?
    /// The buffers after validity, each with the size that type, length and offset declare.
    let buffers: [UnsafeRawBufferPointer]
    let children: [ColumnNode]
    let dictionary: ColumnNode?

    init(
        field: ArrowField, path: String, length: Int, offset: Int,
        validity: UnsafeRawPointer?, buffers: [UnsafeRawBufferPointer], children: [ColumnNode], dictionary: ColumnNode?
    ) {
        self.field = field
        self.path = path
        self.length = length
        self.offset = offset
        unsafe self.validity = validity
        unsafe self.buffers = unsafe buffers
        self.children = children
        self.dictionary = dictionary
    }

    /// Whether the row has a value in this array; a dictionary's value may still be null.
    func isValid(_ row: Int) -> Bool {
        guard let validity = unsafe validity else { return true }
        let bit = offset + row
        return unsafe validity.load(fromByteOffset: bit >> 3, as: UInt8.self) >> UInt8(bit & 7) & 1 == 1
    }

    /// The element `index` of buffer `buffer`, no offset added.
    func element<Element: BitwiseCopyable>(_ index: Int, of buffer: Int = 0, as type: Element.Type) -> Element {
        unsafe buffers[buffer].loadUnaligned(fromByteOffset: index * MemoryLayout<Element>.size, as: type)
    }

    /// The row's fixed-width element.
    func fixed<Element: BitwiseCopyable>(_ row: Int, as type: Element.Type) -> Element {
        element(offset + row, as: type)
    }

    /// The row's integer of `bytes` bytes; an unsigned one of eight bytes as its bit pattern.
    func integer(_ row: Int, bytes: Int, signed: Bool) -> Int64 {
        switch (bytes, signed) {
        case (1, true): Int64(fixed(row, as: Int8.self))
        case (1, false): Int64(fixed(row, as: UInt8.self))
        case (2, true): Int64(fixed(row, as: Int16.self))
        case (2, false): Int64(fixed(row, as: UInt16.self))
        case (4, true): Int64(fixed(row, as: Int32.self))
        case (4, false): Int64(fixed(row, as: UInt32.self))
        default: fixed(row, as: Int64.self)
        }
    }

    /// Where the row's bytes or elements lie, for the layouts with offsets.
    func range(_ row: Int, _ layout: ArrowType.Layout) -> Range<Int> {
        let index = offset + row
        switch layout {
        case .small: return Int(element(index, as: Int32.self))..<Int(element(index + 1, as: Int32.self))
        case .large: return Int(element(index, as: Int64.self))..<Int(element(index + 1, as: Int64.self))
        case .view:
            let start = Int(element(index, as: Int32.self))
            return start..<start + Int(element(index, of: 1, as: Int32.self))
        case .largeView:
            let start = Int(element(index, as: Int64.self))
            return start..<start + Int(element(index, of: 1, as: Int64.self))
        }
    }

    /// The row's bytes in a text or binary column, in place.
    @unsafe func bytes(_ row: Int, _ layout: ArrowType.Layout) -> UnsafeRawBufferPointer {
        guard layout == .view else {
            let range = range(row, layout)
            return unsafe range.isEmpty ? UnsafeRawBufferPointer(start: nil, count: 0) : UnsafeRawBufferPointer(rebasing: buffers[1][range])
        }
        let view = (offset + row) * ByteView.size
        let header = unsafe ByteView(buffers[0], at: view)
        if header.isInline { return unsafe UnsafeRawBufferPointer(rebasing: buffers[0][view + 4..<view + 4 + header.count]) }
        return unsafe UnsafeRawBufferPointer(rebasing: buffers[1 + header.buffer][header.start..<header.start + header.count])
    }

    /// The row's fixed number of bytes, in place.
    @unsafe func fixedBytes(_ row: Int, count: Int) -> UnsafeRawBufferPointer {
        guard count > 0 else { return unsafe UnsafeRawBufferPointer(start: nil, count: 0) }
        let start = (offset + row) * count
        return unsafe UnsafeRawBufferPointer(rebasing: buffers[0][start..<start + count])
    }

    /// The row of the child in which the value of a run-end encoded row is stored: that of the first run that ends behind it.
    func run(of row: Int, endBytes: Int) -> Int {
        let ends = children[0]
        let target = Int64(offset + row)
        var low = 0
        var high = ends.length - 1
        while low < high {
            let middle = (low + high) / 2
            if ends.integer(middle, bytes: endBytes, signed: true) > target { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

/// The sixteen bytes in front of a text or binary value in the view layout.
struct ByteView {
    static let size = 16

    let count: Int
    let buffer: Int
    let start: Int

    init(_ views: UnsafeRawBufferPointer, at position: Int) {
        count = Int(unsafe views.loadUnaligned(fromByteOffset: position, as: Int32.self))
        buffer = Int(unsafe views.loadUnaligned(fromByteOffset: position + 8, as: Int32.self))
        start = Int(unsafe views.loadUnaligned(fromByteOffset: position + 12, as: Int32.self))
    }

    /// Short values lie in the view itself.
    var isInline: Bool { count <= 12 }
}
