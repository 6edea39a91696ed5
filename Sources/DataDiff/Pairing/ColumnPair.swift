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
            let form = Self.sameType(a)
            (self.a, self.b) = (form, form)
        } else if a.typeClass == .array && b.typeClass == .array && Self.elementsCompare(a, b, dialect) {
            // The engine widens the elements of both.
            (self.a, self.b) = ([], [])
        } else if a.typeClass.isNumeric && b.typeClass.isNumeric {
            let form = Self.numeric(a, b, dialect)
            (self.a, self.b) = (form, form)
        } else if a.typeClass.isTemporal && b.typeClass.isTemporal {
            (self.a, self.b) = Self.temporal(a, b, dialect)
        } else {
            (self.a, self.b) = (Self.canonicalText(a), Self.canonicalText(b))
        }
    }

    private static func sameType(_ type: ColumnType) -> [Normalisation] {
        switch type.typeClass {
        case .json: [.jsonContent]
        case .text: type.spelling.hasPrefix("ENUM") ? [] : [.binaryText]
        // Engines call a month and 30 days equal; a reader of the table does not.
        case .interval: [.text]
        default: []
        }
    }

    private static func elementsCompare(_ a: ColumnType, _ b: ColumnType, _ dialect: Dialect) -> Bool {
        func element(_ type: ColumnType) -> ColumnType? {
            guard type.spelling.last == "]", let open = type.spelling.lastIndex(of: "[") else { return nil }
            let spelling = String(type.spelling[..<open])
            return ColumnType(spelling: spelling, typeClass: dialect.typeClass(spelling))
        }
        guard let a = element(a), let b = element(b) else { return false }
        if a.typeClass == .array && b.typeClass == .array { return elementsCompare(a, b, dialect) }
        return a.typeClass.isNumeric && b.typeClass.isNumeric || a == b
    }

    /// Why two columns cannot be compared honestly; nil when they can.
    static func obstacle(_ a: ColumnType, _ b: ColumnType) -> String? {
        let holdsJSON = [a, b].contains { $0.typeClass.isNested && $0.spelling.contains("JSON") }
        return holdsJSON ? "JSON inside \(a.spelling) is not compared by content" : nil
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
        switch type.typeClass {
        case .zonedTimestamp: [.timestamp, .text]
        case .text: [.text, .binaryText]
        default: [.text]
        }
    }
}
