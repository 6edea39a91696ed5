/// An integer of any size, by digits as they are done on paper: the truth that the engines' arithmetic is held against.
struct ExactNumber: Hashable, CustomStringConvertible {
    let isNegative: Bool
    /// Lowest digit first, no leading zeros.
    let digits: [Int]

    init(_ text: String) {
        self.init(isNegative: text.hasPrefix("-"), text.filter(\.isNumber).reversed().compactMap(\.wholeNumberValue))
    }

    private init(isNegative: Bool, _ digits: [Int]) {
        var digits = digits
        while digits.last == 0 { digits.removeLast() }
        self.isNegative = isNegative && !digits.isEmpty
        self.digits = digits
    }

    var magnitude: ExactNumber { .init(isNegative: false, digits) }
    var description: String { (isNegative ? "-" : "") + (digits.isEmpty ? "0" : digits.reversed().map(String.init).joined()) }

    static prefix func - (number: Self) -> Self { .init(isNegative: !number.isNegative, number.digits) }
    static func - (a: Self, b: Self) -> Self { a + -b }

    static func + (a: Self, b: Self) -> Self {
        guard a.isNegative == b.isNegative else {
            if a.magnitude < b.magnitude { return b + a }
            var rest = a.digits
            for place in rest.indices {
                rest[place] -= place < b.digits.count ? b.digits[place] : 0
                if rest[place] < 0 {
                    rest[place] += 10
                    rest[place + 1] -= 1
                }
            }
            return .init(isNegative: a.isNegative, rest)
        }
        return .init(isNegative: a.isNegative, carried((0..<max(a.digits.count, b.digits.count)).map { a.digit($0) + b.digit($0) }))
    }

    static func * (a: Self, b: Self) -> Self {
        var sums = Array(repeating: 0, count: a.digits.count + b.digits.count)
        for (i, x) in a.digits.enumerated() { for (j, y) in b.digits.enumerated() { sums[i + j] += x * y } }
        return .init(isNegative: a.isNegative != b.isNegative, carried(sums))
    }

    static func < (a: Self, b: Self) -> Bool {
        guard a.isNegative == b.isNegative else { return a.isNegative }
        let (x, y) = a.isNegative ? (b.digits, a.digits) : (a.digits, b.digits)
        return x.count == y.count ? x.reversed().lexicographicallyPrecedes(y.reversed()) : x.count < y.count
    }

    /// Times ten to that power; a negative one drops digits.
    func shifted(_ power: Int) -> Self {
        .init(isNegative: isNegative, power < 0 ? Array(digits.dropFirst(-power)) : Array(repeating: 0, count: power) + digits)
    }

    private func digit(_ place: Int) -> Int { place < digits.count ? digits[place] : 0 }

    private static func carried(_ sums: [Int]) -> [Int] {
        var (result, carry) = ([Int](), 0)
        for sum in sums {
            result.append((sum + carry) % 10)
            carry = (sum + carry) / 10
        }
        while carry > 0 {
            result.append(carry % 10)
            carry /= 10
        }
        return result
    }
}
