import Foundation

/// Exact numbers for bounds between bins.
enum ProfileNumber {
    /// Nil for what is beyond 38 digits before the point.
    static func decimal(_ text: String) -> Decimal? {
        guard let double = Double(text), abs(double) < 1e39, let number = Decimal(string: text, locale: Locale(identifier: "en_US_POSIX"))
        else {
            return nil
        }
        return number.isNaN ? nil : number
    }

    /// By way of its digits, as that is how an engine reads it.
    static func double(_ number: Decimal) -> Double { Double("\(number)") ?? .nan }

    /// The smallest number with so many digits behind the point that is not below.
    static func ceiling(_ number: Decimal, _ places: Int) -> Decimal {
        let near = rounded(number, places)
        return near < number ? near + Decimal(sign: .plus, exponent: -places, significand: 1) : near
    }

    /// To the nearest with so many digits behind the point; fewer than none round to tens, hundreds, ….
    static func rounded(_ number: Decimal, _ places: Int) -> Decimal {
        var (number, rounded) = (number, Decimal())
        NSDecimalRound(&rounded, &number, places, .plain)
        return rounded
    }

    /// The power of ten of a positive number's first digit.
    static func magnitude(_ number: Decimal) -> Int {
        let digits = "\(number.significand)".count
        return number.exponent + digits - 1
    }
}
