import Relational
import SQL

/// A column of one side on its way into the database that both sides are staged in.
struct StagedColumn: Hashable, Sendable {
    let column: Column
    /// Its name there: the side and its place, as names of two engines may collide.
    let name: String
    let form: StagedForm

    /// Where the text of values stands that the column itself cannot hold.
    var extremeName: String { name + "x" }

    init(_ column: Column, _ side: DiffPlan.Side, _ index: Int, _ form: StagedForm) {
        self.column = column
        name = "\(side.rawValue)\(index)"
        self.form = form
    }
}

/// Two columns of two databases that are compared with each other, by their places.
struct AcrossPair: Hashable, Sendable {
    let a: Int
    let b: Int
    let isKey: Bool
    /// As the user knows them, with the rules of equality that fit.
    let columns: ColumnPair
    /// Why they cannot be compared; nil when they can.
    let obstacle: String?
    /// How nested values of the two meet, where they are not DuckDB's own.
    let nested: NestedPair?
}

/// What two types of two engines ask of each other.
struct AcrossTypes {
    let a: ColumnType
    let b: ColumnType
    let dialectA: Dialect
    let dialectB: Dialect

    var isOneEngine: Bool { dialectA.name == dialectB.name }

    /// Width, precision and zone are told apart within an engine only; across engines there is no common spelling of them.
    var differ: Bool { isOneEngine ? a.differs(from: b) : a.typeClass != b.typeClass }

    var formA: StagedForm { form(a, dialectA, partner: b) }
    var formB: StagedForm { form(b, dialectB, partner: a) }

    /// How nested values of the two meet; nil where there are none, where a part has no counterpart, and for DuckDB's own on both sides.
    var nested: NestedPair? {
        guard a.typeClass.isNested, b.typeClass.isNested else { return nil }
        let isDeep = [dialectA.types.stagedForm(a), dialectB.types.stagedForm(b)].map(\.isNestedText)
        guard isDeep.contains(true), let a = dialectA.types.shape(a), let b = dialectB.types.shape(b) else { return nil }
        return NestedPair(a, b, isDeep: isDeep)
    }

    private func form(_ type: ColumnType, _ dialect: Dialect, partner: ColumnType) -> StagedForm {
        let form = dialect.types.stagedForm(type)
        // Beside a floating number, every number is one; the source itself knows best how to round.
        if case .digits = form, partner.typeClass == .float { return .plain([.nearestDouble]) }
        guard type.typeClass.isNested, !partner.typeClass.isNested else { return form }
        return partner.typeClass == .json ? .json([.jsonText]) : .plain([.text])
    }

    /// Why values of the two cannot be compared honestly; nil when they can.
    var obstacle: String? {
        if let reason = dialectA.types.obstacle(a) ?? dialectB.types.obstacle(b) { return reason }
        for form in [formA, formB] {
            if case .ownText(let reason?) = form { return reason }
        }
        if nested != nil { return nil }
        if [formA, formB].contains(where: \.isNestedText) {
            return "\(a.spelling) and \(b.spelling) are not made of the same parts"
        }
        guard !isOneEngine, [formA, formB].contains(where: \.isOwn) else { return nil }
        return "\(a.spelling) and \(b.spelling) are not compared across engines"
    }

    /// The rules of equality that fit both types, of those asked for.
    func fitting(_ rules: [EqualityRule]) -> ComparisonRule {
        let rules = rules.filter { rule in
            switch rule.kind {
            case .number: a.typeClass.isNumeric && b.typeClass.isNumeric
            case .letterCase, .emptyText: a.typeClass == .text && b.typeClass == .text
            case .time, .arrayOrder: true
            }
        }
        if let nested {
            let type = Dialect.duckdb.types.columnType(nested.spelling)
            return ComparisonRule(type, type, dialect: .duckdb, equality: rules)
        }
        return ComparisonRule(Self.staged(a, formA), Self.staged(b, formB), dialect: .duckdb, equality: rules)
    }

    /// The type a column will have where both meet; of a number's width, only that it has one.
    private static func staged(_ type: ColumnType, _ form: StagedForm) -> ColumnType {
        switch form {
        case .digits: Dialect.duckdb.types.columnType("DECIMAL(38,9)")
        case .instants(let staged, _), .text(_, let staged): Dialect.duckdb.types.columnType(staged)
        case .json: Dialect.duckdb.types.columnType("JSON")
        case .own: type
        case .ownText, .nested: Dialect.duckdb.types.columnType("VARCHAR")
        case .plain(let steps): plain(type, steps)
        }
    }

    private static func plain(_ type: ColumnType, _ steps: [Normalisation]) -> ColumnType {
        guard steps.isEmpty else { return Dialect.duckdb.types.columnType(steps == [.nearestDouble] ? "DOUBLE" : "VARCHAR") }
        let known = Dialect.duckdb.types.columnType(type.spelling)
        if known.typeClass == type.typeClass { return known }
        let spelling: [TypeClass: String] = [.boolean: "BOOLEAN", .integer: "BIGINT", .float: "DOUBLE", .binary: "BLOB"]
        return Dialect.duckdb.types.columnType(spelling[type.typeClass] ?? "VARCHAR")
    }
}

extension StagedForm {
    /// Whether the values of a nested type come as JSON of texts.
    var isNestedText: Bool { if case .nested = self { true } else { false } }

    /// The form for a column that nothing is compared with: as its engine writes it.
    var forReading: StagedForm { isNestedText ? .ownText(obstacle: nil) : self }

    /// Whether only values of the same engine can be told equal.
    fileprivate var isOwn: Bool {
        switch self {
        case .own, .ownText: true
        default: false
        }
    }
}
