package import Relational

/// When two values that are not the same are near enough to count as equal.
///
/// Infinities and NaN are near nothing. The values are those of `Expression.differs`: both in the form that the pair is compared in.
package enum Closeness: Hashable, Sendable {
    /// `|a - b| <= x`
    case absolute(DecimalNumber, NumberForm)
    /// `|a - b| <= x * max(|a|, |b|)`
    case relative(DecimalNumber, NumberForm)
    /// Not further apart than that; instants in UTC.
    case time(nanoseconds: Int64, TimeForm)

    /// How two numbers are calculated with.
    package enum NumberForm: Hashable, Sendable {
        /// In double precision: at least one of them is floating.
        case double
        /// Exactly.
        ///
        /// - Parameters:
        ///   - digits: that the wider of the two holds at that scale; nil when there is no such bound.
        case exact(scale: Int, digits: Int?)
    }

    /// What two points in time are.
    package enum TimeForm: Hashable, Sendable {
        /// Two dates.
        case days
        /// Two times of day; `fine` where one of them is finer than a microsecond.
        case clock(fine: Bool)
        /// Two instants.
        case instant(fine: Bool)
        /// Two numbers as ``Normalisation/timeCount(_:)`` makes them: nanoseconds where `fine`, else microseconds.
        case count(fine: Bool)
    }
}
