import Relational
import SQL

/// Two nested columns of which the one has a counterpart for every part of the other.
indirect enum NestedPair: Hashable, Sendable {
    case value(a: ColumnType, b: ColumnType)
    case elements(NestedPair)
    case fields([Field])
    case entries(key: NestedPair, value: NestedPair)

    struct Field: Hashable, Sendable {
        /// Side a's.
        let name: String
        /// Side b's.
        let nameB: String
        /// Places among the fields of either side.
        let places: [Int]
        let content: NestedPair
    }

    /// Pairs the parts of two shapes: fields by name, if need be ignoring case.
    ///
    /// - Parameter isDeep: per side, whether the engine tells only that something is an array, but not how often.
    /// - Returns: nil where a part has no counterpart.
    init?(_ a: Nested<ColumnType>, _ b: Nested<ColumnType>, isDeep: [Bool] = [false, false], inArray: Bool = false) {
        func paired(_ a: Nested<ColumnType>, _ b: Nested<ColumnType>, inArray: Bool) -> NestedPair? {
            NestedPair(a, b, isDeep: isDeep, inArray: inArray)
        }
        switch (a, b) {
        case (.value(let a), .value(let b)): self = .value(a: a, b: b)
        case (.elements(let a), .elements(let b)):
            guard let pair = paired(a, b, inArray: true) else { return nil }
            self = .elements(pair)
        case (.value, .elements(let element)) where inArray && isDeep[0]:
            guard let pair = paired(a, element, inArray: true) else { return nil }
            self = .elements(pair)
        case (.elements(let element), .value) where inArray && isDeep[1]:
            guard let pair = paired(element, b, inArray: true) else { return nil }
            self = .elements(pair)
        case (.fields(let a), .fields(let b)):
            guard a.count == b.count else { return nil }
            var fields: [Field] = []
            for (placeA, field) in a.enumerated() {
                let placeB = b.firstIndex { $0.name == field.name } ?? b.firstIndex { $0.name.lowercased() == field.name.lowercased() }
                guard let placeB, let content = paired(field.content, b[placeB].content, inArray: false) else { return nil }
                fields.append(Field(name: field.name, nameB: b[placeB].name, places: [placeA, placeB], content: content))
            }
            guard Set(fields.map { $0.places[1] }).count == fields.count else { return nil }
            self = .fields(fields)
        case (.entries(let keyA, let valueA), .entries(let keyB, let valueB)):
            guard let key = paired(keyA, keyB, inArray: false), let value = paired(valueA, valueB, inArray: false) else { return nil }
            self = .entries(key: key, value: value)
        default: return nil
        }
    }

    /// DuckDB's spelling of the type that both sides are brought into.
    var spelling: String {
        switch self {
        case .value: "VARCHAR"
        case .elements(let element): element.spelling + "[]"
        case .fields(let fields):
            "STRUCT(" + fields.map { "\(Dialect.duckdb.quoted($0.name)) \($0.content.spelling)" }.joined(separator: ", ") + ")"
        case .entries(let key, let value): "STRUCT(key \(key.spelling), value \(value.spelling))[]"
        }
    }

    /// Whether there is JSON on both sides of a value, which is compared by content.
    var holdsJSON: Bool {
        switch self {
        case .value(let a, let b): a.typeClass == .json && b.typeClass == .json
        case .elements(let element): element.holdsJSON
        case .fields(let fields): fields.contains { $0.content.holdsJSON }
        case .entries(let key, let value): key.holdsJSON || value.holdsJSON
        }
    }

    /// How one side's values are brought into a form that both share, where one engine compares them.
    func form(_ side: DiffPlan.Side, _ types: TypeRules) -> Nested<[Normalisation]> {
        switch self {
        case .value(let a, let b):
            let rule = ComparisonRule(exactly: a, b, types)
            return .value(side == .a ? rule.a : rule.b)
        case .elements(let element): return .elements(element.form(side, types))
        case .fields(let fields):
            return .fields(
                fields.map { .init(name: side == .a ? $0.name : $0.nameB, sharedName: $0.name, content: $0.content.form(side, types)) })
        case .entries(let key, let value): return .entries(key: key.form(side, types), value: value.form(side, types))
        }
    }
}
