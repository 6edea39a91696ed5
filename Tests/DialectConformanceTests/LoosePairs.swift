import DataDiff
import Relational
import Testing
import TestSupport

/// A column of each side whose values are near each other, with the rules it is compared by and the truth about every pair.
struct LoosePairs {
    struct Pair {
        let a: String?
        let b: String?
        let isSame: Bool
    }

    let typeA: String
    let typeB: String
    let rules: [EqualityRule]
    let pairs: [Pair]

    static let rowCount = 80

    private init(_ typeA: String, _ typeB: String, _ rules: [EqualityRule], _ pair: () -> Pair) {
        (self.typeA, self.typeB, self.rules) = (typeA, typeB, rules)
        pairs = (0..<Self.rowCount).map { _ in pair() }
    }

    /// Exact numbers around the edge of a tolerance.
    ///
    /// - Parameters:
    ///   - scales: digits behind the point on each side.
    ///   - digits: of the wider side at the larger scale, at most.
    static func exact(
        _ typeA: String, _ typeB: String, scales: (Int, Int), digits: Int, tolerance: String, isRelative: Bool,
        _ random: inout SeededGenerator
    ) throws -> LoosePairs {
        let x = try #require(DecimalNumber(tolerance))
        let factor = ExactNumber(x.units(x.scale))
        let scale = max(scales.0, scales.1)
        func isNear(_ a: ExactNumber, _ b: ExactNumber) -> Bool {
            let difference = (a - b).magnitude.shifted(x.scale)
            let larger = a.magnitude < b.magnitude ? b.magnitude : a.magnitude
            let limit = isRelative ? factor * larger : factor.shifted(scale)
            return !(limit < difference)
        }
        var generator = random
        func number(_ count: Int) -> ExactNumber {
            ExactNumber(
                (Bool.random(using: &generator) ? "-" : "")
                    + (0..<count).map { _ in "\(Int.random(in: 0...9, using: &generator))" }.joined())
        }
        let result = LoosePairs(typeA, typeB, [isRelative ? .relative(x) : .absolute(x)]) {
            var a = number(Int.random(in: 1...digits, using: &generator))
            let edge = isRelative ? (factor * a.magnitude).shifted(-x.scale) : factor.shifted(scale - x.scale)
            let step = ExactNumber("\(Int.random(in: -2...2, using: &generator))")
            var b = [a, a + edge + step, a - edge - step, -a, number(digits), a + step].randomElement(using: &generator) ?? a
            if b.digits.count > digits { b = a }
            // Each side at its own scale.
            a = a.shifted(scales.0 - scale).shifted(scale - scales.0)
            b = b.shifted(scales.1 - scale).shifted(scale - scales.1)
            switch Int.random(in: 0..<12, using: &generator) {
            case 0: return Pair(a: nil, b: literal(b, scale, scales.1), isSame: false)
            case 1: return Pair(a: nil, b: nil, isSame: true)
            default: return Pair(a: literal(a, scale, scales.0), b: literal(b, scale, scales.1), isSame: a == b || isNear(a, b))
            }
        }
        random = generator
        return result
    }

    /// Units of the larger scale as digits with a point.
    private static func literal(_ number: ExactNumber, _ scale: Int, _ own: Int) -> String {
        let text = "\(number.magnitude.shifted(own - scale))"
        let padded = String(repeating: "0", count: max(0, own + 1 - text.count)) + text
        return (number.isNegative ? "'-" : "'") + (own == 0 ? padded : "\(padded.dropLast(own)).\(padded.suffix(own))") + "'"
    }

