/// Reads an Arrow format string, the one-line spelling of a type.
///
/// https://arrow.apache.org/docs/format/CDataInterface.html#data-type-description-format-strings
struct FormatString {
    /// What was read: a type that is complete, or one that still needs its children's types.
    enum Reading: Hashable {
        case complete(ArrowType)
        case list(ArrowType.Layout)
        case fixedSizeList(count: Int)
        case structure
        case map
        case union(dense: Bool, codes: [Int8])
        case runEndEncoded
    }

    let text: String

    /// Nil for anything not understood.
    func read() -> Reading? {
        if let simple = Self.simple[text] { return .complete(simple) }
        if let nested = Self.nested[text] { return nested }
        guard let colon = text.firstIndex(of: ":") else { return nil }
        let parameters = String(text[text.index(after: colon)...])
        switch text[..<colon] {
        case "d": return Self.decimal(parameters)
        case "w": return Self.count(parameters).map { .complete(.fixedSizeBinary(bytes: $0)) }
        case "+w": return Self.count(parameters).map { .fixedSizeList(count: $0) }
        case "+ud": return Self.codes(parameters).map { .union(dense: true, codes: $0) }
        case "+us": return Self.codes(parameters).map { .union(dense: false, codes: $0) }
        default: return Self.timestamp(text[..<colon], zone: parameters)
        }
    }

    private static let simple: [String: ArrowType] = [
        "n": .null, "b": .boolean,
        "c": .integer(bytes: 1, signed: true), "C": .integer(bytes: 1, signed: false),
        "s": .integer(bytes: 2, signed: true), "S": .integer(bytes: 2, signed: false),
        "i": .integer(bytes: 4, signed: true), "I": .integer(bytes: 4, signed: false),
        "l": .integer(bytes: 8, signed: true), "L": .integer(bytes: 8, signed: false),
        "e": .float(bytes: 2), "f": .float(bytes: 4), "g": .float(bytes: 8),
        "z": .binary(.small), "Z": .binary(.large), "vz": .binary(.view),
        "u": .text(.small), "U": .text(.large), "vu": .text(.view),
        "tdD": .date(.day), "tdm": .date(.millisecond),
        "tts": .time(.second), "ttm": .time(.millisecond), "ttu": .time(.microsecond), "ttn": .time(.nanosecond),
        "tDs": .duration(.second), "tDm": .duration(.millisecond), "tDu": .duration(.microsecond), "tDn": .duration(.nanosecond),
        "tiM": .interval(.months), "tiD": .interval(.daysAndMilliseconds), "tin": .interval(.monthsDaysAndNanoseconds),
    ]

    private static let nested: [String: Reading] = [
        "+l": .list(.small), "+L": .list(.large), "+vl": .list(.view), "+vL": .list(.largeView),
        "+s": .structure, "+m": .map, "+r": .runEndEncoded,
    ]

    private static func timestamp(_ unit: Substring, zone: String) -> Reading? {
        let units: [Substring: ArrowType.TimeUnit] = ["tss": .second, "tsm": .millisecond, "tsu": .microsecond, "tsn": .nanosecond]
        return units[unit].map { .complete(.timestamp($0, zone: zone.isEmpty ? nil : zone)) }
    }

    /// `precision,scale` with an optional width in bits; 128 without.
    private static func decimal(_ parameters: String) -> Reading? {
        let numbers = parameters.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
        guard (2...3).contains(numbers.count), let precision = numbers[0], let scale = numbers[1] else { return nil }
        guard let bits = numbers.count == 3 ? numbers[2] : 128, [32, 64, 128, 256].contains(bits) else { return nil }
        guard (1...76).contains(precision), (-128...128).contains(scale) else { return nil }
        return .complete(.decimal(precision: precision, scale: scale, bytes: bits / 8))
    }

    private static func count(_ parameters: String) -> Int? {
        Int(parameters).flatMap { (0...Int(Int32.max)).contains($0) ? $0 : nil }
    }

    private static func codes(_ parameters: String) -> [Int8]? {
        let parts = parameters.isEmpty ? [] : parameters.split(separator: ",", omittingEmptySubsequences: false)
        let codes = parts.compactMap { Int8($0) }
        return codes.count == parts.count && Set(codes).count == codes.count && codes.allSatisfy { $0 >= 0 } ? codes : nil
    }
}
