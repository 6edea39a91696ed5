import Relational
package import SQL

extension ProfilePlan {
    /// One row: for each of the side's columns that has bins, how many finite values there are and how many lie below each bound between two
    /// bins (`h…`); nil when no column of the side has some.
    package func histogram(_ side: DiffPlan.Side, _ bins: [Int: ProfileBins]) -> Select? {
        let counted = bins.keys.sorted().compactMap { place -> (place: Int, column: Column)? in
            guard let column = entries[place].column(of: side), bins[place]?.bounds(side) != nil else { return nil }
            return (place, column)
        }
        guard !counted.isEmpty else { return nil }
        let width = counted.reduce(0) { $0 + 1 + (bins[$1.place]?.bounds(side)?.count ?? 0) }
        // A parallel plan would have to pass each count as a column; a limit that never bites keeps the engine from one.
        let isWide = diff.dialect.columnLimit.map { width > $0 } ?? false
        return Select(
            with: [table(side, counted, limit: isWide ? .max : nil, form: finite)],
            counted.map { place, column in
                .expression(.profile(.counts(counts(place, column, bins[place]?.bounds(side) ?? []))), as: "h\(place)")
            },
            from: .common(values),
            where: sampleShare == nil ? nil : isSampled
        )
    }

    private func finite(_ value: Expression, _ column: Column) -> Expression {
        let instant = column.type.typeClass == .zonedTimestamp ? .normalised(value, .timestamp) : value
        return .profile(.finite(instant, column.type))
    }

    private func counts(_ place: Int, _ column: Column, _ bounds: [ProfileBins.SideBound]) -> [Expression] {
        let filled = Expression.profile(.filled(value(place)))
        return [filled]
            + bounds.map { bound in
                switch bound {
                case .aboveAll: filled
                case .belowAll: .integer(0)
                case .at(let bound): .profile(.countBelow(value(place), bound, column.type))
                }
            }
    }
}
