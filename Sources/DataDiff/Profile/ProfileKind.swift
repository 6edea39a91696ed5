import Relational
import SQL

/// What can be said of a column, going by its type.
enum ProfileKind: Hashable, Sendable {
    case number, text, boolean, moment
    /// Different values can be counted, and that is all.
    case countable
    /// Only whether there is a value.
    case opaque

    init(_ type: ColumnType, _ types: TypeRules) {
        guard types.obstacle(type) == nil else {
            self = .opaque
            return
        }
        self =
            switch type.typeClass {
            case .integer, .decimal, .float: .number
            case .text: .text
            case .boolean: .boolean
            case .date, .timestamp, .zonedTimestamp: .moment
            case .binary, .time, .interval, .uuid: .countable
            case .json, .array, .structure, .map, .unknown: .opaque
            }
    }

    /// Besides the number of values.
    var statistics: [ProfileStatistic] {
        switch self {
        case .number: [.minimum, .maximum, .mean, .nans, .infinities, .lowest, .highest]
        case .moment: [.minimum, .maximum, .lowest, .highest]
        case .text: [.shortest, .longest, .empty]
        case .boolean, .countable, .opaque: []
        }
    }

    var hasQuantiles: Bool { self == .number || self == .moment }
    var hasTopValues: Bool { isGrouped && self != .countable }
    /// Whether equal values can be put together.
    var isGrouped: Bool { self != .opaque }
}
