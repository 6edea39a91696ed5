import Relational
package import SQL

/// What the values of fetched rows are made into.
package enum RowForm: Hashable, Sendable {
    /// What people read, as the driver can deliver it.
    case read
    /// What they are; for rows that stay in the engine.
    case own
    /// What a file holds without a loss.
    case filed

    func steps(_ type: ColumnType, _ types: TypeRules) -> [Normalisation] {
        switch self {
        case .read: types.fetchedForm(type)
        case .own: []
        case .filed: types.filedForm(type)
        }
    }
}

extension Dataset {
    /// What tables and files with rows of a diff are named for: the table, or `query`.
    package var keptName: String {
        switch self {
        case .relation(let name): name.identifier
        case .query: "query"
        }
    }
}

/// Names for what holds rows of a diff, where those in its statements are nobody's.
package struct KeptNaming: Hashable, Sendable {
    package let dataset: String
    /// By the names in the statements.
    package let columns: [String: String]

    package init(dataset: String, columns: [String: String]) {
        self.dataset = dataset
        self.columns = columns
    }
}

extension DiffPlan {
    /// What tables and files with rows of this diff are named for.
    package var keptName: String { naming?.dataset ?? request.a.keptName }

    fileprivate func title(_ column: String) -> String { naming?.columns[column] ?? column }
}

// Statements for all rows of a kind, with columns that are named for people.
extension DiffPlan {
    /// All rows of a kind, in no order.
    ///
    /// Rows that differ: the key, then per compared column both values (`NAME_a`, `NAME_b`) and whether they differ (`NAME_differs`). Other
    /// rows are whole. Names that a table cannot hold, or that occur twice, are altered.
    /// - Throws: `DiffFailure` (`too_many_columns`) when the engine cannot make such a row.
    package func allRows(_ kind: RowKind, duplicates: Bool, as form: RowForm) throws(DiffFailure) -> Select {
        var plan = self
        plan.rowForm = form
        var select: Select
        switch kind {
        case .different:
            let columns = Array(pairing.values.indices)
            guard slices(of: columns).count == 1 else { throw tooManyColumns }
            select = plan.differentRows(columns, ValueQuery(columns: columns, duplicates: duplicates))
        case .onlyA: select = plan.exclusiveRows(.a, duplicates: duplicates)
        case .onlyB: select = plan.exclusiveRows(.b, duplicates: duplicates)
        case .duplicatesA: select = plan.duplicateRows(.a)
        case .duplicatesB: select = plan.duplicateRows(.b)
        case .nullKeysA: select = plan.nullKeyRows(.a)
        case .nullKeysB: select = plan.nullKeyRows(.b)
        }
        select.columns = zip(select.columns, titles(kind)).map { column, title in
            guard case .expression(let value, _) = column else { return column }
            return .expression(value, as: title)
        }
        // The order is by columns that may go by other names now.
        select.orderBy = []
        select.limit = nil
        return select
    }

    private var tooManyColumns: DiffFailure {
        DiffFailure(
            code: "too_many_columns", message: "the rows that differ have too many columns for one table of \(dialect.name)",
            hint: "compare fewer columns at once, with --columns or --exclude")
    }

    private func titles(_ kind: RowKind) -> [String] {
        var titles = ColumnTitles(dialect)
        switch kind {
        case .different:
            // The statement's order: key, then whether it differs, a's value, b's value.
            return pairing.keys.map { titles.title(title($0.name)) }
                + pairing.values.flatMap {
                    [
                        titles.title(title($0.name), "_differs"), titles.title(title($0.name), "_a"), titles.title(title($0.name), "_b"),
                    ]
                }
        case .onlyA, .duplicatesA, .nullKeysA: return columns(of: .a).map { titles.title(title($0.name)) }
        case .onlyB, .duplicatesB, .nullKeysB: return columns(of: .b).map { titles.title(title($0.name)) }
        }
    }
}

/// Names for the columns of one table: as long as the engine allows, no two the same to it.
struct ColumnTitles {
    private let ignoresCase: Bool
    private let limit: Int?
    private var taken: Set<String> = []

    init(_ dialect: Dialect) {
        ignoresCase = dialect.ignoresIdentifierCase
        limit = dialect.nameLimit
    }

    mutating func title(_ stem: String, _ ending: String = "") -> String {
        var number = 1
        while true {
            let end = ending + (number == 1 ? "" : "_\(number)")
            let title = Self.cut(stem, to: limit.map { $0 - end.utf8.count }) + end
            if taken.insert(ignoresCase ? title.lowercased() : title).inserted { return title }
            number += 1
        }
    }

    /// The beginning of a text that takes at most so many bytes.
    static func cut(_ text: String, to bytes: Int?) -> String {
        guard let bytes, text.utf8.count > bytes else { return text }
        var result = String.UnicodeScalarView()
        var length = 0
        for scalar in text.unicodeScalars {
            length += String(scalar).utf8.count
            guard length <= bytes else { break }
            result.append(scalar)
        }
        return String(result)
    }
}
