import Relational
package import SQL

/// The statements of one in-database diff, as values: nothing is run here.
///
/// Both sides are read through common tables (`pl_a` and `pl_b`) that hold the normalised key as `k0`, `k1`, … and the normalised
/// compared columns as `v0`, `v1`, … of the rows that pass the filters and have no NULL in their key. Their names begin with a prefix
/// that occurs nowhere in what the user wrote, as a common table would hide a table of the same name.
package struct DiffPlan: Sendable {
    package let request: DiffRequest
    package let pairing: ColumnPairing
    /// Removed and added columns that might be one renamed column, at most ``renameCandidateLimit``.
    package let renameCandidates: [ColumnPair]
    let dialect: Dialect
    private let prefix: String
    /// What confines the diff in time; nil for all rows.
    package var window: WindowFilter?
    /// What tables and files with rows are called; nil for the request's own names.
    package var naming: KeptNaming?
    /// What fetched rows are made of.
    var rowForm = RowForm.read
    /// Whether rows of both sides are read as pairs, from the table `placed` instead of `a` and `b`.
    var isPlaced = false

    package init(_ request: DiffRequest, pairing: ColumnPairing, dialect: Dialect) {
        self.request = request
        self.pairing = pairing
        self.dialect = dialect
        prefix = Self.unusedPrefix(request)
        // Each candidate takes three columns beside those of the values and the two counts of rows.
        let room = dialect.columnLimit.map { max(0, $0 - 2 - pairing.keys.count - pairing.values.count) / 3 } ?? .max
        renameCandidates = RenameCandidates(pairing, dialect.types).pairs.prefix(room).map { a, b in
            let rules = pairing.looseRules[a.name] ?? []
            return ColumnPair(a: a, b: b, rule: ComparisonRule(a.type, b.type, dialect: dialect, equality: rules))
        }
    }

    private static func unusedPrefix(_ request: DiffRequest) -> String {
        let texts = [request.a, request.b].map { dataset in
            switch dataset {
            case .relation(let name): name.description
            case .query(let sql): sql
            }
        }
        let written = (texts + request.filtersA + request.filtersB).joined(separator: "\n").lowercased()
        var prefix = "pl_"
        while written.contains(prefix) { prefix = "p" + prefix }
        return prefix
    }

    /// One of the two tables of a diff.
    package enum Side: String, Hashable, Sendable, CaseIterable {
        case a, b

        /// The opposite one.
        package var other: Side { self == .a ? .b : .a }
    }
}

// Names inside the statements: short, and never a user's column name.
extension DiffPlan {
    /// The name of a common table.
    func named(_ name: String) -> String { prefix + name }
    /// The common table with the side's keys.
    func alias(_ side: Side) -> String { named(side.rawValue) }
    /// The common table with the side's rows as they are.
    func rowsName(_ side: Side) -> String { named("rows_\(side.rawValue)") }
    /// The common table with the side's duplicate keys.
    func duplicatesName(_ side: Side) -> String { named("\(side.rawValue)_dup") }

    /// A column of the common table with the side's keys.
    func held(_ name: String, by side: Side) -> Expression {
        isPlaced ? .column("\(side.rawValue)_\(name)", of: named("placed")) : .column(name, of: alias(side))
    }
    func key(_ index: Int, of side: Side) -> Expression { held("k\(index)", by: side) }
    func value(_ index: Int, of side: Side) -> Expression { held("v\(index)", by: side) }
    func candidate(_ index: Int, of side: Side) -> Expression { held("h\(index)", by: side) }
    func keys(of side: Side) -> [Expression] { pairing.keys.indices.map { key($0, of: side) } }

    /// Rows of the side after its filters, with the user's own column names.
    func rows(of side: Side, windowed: Bool = true) -> CommonTable {
        let filters = (side == .a ? request.filtersA : request.filtersB).map { Expression.raw($0) }
        let source = (side == .a ? request.a : request.b).source
        let conditions = filters + (windowed ? window.map { [$0.holds(side)] } ?? [] : [])
        return CommonTable(rowsName(side), Select([.all], from: source, where: conditions.isEmpty ? nil : .all(conditions)))
    }

    /// A column of the pair on one side, as it is.
    func raw(_ pair: ColumnPair, _ side: Side) -> Expression {
        .column(side == .a ? pair.a.name : pair.b.name, of: rowsName(side))
    }

    /// A column as it is fetched for people to read.
    func fetched(_ column: Column, _ side: Side) -> Expression {
        rowForm.steps(column.type, dialect.types).reduce(.column(column.name, of: rowsName(side))) { .normalised($0, $1) }
    }

    /// A column of the pair on one side, in the form both sides share.
    func normalised(_ pair: ColumnPair, _ side: Side) -> Expression { normalised(pair, side, of: rowsName(side)) }

    /// The same, read from a table of that name, or from the only one there is.
    func normalised(_ pair: ColumnPair, _ side: Side, of table: String?) -> Expression {
        let column = Expression.column(side == .a ? pair.a.name : pair.b.name, of: table)
        return (side == .a ? pair.rule.a : pair.rule.b).reduce(column) { .normalised($0, $1) }
    }

    func hasKey(_ side: Side) -> Expression { .all(pairing.keys.map { .isNotNull(raw($0, side)) }) }

    /// The common table `a` or `b`, with what the statement needs besides the key.
    ///
    /// - Parameters:
    ///   - columns: places of the compared columns whose values it holds.
    ///   - restriction: what else must hold, by the columns as they are.
    func keyed(
        _ side: Side, columns places: [Int] = [], candidates: Bool = false, extra: [SelectColumn] = [],
        where restriction: Expression? = nil
    ) -> CommonTable {
        var columns = pairing.keys.enumerated().map { SelectColumn.expression(normalised($1, side), as: "k\($0)") }
        columns += places.map { .expression(normalised(pairing.values[$0], side), as: "v\($0)") }
        if candidates { columns += renameCandidates.enumerated().map { .expression(normalised($1, side), as: "h\($0)") } }
        let condition = restriction.map { Expression.all([hasKey(side), $0]) } ?? hasKey(side)
        return CommonTable(alias(side), Select(columns + extra, from: .common(rowsName(side)), where: condition))
    }

    /// Keys that occur more than once on the side.
    func duplicateKeys(of side: Side) -> CommonTable {
        CommonTable(
            duplicatesName(side),
            Select(
                pairing.keys.indices.map { .expression(key($0, of: side), as: "k\($0)") },
                from: .common(alias(side)),
                groupBy: keys(of: side),
                having: .comparison(.count(), .greater, .integer(1))
            )
        )
    }

    /// Whether a row of `side` has its key in another common table.
    func isIn(_ table: String, _ side: Side) -> Expression {
        let matches = pairing.keys.indices.map { Expression.comparison(.column("k\($0)", of: table), .equal, key($0, of: side)) }
        return .exists(Select([.expression(.integer(1), as: "found")], from: .common(table), where: .all(matches)))
    }

    var sameKey: Expression { .all(pairing.keys.indices.map { .comparison(key($0, of: .a), .equal, key($0, of: .b)) }) }
}