    static func doubles(tolerance: String, isRelative: Bool, _ random: inout SeededGenerator) throws -> LoosePairs {
        let x = try #require(DecimalNumber(tolerance))
        let factor = try #require(Double(tolerance))
        let special: [Double] = [
            .nan, .infinity, -.infinity, 0, -0.0, .leastNonzeroMagnitude, .leastNormalMagnitude / 3, -1e-300, 1.7e308, -1.7e308,
            .greatestFiniteMagnitude, 1e308,
        ]
        func isNear(_ a: Double, _ b: Double) -> Bool {
            guard a.isFinite && b.isFinite else { return a == b || (a.isNaN && b.isNaN) }
            return a == b || abs(a - b) <= (isRelative ? factor * max(abs(a), abs(b)) : factor)
        }
        var generator = random
        let result = LoosePairs("DOUBLE PRECISION", "DOUBLE PRECISION", [isRelative ? .relative(x) : .absolute(x)]) {
            let a =
                Bool.random(using: &generator)
                ? generator.pick(special) : Double.random(in: -100...100, using: &generator)
            let edge = isRelative ? factor * abs(a) : factor
            let near = [a, -a, a + edge, a - edge, (a + edge).nextUp, (a - edge).nextDown, a + edge / 2, a * 1.001]
            let b = generator.pick(Int.random(in: 0..<4, using: &generator) == 0 ? special : near)
            return Pair(a: "'\(a)'", b: "'\(b)'", isSame: isNear(a, b))
        }
        random = generator
        return result
    }

    /// Texts that differ in case, in being empty, or really.
    static func texts(_ rules: [EqualityRule], _ random: inout SeededGenerator) -> LoosePairs {
        let words = [nil, "", " ", "a", "A", "Straße", "STRASSE", "straße", "É", "é", "e", "Ж", "ж", "null", "🙂", "A ", "it''s", "IT''S"]
        func folded(_ word: String?) -> String? {
            let word = rules.contains(.ignoresCase) ? word?.lowercased() : word
            return rules.contains(.nullEqualsEmpty) ? word ?? "" : word
        }
        func quoted(_ word: String?) -> String? { word.map { "'\($0)'" } }
        var generator = random
        let result = LoosePairs("VARCHAR", "VARCHAR", rules) {
            let (a, b) = (generator.pick(words), generator.pick(words))
            return Pair(a: quoted(a), b: quoted(b), isSame: folded(a) == folded(b))
        }
        random = generator
        return result
    }

    /// Lists of few different elements, so that the same ones come in another order and number.
    static func lists(_ type: String, _ elements: [String], _ rules: [EqualityRule], _ random: inout SeededGenerator) -> LoosePairs {
        var generator = random
        func list() -> [String]? {
            let count = Int.random(in: -1...3, using: &generator)
            return count < 0 ? nil : (0..<count).map { _ in generator.pick(elements) }
        }
        let result = LoosePairs(type, type, rules) {
            let a = list()
            let b = Bool.random(using: &generator) ? a?.shuffled(using: &generator) : list()
            func literal(_ list: [String]?) -> String? { list.map { "CAST(ARRAY[\($0.joined(separator: ", "))] AS \(type))" } }
            return Pair(a: literal(a), b: literal(b), isSame: rules.isEmpty ? a == b : a?.sorted() == b?.sorted())
        }
        random = generator
        return result
    }

    /// Instants around the edge of a duration, in microseconds since 1970.
    static func instants(_ typeA: String, _ typeB: String, _ span: String, step: Int64, _ random: inout SeededGenerator) throws
        -> LoosePairs
    {
        let limit = try #require(TimeSpan(span))
        var generator = random
        func literal(_ microseconds: Int64, _ type: String) -> String {
            let base = "(TIMESTAMP '1970-01-01 00:00:00' + INTERVAL '\(microseconds % 86_400_000_000) microseconds'"
            return "CAST(\(base) + INTERVAL '\(microseconds / 86_400_000_000) days') AS \(type))"
        }
        let result = LoosePairs(typeA, typeB, [.time(limit)]) {
            let a =
                Int64.random(in: -40_000...40_000, using: &generator) * 86_400_000_000
                + (step == 1 ? Int64.random(in: 0...9_999_999, using: &generator) : 0)
            let edge = limit.nanoseconds / 1000
            let b =
                a + generator.pick([0, edge, -edge, edge + step, -edge - step, edge - step, 5 * edge]) / step * step
            switch Int.random(in: 0..<14, using: &generator) {
            case 0: return Pair(a: "'infinity'", b: literal(b, typeB), isSame: false)
            case 1: return Pair(a: "'infinity'", b: "'infinity'", isSame: true)
            case 2: return Pair(a: "'-infinity'", b: "'infinity'", isSame: false)
            case 3: return Pair(a: literal(a, typeA), b: nil, isSame: false)
            default: return Pair(a: literal(a, typeA), b: literal(b, typeB), isSame: abs(a - b) * 1000 <= limit.nanoseconds)
            }
        }
        random = generator
        return result
    }
}
