import Relational

/// Types of columns that a rule of equality can be for.
package enum EqualityTypes: String, Hashable, Sendable, Codable, CaseIterable {
    case integer, decimal, float, date, time
    /// With zone or without.
    case timestamp

    /// What stands before the type's name where a rule is written.
    static let prefix = "type:"

    /// The kind of rules that make sense for the types.
    package var kind: EqualityRule.Kind {
        switch self {
        case .integer, .decimal, .float: .number
        case .date, .time, .timestamp: .time
        }
    }

    /// Whether a pair of columns is of the types: either side suffices.
    func hold(_ classes: [TypeClass]) -> Bool {
        switch self {
        case .integer: classes.contains(.integer)
        case .decimal: classes.contains(.decimal)
        case .float: classes.contains(.float)
        case .date: classes.contains(.date)
        case .time: classes.contains(.time)
        case .timestamp: classes.contains(.timestamp) || classes.contains(.zonedTimestamp)
        }
    }
}
