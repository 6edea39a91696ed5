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

    package init(_ name: String, _ select: Select, isReadAnew: Bool = false) {
        self.name = name
        self.select = select
        self.isReadAnew = isReadAnew
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
    /// A subquery of the WITH clause, with the name it has in this SELECT.
    case common(String, as: String? = nil)
    /// A query the user wrote.
    case query(String)
}

/// An inner join.
package struct Join: Hashable, Sendable {
    package var source: Source
    package var condition: Expression

    package init(_ source: Source, on condition: Expression) {
        self.source = source
        self.condition = condition
    }
}
