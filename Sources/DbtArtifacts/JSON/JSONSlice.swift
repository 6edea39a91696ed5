import Foundation

/// A value inside a JSON text, left as bytes until somebody asks for it.
///
/// The text was checked when it was read, so looking inside cannot fail; asking for the wrong kind of value gives nil or nothing.
/// The whole text stays in memory as long as one slice of it does.
package struct JSONSlice: Sendable {
    let text: [UInt8]
    let range: Range<Int>

    init(text: [UInt8], range: Range<Int>) {
        self.text = text
        self.range = range
    }

    /// The value as it is written.
    package var bytes: ArraySlice<UInt8> { text[range] }

    /// Whether the value is `null`.
    package var isNull: Bool { first == UInt8(ascii: "n") }

    /// The truth value; nil for any other kind.
    package var bool: Bool? {
        switch first {
        case UInt8(ascii: "t"): true
        case UInt8(ascii: "f"): false
        default: nil
        }
    }

    /// The text of a string; nil for any other kind.
    package var string: String? {
        guard first == UInt8(ascii: "\"") else { return nil }
        return String(decoding: stringBytes, as: UTF8.self)
    }

    /// A number or string as text, a truth value as `true` or `false`; nil for null, arrays and objects.
    package var scalarText: String? {
        switch first {
        case UInt8(ascii: "\""): string
        case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "n"), nil: nil
        default: String(decoding: bytes, as: UTF8.self)
        }
    }

    /// A number as an integer; nil for any other kind, for fractions and beyond 64 bits.
    package var integer: Int? { isNumber ? Int(String(decoding: bytes, as: UTF8.self)) : nil }

    /// A number as it is written; nil for any other kind.
    package var numberText: String? { isNumber ? String(decoding: bytes, as: UTF8.self) : nil }

    /// A number as a double; nil for any other kind.
    package var double: Double? { isNumber ? Double(String(decoding: bytes, as: UTF8.self)) : nil }

    /// The elements of an array; empty for any other kind.
    package var elements: [JSONSlice] {
        guard first == UInt8(ascii: "[") else { return [] }
        var found: [JSONSlice] = []
        let scanner = JSONScanner(bytes: text)
        _ = try? scanner.walkArray(range.lowerBound, depth: 0) { start throws(JSONFault) in
            let end = try scanner.skipValue(start)
            found.append(JSONSlice(text: text, range: start..<end))
            return end
        }
        return found
    }

    /// The members of an object in the file's order; empty for any other kind.
    package var members: [(key: String, value: JSONSlice)] {
        guard first == UInt8(ascii: "{") else { return [] }
        var found: [(key: String, value: JSONSlice)] = []
        let scanner = JSONScanner(bytes: text)
        _ = try? scanner.walkObject(range.lowerBound, depth: 0) { key, start throws(JSONFault) in
            let end = try scanner.skipValue(start)
            let name = String(decoding: JSONText.decode(text[key]), as: UTF8.self)
            found.append((name, JSONSlice(text: text, range: start..<end)))
            return end
        }
        return found
    }

    /// The strings of an array, or a string alone as a list of one; other elements are left out.
    package var strings: [String] {
        string.map { [$0] } ?? elements.compactMap(\.string)
    }

    /// The member `key` of an object; of several the last, as Python reads it.
    ///
    /// Nil when there is none.
    package subscript(key: String) -> JSONSlice? {
        guard first == UInt8(ascii: "{") else { return nil }
        var found: JSONSlice?
        let scanner = JSONScanner(bytes: text)
        _ = try? scanner.walkObject(range.lowerBound, depth: 0) { name, start throws(JSONFault) in
            let end = try scanner.skipValue(start)
            if isKey(name, key) { found = JSONSlice(text: text, range: start..<end) }
            return end
        }
        return found
    }

    /// Decodes the value.
    ///
    /// - Throws: `DecodingError` when the value does not have that shape.
    package func decode<Decoded: Decodable>(_ type: Decoded.Type) throws -> Decoded {
        try JSONDecoder().decode(type, from: Data(bytes))
    }

    /// The UTF-8 bytes of a string's text; empty for any other kind.
    var stringBytes: [UInt8] {
        guard first == UInt8(ascii: "\""), range.count >= 2 else { return [] }
        return JSONText.decode(text[range.lowerBound + 1..<range.upperBound - 1])
    }

    /// Whether both are written alike, byte for byte.
    func hasSameBytes(as other: JSONSlice) -> Bool {
        guard range.count == other.range.count else { return false }
        // Element by element this would be most of the time of comparing two manifests.
        return text.withUnsafeBytes { own in
            other.text.withUnsafeBytes { others in
                own[range].elementsEqualBytes(others[other.range])
            }
        }
    }

    private func isKey(_ name: Range<Int>, _ key: String) -> Bool {
        let raw = text[name]
        guard raw.contains(UInt8(ascii: "\\")) else { return raw.elementsEqual(key.utf8) }
        return JSONText.decode(raw).elementsEqual(key.utf8)
    }

    var isNumber: Bool {
        guard let first else { return false }
        return first == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first)
            || first == UInt8(ascii: "N") || first == UInt8(ascii: "I")
    }

    var first: UInt8? { range.isEmpty ? nil : text[range.lowerBound] }
}

extension Slice<UnsafeRawBufferPointer> {
    /// Whether two pieces of memory of the same length hold the same bytes.
    func elementsEqualBytes(_ other: Self) -> Bool {
        let (own, others) = (UnsafeRawBufferPointer(rebasing: self), UnsafeRawBufferPointer(rebasing: other))
        guard own.count == others.count else { return false }
        guard let first = own.baseAddress, let second = others.baseAddress else { return own.isEmpty }
        return memcmp(first, second, own.count) == 0
    }
}
