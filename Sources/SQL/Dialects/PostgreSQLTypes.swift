import Relational

/// Type names of PostgreSQL as `format_type` spells them, <https://www.postgresql.org/docs/current/datatype.html>.
///
/// Types that users define come with what they are underneath: `enum`, `range`, `record( …)` with all that is inside; `record(json …)` holds
/// JSON somewhere, `record(text …)` something that has no equality of values.
enum PostgreSQLTypes {
    static let rules = TypeRules(
        typeClass: typeClass,
        exactShape: { integerDigits[$0].map { ExactShape(integerDigits: $0, scale: 0) } },
        comparedForm: comparedForm,
        fetchedForm: fetchedForm,
        // Rows come to a file by way of the driver.
        filedForm: fetchedForm,
        stagedForm: stagedForm,
        shape: shape
    )

    private static let classes: [String: TypeClass] = [
        "boolean": .boolean, "smallint": .integer, "integer": .integer, "bigint": .integer, "numeric": .decimal,
        "real": .float, "double precision": .float,
        "text": .text, "character varying": .text, "character": .text, "bpchar": .text, "name": .text, "\"char\"": .text, "citext": .text,
        "enum": .text,
        "bytea": .binary, "date": .date, "time without time zone": .time, "time with time zone": .time,
        "timestamp without time zone": .timestamp, "timestamp with time zone": .zonedTimestamp, "interval": .interval,
        "uuid": .uuid, "json": .json, "jsonb": .json, "record": .structure,
    ]

    private static let integerDigits = ["smallint": 5, "integer": 10, "bigint": 19]

    /// Types outside the classes whose `=` means the same value.
    private static let comparable: Set = [
        "inet", "cidr", "macaddr", "macaddr8", "money", "bit", "bit varying", "oid", "range",
    ]

    /// Text types whose values are told apart by their code points alone.
    private static let plainText: Set = ["text", "character varying"]

    /// The spelling without length, precision, scale and contents.
    private static func plain(_ spelling: String) -> String {
        guard let open = spelling.firstIndex(of: "("), let close = spelling.firstIndex(of: ")"), open < close else { return spelling }
        return String(spelling[..<open] + spelling[spelling.index(after: close)...])
    }

    @Sendable private static func typeClass(_ spelling: String) -> TypeClass {
        spelling.hasSuffix("[]") ? .array : classes[plain(spelling)] ?? .unknown
    }

    @Sendable private static func comparedForm(_ type: ColumnType) -> [Normalisation] {
        switch type.typeClass {
        case .json: type.base == "json" ? [.jsonContent] : []
        case .text: comparedText(plain(type.base))
        // The engine calls a month and 30 days equal; a reader of the table does not.
        case .interval: [.text]
        case .structure: comparedStructure(type.base)
        case .array: comparedArray(plain(String(type.base.dropLast(2))), holds: String(type.base.dropLast(2)))
        case .unknown: comparable.contains(plain(type.base)) ? [] : [.text]
        default: []
        }
    }

    @Sendable private static func shape(_ type: ColumnType) -> Nested<ColumnType>? {
        PostgreSQLShape.read(type.base) { ColumnType(spelling: $0, typeClass: typeClass($0)) }
    }

    private static func comparedStructure(_ base: String) -> [Normalisation] {
        if base.hasPrefix("record(json"), let shape = PostgreSQLShape.read(base, { ColumnType(spelling: $0, typeClass: typeClass($0)) }) {
            return [.structureContent(shape)]
        }
        return base.hasPrefix("record(text") || base.hasPrefix("record(json") ? [.text] : []
    }

    /// Spaces that fill up `character(n)` are no content, and go with the cast; upper and lower case of `citext` are.
    private static func comparedText(_ type: String) -> [Normalisation] {
        if type == "enum" { return [] }
        return plainText.contains(type) ? [.binaryText] : [.text, .binaryText]
    }

    private static func comparedArray(_ element: String, holds base: String) -> [Normalisation] {
        if plainText.contains(element) { return [.binaryText] }
        switch classes[element] {
        case .text: return element == "enum" ? [] : [.text]
        case .interval: return [.text]
        case .structure: return comparedStructure(base).map { $0 == .text ? .text : .elements($0) }
        case .json: return element == "json" ? [.elements(.jsonContent)] : []
        case nil: return comparable.contains(element) ? [] : [.text]
        default: return []
        }
    }

    /// What the driver delivers wrongly, or not at all, goes as text.
    @Sendable private static func stagedForm(_ type: ColumnType) -> StagedForm {
        switch type.typeClass {
        case .boolean, .integer, .float, .binary: .plain([])
        case .decimal: .digits([.text])
        case .text: .plain(plainText.contains(plain(type.base)) ? [] : [.text])
        case .date: .instants(type: "DATE", extreme: [])
        case .timestamp: .instants(type: "TIMESTAMP", extreme: [])
        case .zonedTimestamp: .instants(type: "TIMESTAMP WITH TIME ZONE", extreme: [.timestamp])
        case .time: type.base.hasSuffix("with time zone") ? .plain([.text]) : .text([.text], readAs: "TIME")
        case .uuid: .text([.text], readAs: "UUID")
        case .json: .json([.text])
        case .interval: .plain([.intervalParts])
        case .array, .structure, .map: shape(type).map { .nested($0) } ?? .ownText(obstacle: nil)
        case .unknown: .plain([.text])
        }
    }

    /// The driver has no decoder for most types, reads infinite dates as numbers and loses the dimensions of arrays.
    @Sendable private static func fetchedForm(_ type: ColumnType) -> [Normalisation] {
        switch type.typeClass {
        case .boolean, .integer, .decimal, .float, .binary, .uuid, .json: []
        case .text: plainText.contains(plain(type.base)) ? [] : [.text]
        default: [.text]
        }
    }
}
