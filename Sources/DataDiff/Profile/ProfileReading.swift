import Foundation
package import Relational
import SQL

/// What the statements of one slice answered, and what is made of it; pure.
package struct ProfileReading: Sendable {
    /// Side a's and side b's, of the same entries.
    private let plans: [ProfilePlan]
    private let slice: Range<Int>
    /// Side a's and side b's statistics by the column's place.
    private var sides: [[Int: ColumnProfile.Side]] = [[:], [:]]
    private var extents: [[Int: ProfileExtent]] = [[:], [:]]
    private var factors: [Double] = [1, 1]
    private var counts: [[Int: [Int]]] = [[:], [:]]
    /// The bins of the slice's columns by the column's place; empty before both sides' statistics are read.
    package private(set) var bins: [Int: ProfileBins] = [:]

    /// - Parameter statistics: side a's and side b's row of ``ProfilePlan/statistics(_:_:)``; nil for a side that has none of the columns.
    /// - Throws: `DiffFailure` when a row is not of that form.
    package init(_ plan: ProfilePlan, _ slice: Range<Int>, statistics: [[Value]?]) throws(DiffFailure) {
        try self.init([plan, plan], slice, statistics: statistics)
    }

    /// - Parameter plans: side a's and side b's, of the same entries.
    package init(_ plans: [ProfilePlan], _ slice: Range<Int>, statistics: [[Value]?]) throws(DiffFailure) {
        self.plans = plans
        self.slice = slice
        for (index, row) in statistics.enumerated() {
            if let row { try read(row, index) }
        }
        for place in slice { bins[place] = ProfileBins(a: extents[0][place], b: extents[1][place]) }
    }

    /// Takes over the counts of the histograms.
    ///
    /// - Parameter histograms: side a's and side b's row of ``ProfilePlan/histogram(_:_:)``; nil for a side that has none.
    /// - Throws: `DiffFailure` when a row is not of that form.
    package mutating func add(histograms: [[Value]?]) throws(DiffFailure) {
        for (index, row) in histograms.enumerated() {
            guard let row else { continue }
            let places = bins.keys.sorted().filter { bins[$0]?.bounds(index == 0 ? .a : .b) != nil && extents[index][$0] != nil }
            guard places.count == row.count else { throw .unexpectedProfile }
            for (place, value) in zip(places, row) {
                let numbers = try readCounts(try value.texts().map { Value.text($0 ?? "0") }, expected: try value.texts().count)
                guard let filled = numbers.first, let bins = bins[place] else { throw .unexpectedProfile }
                counts[index][place] = bins.counts(filled, below: Array(numbers.dropFirst()))
            }
        }
    }

    /// The profiles of the slice's columns.
    package var profiles: [ColumnProfile] {
        slice.map { place in
            ColumnProfile(
                columnName: plans[0].entries[place].name, a: sides[0][place], b: sides[1][place],
                histogram: bins[place].map { bins in
                    .init(bins: bins.bins, a: binCounts(0, place, bins), b: binCounts(1, place, bins))
                })
        }
    }

    private func binCounts(_ index: Int, _ place: Int, _ bins: ProfileBins) -> [Int]? {
        guard extents[index][place] != nil else { return nil }
        return counts[index][place]?.map { scaled($0, index) } ?? bins.bins.map { _ in 0 }
    }

    private func scaled(_ count: Int, _ index: Int) -> Int { Int((Double(count) * factors[index]).rounded()) }

    private mutating func read(_ row: [Value], _ index: Int) throws(DiffFailure) {
        let plan = plans[index]
        let head = try readCounts(Array(row.prefix(2)), expected: 2)
        factors[index] = head[1] > 0 ? Double(head[0]) / Double(head[1]) : 1
        var rest = row.dropFirst(2)
        let columns = plan.columns(slice, of: index == 0 ? .a : .b)
        let groups = columns.contains { plan.kind($0.column).isGrouped } ? try Self.groups(rest.popLast()?.texts() ?? []) : [:]
        for (place, column) in columns {
            let kind = plan.kind(column)
            let width = 1 + (kind.hasQuantiles ? 1 : 0)
            guard rest.count >= width else { throw .unexpectedProfile }
            let parts = rest.prefix(width)
            rest = rest.dropFirst(width)
            let names = plan.statistics(of: column)
            let texts = try parts[parts.startIndex].texts()
            guard texts.count == names.count else { throw .unexpectedProfile }
            let found = ColumnFindings(column: column, kind: kind, rows: head[0], statistics: Dictionary(zip(names, texts)) { $1 })
            if kind.hasQuantiles {
                extents[index][place] = ProfileExtent(
                    column.type, plan.diff.dialect.types, lowest: found[.lowest], highest: found[.highest])
            }
            let quantiles = kind.hasQuantiles ? try parts[parts.startIndex + 1].texts() : []
            sides[index][place] = found.side(
                quantiles: quantiles, groups: groups[place] ?? [], factor: plan.sampleShare == nil ? nil : factors[index])
        }
    }

    /// The most frequent values by the column's place.
    private static func groups(_ texts: [String?]) throws(DiffFailure) -> [Int: [ColumnFindings.Group]] {
        guard texts.count.isMultiple(of: 4) else { throw .unexpectedProfile }
        var groups: [Int: [ColumnFindings.Group]] = [:]
        for start in stride(from: 0, to: texts.count, by: 4) {
            let numbers = [start, start + 2, start + 3].compactMap { texts[$0].flatMap { Int($0) } }
            guard numbers.count == 3, let text = texts[start + 1] else { throw .unexpectedProfile }
            groups[numbers[0], default: []].append(.init(text: text, rows: numbers[1], values: numbers[2]))
        }
        return groups
    }
}

extension DiffFailure {
    static var unexpectedProfile: DiffFailure {
        DiffFailure(code: "unexpected_answer", message: "the warehouse answered something that is no profile of columns")
    }
}

extension Value {
    /// A list of texts; none for NULL.
    fileprivate func texts() throws(DiffFailure) -> [String?] {
        if self == .null { return [] }
        guard case .list(let values) = self else { throw .unexpectedProfile }
        var texts: [String?] = []
        for value in values {
            switch value {
            case .null: texts.append(nil)
            case .text(let text): texts.append(text)
            default: throw .unexpectedProfile
            }
        }
        return texts
    }
}
