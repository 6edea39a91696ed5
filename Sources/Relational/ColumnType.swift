/// What family of values a column holds, whatever the engine calls the type.
///
/// Columns of one class compare by value; across classes they compare as canonical text.
package enum TypeClass: String, Hashable, Sendable, Codable, CaseIterable {
    case boolean, integer, decimal, float, text, binary, date, time
    /// A wall-clock instant without zone; read as UTC.
    case timestamp
    /// An instant with zone.
    case zonedTimestamp
    case interval, uuid, json, array, structure, map
    /// A type this program knows nothing about; compared as the engine's text.
    case unknown

    /// Integers, decimals and floats compare with each other.
    package var isNumeric: Bool { [.integer, .decimal, .float].contains(self) }
    /// Dates and timestamps compare with each other, a date being its midnight.
    package var isTemporal: Bool { [.date, .timestamp, .zonedTimestamp].contains(self) }
    /// Arrays, structures and maps.
    package var isNested: Bool { [.array, .structure, .map].contains(self) }

    /// Whether two columns of these classes compare by value, not as text.
    package func comparesDirectly(with other: TypeClass) -> Bool {
        self == other || (isNumeric && other.isNumeric) || (isTemporal && other.isTemporal)
    }
}

/// A column's type: the engine's own spelling and the class it belongs to.
package struct ColumnType: Hashable, Sendable, Codable {
    /// As the engine spells it, for example `DECIMAL(18,2)`.
    package var spelling: String
    /// The spelling of the type underneath, where `spelling` is a name that somebody gave it (a domain, an enum).
    package var base: String
    /// The family of values.
    package var typeClass: TypeClass
    /// Whether `spelling` tells length, precision and scale, if the column has them.
    package var knowsModifiers: Bool

    package init(spelling: String, base: String? = nil, typeClass: TypeClass, knowsModifiers: Bool = true) {
        self.spelling = spelling
        self.base = base ?? spelling
        self.typeClass = typeClass
        self.knowsModifiers = knowsModifiers
    }

    /// Whether the two are known to be different types; length, precision and scale only count where both sides tell them.
    package func differs(from other: ColumnType) -> Bool {
        if knowsModifiers && other.knowsModifiers { return spelling != other.spelling }
        return spelling.withoutModifiers != other.spelling.withoutModifiers
    }
}

extension String {
    /// Without numbers in parentheses: `timestamp(3) without time zone` becomes `timestamp without time zone`.
    fileprivate var withoutModifiers: String { replacing(#/\([0-9, -]+\)/#, with: "") }
}

/// A column of a table or query.
package struct Column: Hashable, Sendable, Codable {
    /// The raw name, exactly as the engine stores it.
    package var name: String
    package var type: ColumnType

    package init(name: String, type: ColumnType) {
        self.name = name
        self.type = type
    }
}
