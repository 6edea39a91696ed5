import Foundation
import Relational

extension ProfileScale {
    /// Places between the bins, rising, all above the smallest value and none above the largest; round numbers where there is room.
    func bounds() -> [Point]? {
        switch self {
        case .exact(let low, let high, let isInteger):
            if isInteger, high - low < Decimal(ProfileBins.count) { return Self.each(low, high) }
            return Self.exact(low, high, wholeNumbers: isInteger).map { .exact($0) }
        case .double(let low, let high): return Self.doubles(low, high)
        case .days(let low, let high):
            if high - low < Int64(ProfileBins.count) { return (low..<high).map { .integer($0 + 1) } }
            return Self.integers(low, high, unit: 1).map { .integer($0) }
        case .microseconds(let low, let high):
            let step = (Int128(high) - Int128(low)) / Int128(ProfileBins.count)
            let unit = Self.units.last { Int128($0) * 10 <= step } ?? 1
            return Self.integers(low, high, unit: unit).map { .integer($0) }
        }
    }

    /// A microsecond, a millisecond, a second, a minute, an hour, a day.
    private static let units: [Int64] = [1, 1_000, 1_000_000, 60_000_000, 3_600_000_000, microsecondsPerDay]

    /// Every integer has a bin of its own.
    private static func each(_ low: Decimal, _ high: Decimal) -> [Point] {
        var points: [Point] = []
        var next = low + 1
        while next <= high {
            points.append(.exact(next))
            next += 1
        }
        return points
    }

    private static func exact(_ low: Decimal, _ high: Decimal, wholeNumbers: Bool) -> [Decimal] {
        let step = (high - low) / Decimal(ProfileBins.count)
        guard step > 0 else { return [] }
        let places = 1 - ProfileNumber.magnitude(step)
        let raw = (1..<ProfileBins.count).map {
            ProfileNumber.rounded(low + step * Decimal($0), wholeNumbers ? min(places, 0) : places)
        }
        return rising(raw, low, high)
    }

    /// In decimals, which are rounder, unless the numbers are too large, too small or too near to each other.
    private static func doubles(_ low: Double, _ high: Double) -> [Point] {
        let shares = (1..<ProfileBins.count).map { Double($0) / Double(ProfileBins.count) }
        let largest = max(abs(low), abs(high))
        let step = high / Double(ProfileBins.count) - low / Double(ProfileBins.count)
        if largest < 1e25, step > 1e-25, step > largest * 1e-12,
            let exactLow = ProfileNumber.decimal("\(low)"), let exactHigh = ProfileNumber.decimal("\(high)")
        {
            return exact(exactLow, exactHigh, wholeNumbers: false).map { .exact($0) }
        }
        return rising(shares.map { low * (1 - $0) + high * $0 }, low, high).map { .double($0) }
    }

    private static func integers(_ low: Int64, _ high: Int64, unit: Int64) -> [Int64] {
        let raw = (1..<ProfileBins.count).compactMap { index -> Int64? in
            let place = Int128(low) + (Int128(high) - Int128(low)) * Int128(index) / Int128(ProfileBins.count)
            let over = place % Int128(unit)
            return Int64(exactly: place - (over < 0 ? over + Int128(unit) : over))
        }
        return rising(raw, low, high)
    }

    private static func rising<Number: Comparable>(_ numbers: [Number], _ low: Number, _ high: Number) -> [Number] {
        var last = low
        return numbers.filter { number in
            guard number > last, number <= high else { return false }
            last = number
            return true
        }
    }

    /// The bins between the bounds.
    func bins(_ bounds: [Point]) -> [ColumnProfile.Histogram.Bin] {
        let (first, last) = ends
        let ends = [first] + bounds.map(cell)
        if holdsSingleValues(bounds) { return ends.map { .init(from: $0, to: $0) } }
        return zip(ends, ends.dropFirst() + [last]).map { .init(from: $0, to: $1) }
    }

    private func holdsSingleValues(_ bounds: [Point]) -> Bool {
        switch self {
        case .exact(let low, let high, let isInteger): isInteger && high - low < Decimal(ProfileBins.count)
        case .days(let low, let high): high - low < Int64(ProfileBins.count)
        case .double, .microseconds: false
        }
    }

    private var ends: (CellValue, CellValue) {
        switch self {
        case .exact(let low, let high, _): (cell(.exact(low)), cell(.exact(high)))
        case .double(let low, let high): (cell(.double(low)), cell(.double(high)))
        case .days(let low, let high), .microseconds(let low, let high): (cell(.integer(low)), cell(.integer(high)))
        }
    }

    private func cell(_ point: Point) -> CellValue {
        switch (self, point) {
        case (.double, .exact(let number)): CellValue(.double(ProfileNumber.double(number)))
        case (.exact(_, _, isInteger: true), .exact(let number)):
            Int64("\(number)").map { CellValue(.integer($0)) } ?? .text("\(number)")
        case (_, .exact(let number)): .text("\(number)")
        case (_, .double(let number)): CellValue(.double(number))
        case (.days, .integer(let days)): CellValue(.date(days: days))
        case (_, .integer(let microseconds)): CellValue(Self.timestamp(microseconds))
        }
    }

    private static func timestamp(_ microseconds: Int64) -> Value {
        let (quotient, remainder) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
        let (seconds, rest) = remainder < 0 ? (quotient - 1, remainder + 1_000_000) : (quotient, remainder)
        return .timestamp(seconds: seconds, nanoseconds: Int32(rest * 1000), zone: nil)
    }
}
