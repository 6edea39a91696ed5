import Relational
import SQL

/// The rules of equality that fit two types, and what they ask of a comparison.
struct PairCloseness {
    let a: ColumnType
    let b: ColumnType
    let types: TypeRules
    /// What side a's values are brought into.
    let form: [Normalisation]

    /// What counts as close by a rule; nil for rules that do not fit the types, or that change the compared form instead.
    func closeness(_ rule: EqualityRule) -> Closeness? {
        switch rule {
        case .absolute(let x): numberForm.map { .absolute(x, $0) }
        case .relative(let x): numberForm.map { .relative(x, $0) }
        case .time(let span): timeForm.map { .time(nanoseconds: span.nanoseconds, $0) }
        default: nil
        }
    }

    var isText: Bool { a.typeClass == .text && b.typeClass == .text }

    private var numberForm: Closeness.NumberForm? {
        guard a.typeClass.isNumeric && b.typeClass.isNumeric else { return nil }
        if a.typeClass == .float || b.typeClass == .float { return .double }
        let shapes = [types.exactShape(a.base), types.exactShape(b.base)]
        let scale = shapes.map { $0?.scale ?? 0 }.max() ?? 0
        let digits = shapes.contains(nil) ? nil : shapes.compactMap { $0?.integerDigits }.max().map { $0 + scale }
        return .exact(scale: scale, digits: digits)
    }

    /// A time of day with a zone has no difference to another.
    private var timeForm: Closeness.TimeForm? {
        if case .timeCount(let count)? = form.last { return .count(fine: count.isFine) }
        let isFine = [a, b].contains { $0.typeClass != .date && types.fractionDigits($0.base) > 6 }
        if a.typeClass == .date && b.typeClass == .date { return .days }
        if a.typeClass.isTemporal && b.typeClass.isTemporal { return .instant(fine: isFine) }
        let isClock = [a, b].allSatisfy { $0.typeClass == .time && !$0.base.hasSuffix("with time zone") }
        return isClock ? .clock(fine: isFine) : nil
    }
}
