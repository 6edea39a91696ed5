import Relational
import SQL

/// Removed and added columns that may be one renamed column: the same class of type, few enough to be looked at.
struct RenameCandidates {
    /// Pairs beyond this many are not looked at, those furthest apart first; each costs a comparison per row.
    static let limit = 64
    /// Columns of a side beyond this many are not looked at; a rewrite of a table is not a rename.
    private static let columnLimit = 100

    let pairs: [(Column, Column)]

    /// A rename mostly keeps the type and the place among the changed columns.
    init(_ pairing: ColumnPairing, _ types: TypeRules) {
        func comparable(_ columns: [Column]) -> EnumeratedSequence<[Column]> {
            columns.prefix(Self.columnLimit).filter { types.obstacle($0.type) == nil }.enumerated()
        }
        let (removed, added) = (comparable(pairing.exclusiveA), comparable(pairing.exclusiveB))
        let all = removed.flatMap { a in
            added.filter { $0.element.type.typeClass.comparesDirectly(with: a.element.type.typeClass) }.map { b in
                (distance: abs(a.offset - b.offset), sameType: a.element.type == b.element.type, a: a.element, b: b.element)
            }
        }
        let nearest = all.sorted { ($0.sameType ? 0 : 1, $0.distance) < ($1.sameType ? 0 : 1, $1.distance) }
        pairs = nearest.prefix(Self.limit).map { ($0.a, $0.b) }
    }
}
