/// The values that one field allows.
struct CronSet: Hashable, Sendable {
    /// Bit n stands for the value n.
    private var bits: UInt64 = 0
    /// Written beginning with `*`, which decides how the two fields for days go together and how clock changes are met.
    let beginsWithStar: Bool

    /// - Throws: `CronError`, `malformed`, naming the field and the part that is wrong.
    init(_ text: Substring, _ field: CronField) throws(CronError) {
        beginsWithStar = text.hasPrefix("*")
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            for value in try Self.values(part, field) { insert(value, field) }
        }
    }

    func contains(_ value: Int) -> Bool { bits & (1 << UInt64(value)) != 0 }

    /// In rising order.
    func values(in range: ClosedRange<Int>) -> [Int] { range.filter(contains) }

    private mutating func insert(_ value: Int, _ field: CronField) {
        let isSunday = field == .dayOfWeek && value == 7
        bits |= 1 << UInt64(isSunday ? 0 : value)
    }

    /// `*`, `a`, `a-b`, each with `/step`; `a/step` runs to the end of the range.
    private static func values(_ part: Substring, _ field: CronField) throws(CronError) -> StrideThrough<Int> {
        let halves = part.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let step = halves.count == 2 ? try Self.step(halves[1], field) : 1
        let span = try Self.span(halves[0], field, isOpen: halves.count == 2)
        return stride(from: span.lowerBound, through: span.upperBound, by: step)
    }

    private static func step(_ text: Substring, _ field: CronField) throws(CronError) -> Int {
        guard text.utf8.count <= 4, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let step = Int(text), step > 0 else {
            throw problem("the step '\(text.prefix(20))' must be a whole number above 0", field)
        }
        return step
    }

    private static func span(_ text: Substring, _ field: CronField, isOpen: Bool) throws(CronError) -> ClosedRange<Int> {
        // Sunday once, as 0: `*/2` must not count on to 7.
        let all = field == .dayOfWeek ? 0...6 : field.range
        if text == "*" { return all }
        let ends = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = field.value(ends[0]) else { throw unknown(ends[0], field) }
        guard ends.count == 2 else { return first...(isOpen ? max(first, all.upperBound) : first) }
        guard var last = field.value(ends[1]) else { throw unknown(ends[1], field) }
        if field == .dayOfWeek, last == 0, first > 0 { last = 7 }
        guard first <= last else {
            throw problem(
                "the range '\(text)' runs backwards; write '\(ends[0])-\(field.range.upperBound),\(field.range.lowerBound)-\(ends[1])'",
                field)
        }
        return first...last
    }

    private static func unknown(_ text: Substring, _ field: CronField) -> CronError {
        let foreign = text.first { "?LW#".contains($0) }
        let hint = foreign.map { " ('\($0)' is not cron's; write * or list the days)" } ?? ""
        return problem("'\(text.prefix(20))' is not \(field.expectation)\(hint)", field)
    }

    private static func problem(_ message: String, _ field: CronField) -> CronError {
        CronError(.malformed, "in the field for the \(field.words), \(message)")
    }
}
