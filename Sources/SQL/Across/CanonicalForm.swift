package import Relational

/// How the values of a type are written for a checksum that two engines calculate alike.
///
/// Equal text means equal values; that equal values have equal text is only hoped for, as it decides nothing but how much is read. No text is
/// empty, so that nothing else is written like NULL.
package enum CanonicalForm: Hashable, Sendable {
    /// Decimal digits.
    case integer
    /// Decimal digits with a point; `isTrimmed` when zeros at the end are to go.
    ///
    /// - Parameter scale: digits behind the point that every value of the type is written with; nil when that varies.
    case number(scale: Int?, isTrimmed: Bool)
    /// The 64 bits of IEEE 754, zero without a sign; of any number that the engine casts to one.
    case double
    /// The same of the double nearest to an exact number without bounds.
    case nearestDouble
    /// A date, a time of day or a timestamp without zone, as ISO 8601 has it.
    case moment
    /// A timestamp with zone, in UTC.
    case instant
    case boolean, uuid, bytes, interval
    /// As it is; its length comes first, so that it cannot be taken for several values.
    case text
}

extension CanonicalForm {
    /// How the values of two types are written, one form for each side; nil where equal text would not tell equal values.
    package static func pair(_ a: ColumnType, _ dialectA: Dialect, _ b: ColumnType, _ dialectB: Dialect) -> (a: Self, b: Self)? {
        let isOneEngine = dialectA.name == dialectB.name
        if a.typeClass.isNumeric && b.typeClass.isNumeric { return numbers(a, b) }
        switch (a.typeClass, b.typeClass) {
        case (.timestamp, .zonedTimestamp): return (.moment, .instant)
        case (.zonedTimestamp, .timestamp): return (.instant, .moment)
        case (.json, .json): return writesAlike(a, b) ? (.text, .text) : nil
        case (.array, .array), (.structure, .structure):
            return isOneEngine && a.spelling == b.spelling && a.base == b.base ? own(a, dialectA) : nil
        case (.unknown, .unknown):
            let forms = [dialectA.types.stagedForm(a), dialectB.types.stagedForm(b)]
            return isOneEngine && forms.allSatisfy(\.isText) ? (.text, .text) : nil
        default: return a.typeClass == b.typeClass ? of(a.typeClass).map { ($0, $0) } : nil
        }
    }

    /// What the engine writes for a nested value, where that can be read at all.
    private static func own(_ type: ColumnType, _ dialect: Dialect) -> (a: Self, b: Self)? {
        if case .nested = dialect.types.stagedForm(type) { (.text, .text) } else { nil }
    }

    private static func of(_ typeClass: TypeClass) -> Self? {
        switch typeClass {
        case .boolean: .boolean
        case .text: .text
        case .binary: .bytes
        case .date, .time, .timestamp: .moment
        case .zonedTimestamp: .instant
        case .interval: .interval
        case .uuid: .uuid
        case .integer, .decimal, .float, .json, .array, .structure, .map, .unknown: nil
        }
    }

    /// Beside a floating number, every number is one.
    private static func numbers(_ a: ColumnType, _ b: ColumnType) -> (a: Self, b: Self) {
        if a.typeClass == .float || b.typeClass == .float {
            func double(_ type: ColumnType) -> Self { type.typeClass == .decimal ? .nearestDouble : .double }
            return (double(a), double(b))
        }
        let isTrimmed = a.typeClass != b.typeClass || scale(a) == nil || scale(a) != scale(b)
        func form(_ type: ColumnType) -> Self { type.typeClass == .integer ? .integer : .number(scale: scale(type), isTrimmed: isTrimmed) }
        return (form(a), form(b))
    }

    /// Of `DECIMAL(10,2)` and `numeric(10,2)`, where the spelling tells it.
    private static func scale(_ type: ColumnType) -> Int? {
        guard type.knowsModifiers, let match = type.base.wholeMatch(of: #/[A-Za-z]+\([0-9]+, ?([0-9]+)\)/#) else { return nil }
        return Int(match.1)
    }

    /// One engine keeps the text of JSON, the other writes it in its own way.
    private static func writesAlike(_ a: ColumnType, _ b: ColumnType) -> Bool { (a.base == "jsonb") == (b.base == "jsonb") }
}

extension StagedForm {
    /// Text that is compared as such with what the same engine writes.
    fileprivate var isText: Bool {
        switch self {
        case .ownText(obstacle: nil), .plain([.text]): true
        default: false
        }
    }
}
