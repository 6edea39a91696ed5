import SQL

/// The bins that a column's finite values are counted in, the same for both sides.
package struct ProfileBins: Hashable, Sendable {
    static let count = 20

    /// Where a bound between two bins lies, seen from one side.
    enum SideBound: Hashable, Sendable {
        /// At or below the side's smallest value.
        case belowAll
        /// Above the side's largest value.
        case aboveAll
        case at(ProfileBound)
    }

    let bins: [ColumnProfile.Histogram.Bin]
    private let a: [SideBound]?
    private let b: [SideBound]?

    /// Nil when neither side has a finite value, and for two sides that have no bins in common (numbers, and points in time).
    init?(a: ProfileExtent?, b: ProfileExtent?) {
        let ranges = [a, b].compactMap { $0?.range }
        guard let scale = ProfileScale(ranges), let bounds = scale.bounds() else { return nil }
        bins = scale.bins(bounds)
        guard let ofA = Self.seen(bounds, a?.range, scale), let ofB = Self.seen(bounds, b?.range, scale) else { return nil }
        (self.a, self.b) = (ofA, ofB)
    }

    private static func seen(_ bounds: [ProfileScale.Point], _ range: ProfileExtent.Range?, _ scale: ProfileScale) -> [SideBound]?? {
        guard let range else { return .some(nil) }
        var seen: [SideBound] = []
        for bound in bounds {
            guard let one = scale.bound(bound, for: range) else { return nil }
            seen.append(one)
        }
        return seen
    }

    /// Bounds between the bins; nil for a side without a value to put into them.
    func bounds(_ side: DiffPlan.Side) -> [SideBound]? { side == .a ? a : b }

    /// Values in each bin, given how many there are and how many lie below each bound.
    func counts(_ filled: Int, below: [Int]) -> [Int] {
        zip(below + [filled], [0] + below).map { $0 - $1 }
    }
}
