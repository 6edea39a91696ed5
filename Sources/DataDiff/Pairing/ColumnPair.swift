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

    /// Chooses the form for two types of one engine: by value within a class, as canonical text across classes.
    package init(_ a: ColumnType, _ b: ColumnType, dialect: Dialect) {
        let types = dialect.types
        if a.spelling == b.spelling || (a.typeClass == .json && b.typeClass == .json) {
            (self.a, self.b) = (types.comparedForm(a), types.comparedForm(b))
        } else if let elements = Self.elements(a, b, types) {
            self = elements
        } else if a.typeClass.isNumeric && b.typeClass.isNumeric {
            (self.a, self.b) = Self.numeric(a, b, types)
        } else if a.typeClass.isTemporal && b.typeClass.isTemporal {
            (self.a, self.b) = Self.temporal(a, b, types)
        } else {
            (self.a, self.b) = (Self.canonicalText(a), Self.canonicalText(b))
        }
    }

    private init(a: [Normalisation], b: [Normalisation]) {
        self.a = a
        self.b = b
    }

    /// Arrays of numbers compare by the numbers; nil for others.
    private static func elements(_ a: ColumnType, _ b: ColumnType, _ types: TypeRules) -> ComparisonRule? {
        guard let elementA = types.element(of: a), let elementB = types.element(of: b) else { return nil }
        if elementA == elementB { return ComparisonRule(a: types.comparedForm(a), b: types.comparedForm(b)) }
        if let nested = elements(elementA, elementB, types) { return nested }
        guard elementA.typeClass.isNumeric && elementB.typeClass.isNumeric else { return nil }
        let (formA, formB) = numeric(elementA, elementB, types)
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

    /// Instants in UTC; as text where only one side holds more than microseconds, so that nothing is rounded.
    private static func temporal(_ a: ColumnType, _ b: ColumnType, _ types: TypeRules) -> ([Normalisation], [Normalisation]) {
        func isFine(_ type: ColumnType) -> Bool { type.typeClass != .date && types.fractionDigits(type.base) > 6 }
        guard isFine(a) || isFine(b) else { return ([.timestamp], [.timestamp]) }
        return (isFine(a) ? [.text] : [.timestamp, .text], isFine(b) ? [.text] : [.timestamp, .text])
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
