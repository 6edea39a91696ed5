package import Relational

/// A SELECT statement as a value.
package struct Select: Hashable, Sendable {
    /// Named subqueries, in order; later ones may use earlier ones.
    package var with: [CommonTable]
    package var columns: [SelectColumn]
    package var from: Source
    package var joins: [Join]
    package var predicate: Expression?
    package var groupBy: [Expression]
    package var having: Expression?
    package var orderBy: [Expression]
    package var limit: Int?

    package init(
        with: [CommonTable] = [],
        _ columns: [SelectColumn],
        from: Source,
        joins: [Join] = [],
        where predicate: Expression? = nil,
        groupBy: [Expression] = [],
        having: Expression? = nil,
        orderBy: [Expression] = [],
        limit: Int? = nil
    ) {
        self.with = with
        self.columns = columns
        self.from = from
        self.joins = joins
        self.predicate = predicate
        self.groupBy = groupBy
        self.having = having
        self.orderBy = orderBy
        self.limit = limit
    }
}

/// A named subquery of a WITH clause.
package struct CommonTable: Hashable, Sendable {
    package var name: String
    package var select: Select
    /// Better read again wherever it is used than kept, if the engine lets one say so.
    package var isReadAnew: Bool
    /// Its columns are worth computing once for each row, however often the statement around it uses them.
    package var isComputedOnce: Bool

    package init(_ name: String, _ select: Select, isReadAnew: Bool = false, isComputedOnce: Bool = false) {
        self.name = name
        self.select = select
        self.isReadAnew = isReadAnew
        self.isComputedOnce = isComputedOnce
    }
}

/// One item of a SELECT list.
package enum SelectColumn: Hashable, Sendable {
    case all
    case expression(Expression, as: String)
}

/// What a SELECT reads from.
package enum Source: Hashable, Sendable {
    /// A table or view.
    case relation(RelationName)
    /// A table or view, with the name it has in this SELECT.
    case renamed(RelationName, as: String)
    /// A subquery of the WITH clause, with the name it has in this SELECT.
    case common(String, as: String? = nil)
    /// A query the user wrote.
    case query(String)
}

/// A join with what stands before it.
package struct Join: Hashable, Sendable {
    /// Which rows come out.
    package enum Kind: Hashable, Sendable {
        /// Pairs of rows for which the condition holds.
        case inner
        /// Those, and every row of either side that is in no pair.
        case full
        /// The first row of either side, the second, and so on; only for engines that have it.
        case byPlace
    }

    package var kind: Kind
    package var source: Source
    package var condition: Expression

    package init(_ source: Source, on condition: Expression, kind: Kind = .inner) {
        self.kind = kind
        self.source = source
        self.condition = condition
    }
}
