/// Why Arrow data could not be read.
///
/// Every case names the column as a dotted path (`order.lines.item`).
package enum ArrowError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A type this program does not read; `format` is the driver's Arrow format string.
    case unsupportedFormat(column: String, format: String)
    /// A type description that contradicts itself.
    case malformedSchema(column: String, reason: String)
    /// Values that contradict their declared type or lengths; reading them would leave their memory.
    case malformedArray(column: String, reason: String)
    /// A column index outside `0..<count`.
    case noSuchColumn(Int, count: Int)
    /// A typed accessor was used on a column of another type.
    case wrongType(column: String, wanted: String, found: String)
    /// An integer that does not fit the accessor's type.
    case valueOutOfRange(column: String, row: Int, wanted: String)
    /// The producer failed; `code` is its errno value.
    case stream(code: Int32, message: String?)

    package var description: String {
        switch self {
        case .unsupportedFormat(let column, let format):
            "column '\(column)' has the Arrow type '\(format)', which cannot be read; cast it to text in the query"
        case .malformedSchema(let column, let reason): "the driver described column '\(column)' wrongly: \(reason)"
        case .malformedArray(let column, let reason): "the driver delivered wrong data for column '\(column)': \(reason)"
        case .noSuchColumn(let index, let count): "there is no column \(index) in a result of \(count) columns"
        case .wrongType(let column, let wanted, let found): "column '\(column)' is \(found), not \(wanted)"
        case .valueOutOfRange(let column, let row, let wanted):
            "column '\(column)', row \(row) of its batch: the value does not fit \(wanted)"
        case .stream(let code, let message): message ?? "reading the result failed with error number \(code)"
        }
    }
}
