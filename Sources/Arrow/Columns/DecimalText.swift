/// Writes fixed-point numbers as plain digits.
enum DecimalText {
    /// `magnitude` digits with the point `scale` places from the right; a negative scale appends zeros.
    static func plain(magnitude: String, isNegative: Bool, scale: Int) -> String {
        let sign = isNegative && magnitude != "0" ? "-" : ""
        guard scale > 0 else { return sign + (magnitude == "0" ? magnitude : magnitude + String(repeating: "0", count: -scale)) }
        let padded = String(repeating: "0", count: max(0, scale + 1 - magnitude.count)) + magnitude
        return sign + padded.dropLast(scale) + "." + padded.suffix(scale)
    }

    /// The digits of a two's complement number of 256 bits, lowest limb first.
    static func magnitude(_ limbs: [UInt64], isNegative: Bool) -> String {
        var limbs = isNegative ? negated(limbs) : limbs
        // The largest power of ten in 64 bits: nineteen digits per division.
        let base: UInt64 = 10_000_000_000_000_000_000
        var text = ""
        repeat {
            var remainder: UInt64 = 0
            for index in limbs.indices.reversed() {
                (limbs[index], remainder) = base.dividingFullWidth((remainder, limbs[index]))
            }
            let digits = String(remainder)
            let isLast = limbs.allSatisfy { $0 == 0 }
            text = (isLast ? "" : String(repeating: "0", count: 19 - digits.count)) + digits + text
        } while limbs.contains { $0 != 0 }
        return text
    }

    private static func negated(_ limbs: [UInt64]) -> [UInt64] {
        var carry = true
        return limbs.map { limb in
            let (sum, overflow) = (~limb).addingReportingOverflow(carry ? 1 : 0)
            carry = overflow
            return sum
        }
    }
}

extension ColumnNode {
    /// The row's decimal as exact digits.
    func decimal(_ row: Int, bytes: Int, scale: Int) -> String {
        guard bytes == 32 else {
            let number = decimalDigits(row, bytes: bytes)
            return DecimalText.plain(magnitude: String(number.magnitude), isNegative: number < 0, scale: scale)
        }
        let first = (offset + row) * 4
        let limbs = (0..<4).map { element(first + $0, as: UInt64.self) }
        let isNegative = limbs[3] >> 63 == 1
        return DecimalText.plain(
            magnitude: DecimalText.magnitude(limbs, isNegative: isNegative), isNegative: isNegative, scale: scale)
    }

    /// The row's decimal of at most sixteen bytes, without its point.
    func decimalDigits(_ row: Int, bytes: Int) -> Int128 {
        switch bytes {
        case 4: Int128(fixed(row, as: Int32.self))
        case 8: Int128(fixed(row, as: Int64.self))
        default: fixed(row, as: Int128.self)
        }
    }
}
