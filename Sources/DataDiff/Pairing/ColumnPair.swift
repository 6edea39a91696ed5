package import Relational
package import SQL

/// Two columns that are compared, and the form in which they are.
package struct ColumnPair: Hashable, Sendable {
    package let a: Column
    package let b: Column
    package let rule: ComparisonRule

    /// Side a's name names the pair.
    package var name: String { a.name }
    /// Whether the engines spell the two types differently.
    package var typesDiffer: Bool { a.type.differs(from: b.type) }
}

/// How the two values of a pair are brought into one form; each list is applied in order.
package struct ComparisonRule: Hashable, Sendable {
    package var a: [Normalisation]
    package var b: [Normalisation]
    /// What else counts as equal: of those asked for, the rules that fit both types.
    package private(set) var equality: [EqualityRule] = []
    /// When two values that differ in that form are equal all the same.
    package private(set) var closeness: [Closeness] = []

    /// Chooses the form for two types of one engine: by value within a class, as canonical text across classes.
    ///
    /// - Parameter equality: the rules asked for; those that do not fit the types have no effect.
    package init(_ a: ColumnType, _ b: ColumnType, dialect: Dialect, equality: [EqualityRule] = []) {
        self.init(exactly: a, b, dialect.types)
        let pair = PairCloseness(a: a, b: b, types: dialect.types, form: self.a)
        for rule in equality {
            if let close = pair.closeness(rule) {
                closeness.append(close)
            } else if rule == .ignoresArrayOrder {
                guard let levels = dialect.types.arrayLevels(a), sortElements(a, b, levels, dialect.types) else { continue }
            } else if !pair.isText || ![.letterCase, .emptyText].contains(rule.kind) {
                continue
            }
            self.equality.append(rule)
        }
        if pair.isText { looseText() }
    }

    /// The form of text that case or emptiness do not count in; folded before the collation goes, by which the engine knows the letters.
    private mutating func looseText() {
        let steps: [Normalisation] =
            (equality.contains(.ignoresCase) ? [.lowercase] : []) + (equality.contains(.nullEqualsEmpty) ? [.emptyForNull] : [])
        guard !steps.isEmpty else { return }
        (a, b) = ([.text] + steps + [.binaryText], [.text] + steps + [.binaryText])
    }

    /// - Returns: false for arrays that are compared as text.
    private mutating func sortElements(_ typeA: ColumnType, _ typeB: ColumnType, _ levels: Int, _ types: TypeRules) -> Bool {
        guard types.arrayLevels(typeB) == levels else { return false }
        guard typeA.spelling == typeB.spelling || a != [.text] else { return false }
        func sorted(_ form: [Normalisation]) -> [Normalisation] {
            (form == [.text] ? [.elements(.text), .binaryText] : form) + [.sortedElements(levels: levels)]
        }
        (a, b) = (sorted(a), sorted(b))
        return true
    }

    init(exactly a: ColumnType, _ b: ColumnType, _ types: TypeRules) {
        if a.spelling == b.spelling || (a.typeClass == .json && b.typeClass == .json) {
            (self.a, self.b) = (types.comparedForm(a), types.comparedForm(b))
        } else if let elements = Self.elements(a, b, types) {
            self = elements
        } else if let a = types.shape(a), let b = types.shape(b), let parts = NestedPair(a, b) {
            (self.a, self.b) = ([.nested(parts.form(.a, types))], [.nested(parts.form(.b, types))])
        } else if a.typeClass.isNumeric && b.typeClass.isNumeric {
            (self.a, self.b) = Self.numeric(a, b, types)
        } else if a.typeClass.isTemporal && b.typeClass.isTemporal {
            (self.a, self.b) = Self.temporal(a, b, types)
        } else {
            (self.a, self.b) = (Self.canonicalText(a), Self.canonicalText(b))
        }
    }

    init(a: [Normalisation], b: [Normalisation]) {
        self.a = a
        self.b = b
    }

    /// Arrays of numbers and of JSON compare by their elements; nil for others.
    private static func elements(_ a: ColumnType, _ b: ColumnType, _ types: TypeRules) -> ComparisonRule? {
        guard let elementA = types.element(of: a), let elementB = types.element(of: b) else { return nil }
        if elementA == elementB { return ComparisonRule(a: types.comparedForm(a), b: types.comparedForm(b)) }
        if let nested = elements(elementA, elementB, types) {
            return ComparisonRule(a: nested.a.map { .elements($0) }, b: nested.b.map { .elements($0) })
        }
        let isJSON = elementA.typeClass == .json && elementB.typeClass == .json
        guard isJSON || elementA.typeClass.isNumeric && elementB.typeClass.isNumeric else { return nil }
        let json: ([Normalisation], [Normalisation]) = ([.jsonContent], [.jsonContent])
        let (formA, formB) = isJSON ? json : numeric(elementA, elementB, types)
        return ComparisonRule(a: formA.map { .elements($0) }, b: formB.map { .elements($0) })
    }

    /// Why two columns cannot be compared honestly; nil when they can.
    static func obstacle(_ a: ColumnType, _ b: ColumnType, _ types: TypeRules) -> String? {
        types.obstacle(a) ?? types.obstacle(b)
    }

    /// A float makes both doubles; else numbers compare exactly, as digits where no decimal type is wide enough for both.
    private static func numeric(_ a: ColumnType, _ b: ColumnType, _ types: TypeRules) -> ([Normalisation], [Normalisation]) {
        let (shapeA, shapeB) = (types.exactShape(a.base), types.exactShape(b.base))
        if a.typeClass == .float || b.typeClass == .float {
            func double(_ type: ColumnType, _ shape: ExactShape?) -> [Normalisation] {
                type.typeClass == .float || shape != nil ? [.double] : [.nearestDouble]
            }
            return (double(a, shapeA), double(b, shapeB))
        }
        let form = exact(shapeA, shapeB)
        return ([form], [form])
    }

    private static func exact(_ a: ExactShape?, _ b: ExactShape?) -> Normalisation {
        guard let a, let b else { return .digits }
        let scale = max(a.scale, b.scale)
        let width = max(a.integerDigits, b.integerDigits) + scale
        if scale == 0 && width < 39 { return .wideInteger }
        return width <= 38 ? .decimal(scale: scale) : .digits
    }

    /// Instants in UTC; counted where one side holds what the other's type has no room for: dates further away, or less than microseconds.
    private static func temporal(_ a: ColumnType, _ b: ColumnType, _ types: TypeRules) -> ([Normalisation], [Normalisation]) {
        func isFine(_ type: ColumnType) -> Bool { type.typeClass != .date && types.fractionDigits(type.base) > 6 }
        let hasDate = [a, b].map { $0.typeClass == .date }
        if hasDate == [true, true] { return ([], []) }
        let isCountedFinely = isFine(a) || isFine(b)
        guard isCountedFinely || hasDate.contains(true) else { return ([.timestamp], [.timestamp]) }
        func count(_ type: ColumnType) -> [Normalisation] {
            [.timeCount(TimeCount(of: type.typeClass == .date ? .date : isFine(type) ? .fineInstant : .instant, isFine: isCountedFinely))]
        }
        return (count(a), count(b))
    }

    /// An instant with zone is written in UTC, whatever the session's zone.
    private static func canonicalText(_ type: ColumnType) -> [Normalisation] {
        switch type.typeClass {
        case .zonedTimestamp: [.timestamp, .text]
        case .text: [.text, .binaryText]
        default: [.text]
        }
    }
}
