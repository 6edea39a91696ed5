import Foundation
import Relational
import SQL

/// How bounds between bins are found: in exact numbers, in doubles, in days or in microseconds.
enum ProfileScale: Hashable, Sendable {
    /// A place on a scale.
    enum Point: Hashable, Sendable {
        case exact(Decimal)
        case double(Double)
        case integer(Int64)
    }

    case exact(Decimal, Decimal, isInteger: Bool)
    case double(Double, Double)
    case days(Int64, Int64)
    case microseconds(Int64, Int64)

    /// Nil without a range, and where numbers meet points in time or are too large.
    init?(_ ranges: [ProfileExtent.Range]) {
        guard let first = ranges.first else { return nil }
        guard ranges.allSatisfy({ $0.typeClass.comparesDirectly(with: first.typeClass) }) else { return nil }
        if ranges.contains(where: { $0.typeClass == .float }) {
            guard let (low, high) = Self.span(ranges.flatMap { [$0.lowest, $0.highest] }.map { Double($0) }) else { return nil }
            guard low.isFinite, high.isFinite else { return nil }
            self = .double(low, high)
        } else if first.typeClass.isNumeric {
            guard let (low, high) = Self.span(ranges.flatMap { [$0.lowest, $0.highest] }.map(ProfileNumber.decimal)) else { return nil }
            self = .exact(low, high, isInteger: ranges.allSatisfy { $0.typeClass == .integer })
        } else if ranges.allSatisfy({ $0.typeClass == .date }) {
            guard let (low, high) = Self.span(ranges.flatMap { [$0.lowest, $0.highest] }.map { Int64($0) }) else { return nil }
            self = .days(low, high)
        } else {
            guard let (low, high) = Self.span(ranges.flatMap { [Self.instant($0.lowest, $0), Self.instant($0.highest, $0)] }) else {
                return nil
            }
            self = .microseconds(low, high)
        }
    }

    private static func span<Number: Comparable>(_ numbers: [Number?]) -> (Number, Number)? {
        let known = numbers.compactMap(\.self)
        guard known.count == numbers.count, let low = known.min(), let high = known.max() else { return nil }
        return (low, high)
    }

    static let microsecondsPerDay: Int64 = 86_400_000_000

    private static func instant(_ text: String, _ range: ProfileExtent.Range) -> Int64? {
        guard let number = Int64(text) else { return nil }
        guard range.typeClass == .date else { return number }
        let (microseconds, overflow) = number.multipliedReportingOverflow(by: microsecondsPerDay)
        return overflow ? nil : microseconds
    }

    /// A bound from the point of view of one side; nil where it cannot be written down for it.
    func bound(_ point: Point, for range: ProfileExtent.Range) -> ProfileBins.SideBound? {
        switch point {
        case .exact(let value): return Self.bound(value, for: range)
        case .double(let value):
            if range.typeClass == .float { return Self.placed(value, Double(range.lowest), Double(range.highest), .number("\(value)")) }
            return ProfileNumber.decimal("\(value)").flatMap { Self.bound($0, for: range) } ?? Self.outside(value, range)
        case .integer(let value):
            guard range.typeClass == .date else {
                return Self.placed(value, Int64(range.lowest), Int64(range.highest), .microseconds(value))
            }
            let days = if case .days = self { value } else { Self.ceiling(value, Self.microsecondsPerDay) }
            return Self.placed(days, Int64(range.lowest), Int64(range.highest), .days(days))
        }
    }

    /// Rounded up to what the type holds: what is below the one is below the other.
    private static func bound(_ value: Decimal, for range: ProfileExtent.Range) -> ProfileBins.SideBound? {
        if range.typeClass == .float {
            return placed(ProfileNumber.double(value), Double(range.lowest), Double(range.highest), .number("\(value)"))
        }
        let fitting = range.scale.map { ProfileNumber.ceiling(value, $0) } ?? value
        return placed(value, ProfileNumber.decimal(range.lowest), ProfileNumber.decimal(range.highest), .number("\(fitting)"))
    }

    /// A bound beyond all decimals.
    private static func outside(_ value: Double, _ range: ProfileExtent.Range) -> ProfileBins.SideBound? {
        guard let low = Double(range.lowest), let high = Double(range.highest) else { return nil }
        return value <= low ? .belowAll : value > high ? .aboveAll : nil
    }

    private static func placed<Number: Comparable>(
        _ value: Number, _ low: Number?, _ high: Number?, _ bound: ProfileBound
    ) -> ProfileBins.SideBound? {
        guard let low, let high else { return nil }
        return value <= low ? .belowAll : value > high ? .aboveAll : .at(bound)
    }

    private static func ceiling(_ number: Int64, _ divisor: Int64) -> Int64 {
        let (quotient, remainder) = number.quotientAndRemainder(dividingBy: divisor)
        return remainder > 0 ? quotient + 1 : quotient
    }
}
