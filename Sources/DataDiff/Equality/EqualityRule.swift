package import Relational

/// One thing that counts as equal beside the same value.
package enum EqualityRule: Hashable, Sendable {
    /// Numbers not further apart than that.
    case absolute(DecimalNumber)
    /// Numbers not further apart than that share of the larger magnitude.
    case relative(DecimalNumber)
    /// Dates, times and timestamps not further apart than that.
    case time(TimeSpan)
    /// Text that is the same in lower case, as the engine's `lower()` has it.
    case ignoresCase
    /// NULL and the empty text.
    case nullEqualsEmpty
    /// Arrays with the same elements, each as often, in any order.
    case ignoresArrayOrder

    /// Rules that can stand in for each other: a column's own replace the global ones of the kind.
    package enum Kind: Hashable, Sendable, CaseIterable { case number, time, letterCase, emptyText, arrayOrder }

    package var kind: Kind {
        switch self {
        case .absolute, .relative: .number
        case .time: .time
        case .ignoresCase: .letterCase
        case .nullEqualsEmpty: .emptyText
        case .ignoresArrayOrder: .arrayOrder
        }
    }

    /// As options and JSON write it.
    package var text: String {
        switch self {
        case .absolute(let x): "abs:\(x.text)"
        case .relative(let x): "rel:\(x.text)"
        case .time(let span): "time:\(span.text)"
        case .ignoresCase: "ignore_case"
        case .nullEqualsEmpty: "null_equals_empty"
        case .ignoresArrayOrder: "ignore_array_order"
        }
    }

    /// Reads ``text``; nil for anything else.
    package init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let argument = parts.count == 2 ? parts[1] : ""
        switch parts[0] {
        case "abs": self.init(DecimalNumber(argument).map { .absolute($0) })
        case "rel": self.init(DecimalNumber(argument).map { .relative($0) })
        case "time": self.init(TimeSpan(argument).map { .time($0) })
        case "ignore_case" where parts.count == 1: self = .ignoresCase
        case "null_equals_empty" where parts.count == 1: self = .nullEqualsEmpty
        case "ignore_array_order" where parts.count == 1: self = .ignoresArrayOrder
        default: return nil
        }
    }

    private init?(_ rule: EqualityRule?) {
        guard let rule else { return nil }
        self = rule
    }
}

extension EqualityRule: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let rule = EqualityRule(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "no rule of equality")
        }
        self = rule
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
