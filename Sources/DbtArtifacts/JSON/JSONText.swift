/// Decodes the inside of a JSON string.
enum JSONText {
    /// The UTF-8 bytes that the text between two quotes stands for.
    ///
    /// A lone surrogate, which Python can write and UTF-8 cannot hold, is kept as three bytes, so that different texts stay different.
    static func decode(_ raw: ArraySlice<UInt8>) -> [UInt8] {
        guard raw.contains(UInt8(ascii: "\\")) else { return Array(raw) }
        var decoded: [UInt8] = []
        decoded.reserveCapacity(raw.count)
        var rest = raw
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "\\") { appendEscape(&rest, to: &decoded) } else { decoded.append(byte) }
        }
        return decoded
    }

    private static func appendEscape(_ rest: inout ArraySlice<UInt8>, to decoded: inout [UInt8]) {
        guard let letter = rest.popFirst() else { return }
        switch letter {
        case UInt8(ascii: "b"): decoded.append(0x08)
        case UInt8(ascii: "f"): decoded.append(0x0C)
        case UInt8(ascii: "n"): decoded.append(0x0A)
        case UInt8(ascii: "r"): decoded.append(0x0D)
        case UInt8(ascii: "t"): decoded.append(0x09)
        case UInt8(ascii: "u"): appendCodePoint(takeCodePoint(&rest), to: &decoded)
        default: decoded.append(letter)
        }
    }

    /// Four hexadecimal digits, joined with a following escaped low surrogate where the two belong together.
    private static func takeCodePoint(_ rest: inout ArraySlice<UInt8>) -> UInt32 {
        let unit = takeUnit(&rest)
        guard (0xD800..<0xDC00).contains(unit), rest.starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "u")]) else { return unit }
        var ahead = rest.dropFirst(2)
        let low = takeUnit(&ahead)
        guard (0xDC00..<0xE000).contains(low) else { return unit }
        rest = ahead
        return 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00)
    }

    private static func takeUnit(_ rest: inout ArraySlice<UInt8>) -> UInt32 {
        let digits = rest.prefix(4)
        rest.removeFirst(digits.count)
        return UInt32(String(decoding: digits, as: UTF8.self), radix: 16) ?? 0xFFFD
    }

    private static func appendCodePoint(_ point: UInt32, to decoded: inout [UInt8]) {
        if let scalar = Unicode.Scalar(point) {
            decoded.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        } else {
            decoded.append(contentsOf: [0xE0 | UInt8(point >> 12), 0x80 | UInt8(point >> 6 & 0x3F), 0x80 | UInt8(point & 0x3F)])
        }
    }
}
