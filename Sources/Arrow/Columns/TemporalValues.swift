import Relational

extension ColumnNode {
    /// Dates, times, timestamps, durations and intervals.
    func temporal(_ row: Int) -> Value {
        switch field.type {
        case .date(.day): return .date(days: Int64(fixed(row, as: Int32.self)))
        case .date(.millisecond): return .date(days: fixed(row, as: Int64.self).floored(by: 86_400_000).quotient)
        case .time(let unit): return time(count(row), unit)
        case .timestamp(let unit, let zone):
            let (seconds, rest) = fixed(row, as: Int64.self).floored(by: unit.perSecond)
            return .timestamp(seconds: seconds, nanoseconds: Int32(rest * unit.nanoseconds), zone: zone)
        case .duration(let unit): return duration(fixed(row, as: Int64.self), unit)
        case .interval(let unit): return interval(row, unit)
        default: return .null
        }
    }

    private func count(_ row: Int) -> Int64 {
        field.type.fixedBytes == 4 ? Int64(fixed(row, as: Int32.self)) : fixed(row, as: Int64.self)
    }

    /// A time that no clock shows and nanoseconds cannot hold is delivered as its bare count.
    private func time(_ count: Int64, _ unit: ArrowType.TimeUnit) -> Value {
        let (nanoseconds, overflow) = count.multipliedReportingOverflow(by: unit.nanoseconds)
        return overflow ? .integer(count) : .time(nanoseconds: nanoseconds)
    }

    /// Beyond 292 years, which is all that nanoseconds hold, a duration is delivered as ISO 8601 text.
    private func duration(_ count: Int64, _ unit: ArrowType.TimeUnit) -> Value {
        let (nanoseconds, overflow) = count.multipliedReportingOverflow(by: unit.nanoseconds)
        guard overflow else { return .interval(months: 0, days: 0, nanoseconds: nanoseconds) }
        let digits = DecimalText.plain(magnitude: "\(count.magnitude)", isNegative: count < 0, scale: unit.digits)
        return .text("PT\(digits)S")
    }

    private func interval(_ row: Int, _ unit: ArrowType.IntervalUnit) -> Value {
        switch unit {
        case .months: return .interval(months: fixed(row, as: Int32.self), days: 0, nanoseconds: 0)
        case .daysAndMilliseconds:
            let first = (offset + row) * 2
            let milliseconds = Int64(element(first + 1, as: Int32.self))
            return .interval(months: 0, days: element(first, as: Int32.self), nanoseconds: milliseconds * 1_000_000)
        case .monthsDaysAndNanoseconds:
            let first = (offset + row) * 4
            return .interval(
                months: element(first, as: Int32.self),
                days: element(first + 1, as: Int32.self),
                nanoseconds: element((offset + row) * 2 + 1, as: Int64.self)
            )
        }
    }
}

extension ArrowType.TimeUnit {
    /// Decimal digits behind the point of a second.
    fileprivate var digits: Int {
        switch self {
        case .second: 0
        case .millisecond: 3
        case .microsecond: 6
        case .nanosecond: 9
        }
    }
}

extension Int64 {
    /// Division towards the past, so that the remainder is never negative.
    fileprivate func floored(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
