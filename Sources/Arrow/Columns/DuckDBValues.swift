import Relational

extension ColumnNode {
    /// The row's value of one of DuckDB's own types; nil when it does not have the form that type has.
    func duckDBValue(_ row: Int, _ type: ArrowExtension.DuckDBType) -> Value? {
        switch (type, field.type) {
        case (.hugeint, .fixedSizeBinary(16)): return .decimal("\(fixed(row, as: Int128.self))")
        case (.uhugeint, .fixedSizeBinary(16)): return .decimal("\(fixed(row, as: UInt128.self))")
        case (.timeWithZone, .fixedSizeBinary(8)): return timeWithZone(fixed(row, as: UInt64.self)).map { .text($0) }
        case (.bit, .binary(let layout)): return unsafe Self.bits([UInt8](bytes(row, layout))).map { .text($0) }
        default: return nil
        }
    }

    /// Microseconds since midnight in the upper 40 bits; below, how far the offset is from the easternmost, in seconds.
    ///
    /// `dtime_tz_t` in https://github.com/duckdb/duckdb/blob/main/src/include/duckdb/common/types/datetime.hpp
    private func timeWithZone(_ bits: UInt64) -> String? {
        let easternmost: Int64 = 16 * 3600 - 1
        let offset = easternmost - Int64(bits & 0xFF_FFFF)
        let (seconds, microseconds) = Int64(bits >> 24).quotientAndRemainder(dividingBy: 1_000_000)
        guard abs(offset) <= easternmost, seconds <= 86_400 else { return nil }
        var fraction = microseconds == 0 ? "" : "." + String(String(1_000_000 + microseconds).dropFirst())
        while fraction.hasSuffix("0") { fraction.removeLast() }
        let clock = Self.clock(seconds, showsMinutes: true, showsSeconds: true)
        let zone = Self.clock(abs(offset), showsMinutes: offset % 3600 != 0, showsSeconds: offset % 60 != 0)
        return clock + fraction + (offset < 0 ? "-" : "+") + zone
    }

    private static func clock(_ seconds: Int64, showsMinutes: Bool, showsSeconds: Bool) -> String {
        func two(_ number: Int64) -> String { (number < 10 ? "0" : "") + String(number) }
        let minutes = showsMinutes || showsSeconds ? ":" + two(seconds / 60 % 60) : ""
        return two(seconds / 3600) + minutes + (showsSeconds ? ":" + two(seconds % 60) : "")
    }

    /// A byte that counts the unused leading bits of the second, then the bits.
    private static func bits(_ bytes: [UInt8]) -> String? {
        guard let unused = bytes.first, unused < 8, bytes.count > 1 else { return nil }
        let digits = bytes.dropFirst().map { byte in
            let digits = String(byte, radix: 2)
            return String(repeating: "0", count: 8 - digits.count) + digits
        }
        return String(digits.joined().dropFirst(Int(unused)))
    }
}
