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
    package var typesDiffer: Bool { a.type.spelling != b.type.spelling }
}

/// How the two values of a pair are brought into one form; each list is applied in order.
package struct ComparisonRule: Hashable, Sendable {
    package var a: [Normalisation]
    package var b: [Normalisation]

    /// Chooses the form for two types of one engine: by value within a class, as canonical text across classes.
    package init(_ a: ColumnType, _ b: ColumnType, dialect: Dialect) {
        if a.spelling == b.spelling {
            let form: [Normalisation] = a.typeClass == .json ? [.jsonContent] : []
            (self.a, self.b) = (form, form)
        } else if a.typeClass.isNumeric && b.typeClass.isNumeric {
            let form = Self.numeric(a, b, dialect)
            (self.a, self.b) = (form, form)
        } else if a.typeClass.isTemporal && b.typeClass.isTemporal {
            (self.a, self.b) = Self.temporal(a, b, dialect)
        } else {
            (self.a, self.b) = (Self.canonicalText(a), Self.canonicalText(b))
        }
    }

    /// A float makes both doubles; else numbers compare exactly, as digits where no decimal type is wide enough for both.
    private static func numeric(_ a: ColumnType, _ b: ColumnType, _ dialect: Dialect) -> [Normalisation] {
        if a.typeClass == .float || b.typeClass == .float { return [.double] }
        guard let shapeA = dialect.exactShape(a.spelling), let shapeB = dialect.exactShape(b.spelling) else { return [.digits] }
        let scale = max(shapeA.scale, shapeB.scale)
        let width = max(shapeA.integerDigits, shapeB.integerDigits) + scale
        if scale == 0 && width < 39 { return [.wideInteger] }
        return width <= 38 ? [.decimal(scale: scale)] : [.digits]
    }

    /// Instants in UTC; as text where only one side holds more than microseconds, so that nothing is rounded.
    private static func temporal(_ a: ColumnType, _ b: ColumnType, _ dialect: Dialect) -> ([Normalisation], [Normalisation]) {
        func isFine(_ type: ColumnType) -> Bool { type.typeClass != .date && dialect.fractionDigits(type.spelling) > 6 }
        guard isFine(a) || isFine(b) else { return ([.timestamp], [.timestamp]) }
        return (isFine(a) ? [.text] : [.timestamp, .text], isFine(b) ? [.text] : [.timestamp, .text])
    }

    /// An instant with zone is written in UTC, whatever the session's zone.
    private static func canonicalText(_ type: ColumnType) -> [Normalisation] {
        type.typeClass == .zonedTimestamp ? [.timestamp, .text] : [.text]
    }
}
