/// Which buffers an array of a type has, and how many bytes each must hold.
///
/// https://arrow.apache.org/docs/format/Columnar.html#buffer-listing-for-each-layout
struct BufferLayout {
    /// Rows up to the end of the array, those before its offset included.
    let rows: Int
    /// Whether the first buffer says which rows have values.
    var hasValidity = true
    /// Bytes of the buffers after validity whose size follows from the number of rows.
    var sizes: [Int] = []
    /// Width of the offsets whose last one says how long the following data buffer is.
    var offsetBytes: Int?
    /// Whether any number of data buffers follows, their sizes in the last buffer.
    var hasMore = false

    init(of type: ArrowType, rows: Int, path: String) throws(ArrowError) {
        self.rows = rows
        switch type {
        case .null, .runEndEncoded: hasValidity = false
        case .boolean: sizes = [(rows + 7) / 8]
        case .structure, .fixedSizeList: break
        case .text(.view), .binary(.view):
            sizes = [rows * ByteView.size]
            hasMore = true
        case .text(let layout), .binary(let layout): setOffsets(layout, hasData: true)
        case .list(.view, _): sizes = [rows * 4, rows * 4]
        case .list(.largeView, _): sizes = [rows * 8, rows * 8]
        case .list(let layout, _): setOffsets(layout, hasData: false)
        case .map: setOffsets(.small, hasData: false)
        case .union(let dense, _, _):
            hasValidity = false
            sizes = dense ? [rows, rows * 4] : [rows]
        default:
            let (size, overflow) = rows.multipliedReportingOverflow(by: type.fixedBytes)
            guard !overflow else { throw .malformedArray(column: path, reason: "\(rows) rows of \(type)") }
            sizes = [size]
        }
    }

    private mutating func setOffsets(_ layout: ArrowType.Layout, hasData: Bool) {
        let bytes = layout == .small ? 4 : 8
        sizes = [(rows + 1) * bytes]
        offsetBytes = hasData ? bytes : nil
    }
}

extension ArrowType {
    /// Bytes of one value, for the types in which all have the same.
    var fixedBytes: Int {
        switch self {
        case .integer(let bytes, _), .float(let bytes), .decimal(_, _, let bytes), .fixedSizeBinary(let bytes): bytes
        case .date(let unit): unit == .day ? 4 : 8
        case .time(let unit): unit == .second || unit == .millisecond ? 4 : 8
        case .timestamp, .duration: 8
        case .interval(.months): 4
        case .interval(.daysAndMilliseconds): 8
        case .interval(.monthsDaysAndNanoseconds): 16
        case .dictionary(let bytes, _, _): bytes
        default: 0
        }
    }
}
