package import Relational

extension CellValue {
    /// Integers beyond this lose digits in readers that hold numbers as doubles (RFC 8259, section 6).
    private static let exactIntegers: ClosedRange<Int64> = -9_007_199_254_740_992...9_007_199_254_740_992

    /// A warehouse's value as JSON and people read it.
    package init(_ value: Value) {
        switch value {
        case .null: self = .null
        case .boolean(let value): self = .boolean(value)
        case .integer(let value): self = Self.exactIntegers.contains(value) ? .integer(value) : .text(String(value))
        case .unsigned(let value): self = .text(String(value))
        case .decimal(let digits): self = .text(digits)
        case .double(let value): self = .init(value)
        case .text(let text): self = .text(text)
        case .binary(let bytes): self = .text("0x" + bytes.map { hex($0) }.joined())
        case .date(let days): self = .text(CivilDate(days: days).text)
        case .time(let nanoseconds): self = .text(clockText(nanoseconds))
        case .timestamp(let seconds, let nanoseconds, let zone):
            self = .text(instantText(seconds, nanoseconds) + (zone == nil ? "" : "+00:00"))
        case .interval(let months, let days, let nanoseconds): self = .text(intervalText(months, days, nanoseconds))
        case .list(let values): self = .list(values.map { CellValue($0) })
        case .structure(let fields): self = .object(Dictionary(fields.map { ($0.name, CellValue($0.value)) }) { first, _ in first })
        case .map(let entries): self = .list(entries.map { .object(["key": CellValue($0.key), "value": CellValue($0.value)]) })
        }
    }

    private init(_ value: Double) {
        if value.isNaN {
            self = .text("NaN")
        } else if value.isInfinite {
            self = .text(value > 0 ? "Infinity" : "-Infinity")
        } else {
            self = .number(value)
        }
    }
}

private func hex(_ byte: UInt8) -> String { padded(Int64(byte), 2, radix: 16) }

private func padded(_ number: Int64, _ width: Int, radix: Int = 10) -> String {
    let digits = String(number, radix: radix)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

/// Hours, minutes, seconds, and a fraction only when there is one.
private func clockText(_ nanoseconds: Int64) -> String {
    let seconds = nanoseconds / 1_000_000_000
    var fraction = padded(nanoseconds % 1_000_000_000, 9)
    while fraction.last == "0" { fraction.removeLast() }
    let clock = "\(padded(seconds / 3600, 2)):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2))"
    return fraction.isEmpty ? clock : "\(clock).\(fraction)"
}

private func instantText(_ seconds: Int64, _ nanoseconds: Int32) -> String {
    let days = seconds.floorDivided(by: 86_400)
    return "\(CivilDate(days: days).text) \(clockText((seconds - days * 86_400) * 1_000_000_000 + Int64(nanoseconds)))"
}

private func intervalText(_ months: Int32, _ days: Int32, _ nanoseconds: Int64) -> String {
    var parts: [String] = []
    if months != 0 { parts.append("\(months) months") }
    if days != 0 { parts.append("\(days) days") }
    if nanoseconds != 0 || parts.isEmpty { parts.append((nanoseconds < 0 ? "-" : "") + clockText(abs(nanoseconds))) }
    return parts.joined(separator: " ")
}
