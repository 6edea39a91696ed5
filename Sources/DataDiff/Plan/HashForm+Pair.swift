import Relational
import SQL

extension ColumnPair {
    /// What the values are in the form that both sides share.
    func hashForm(_ types: TypeRules) -> HashForm {
        switch rule.a.last {
        case .double, .nearestDouble: .double
        case .decimal, .digits, .wideInteger, .timeCount: .number(isWide: true)
        case .timestamp: .timestamp
        case .text, .binaryText, .lowercase, .emptyForNull: .text
        case nil: a.type.hashForm(types)
        default: .unsafe
        }
    }
}

extension ColumnType {
    /// Digits that always fit into 64 bits.
    private static let narrow = 18

    fileprivate func hashForm(_ types: TypeRules) -> HashForm {
        switch typeClass {
        case .integer, .decimal: numberForm(types.exactShape(base))
        case .float: .double
        case .text: .text
        case .timestamp, .zonedTimestamp: .timestamp
        case .uuid: .uuid
        case .boolean, .date, .binary: .plain
        // With a zone, the same moment has several spellings.
        case .time: base.lowercased().contains("with time zone") ? .unsafe : .plain
        case .interval, .json, .array, .structure, .map, .unknown: .unsafe
        }
    }

    /// 64-bit integers have 19 digits, unsigned ones 20.
    private func numberForm(_ shape: ExactShape?) -> HashForm {
        guard let shape else { return .number(isWide: true) }
        if typeClass == .integer { return shape.integerDigits <= 20 ? .integer : .number(isWide: true) }
        return .number(isWide: shape.integerDigits + shape.scale > Self.narrow)
    }
}
