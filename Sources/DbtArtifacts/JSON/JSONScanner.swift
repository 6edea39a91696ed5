/// What is wrong with a text that should be JSON, and where.
struct JSONFault: Error, Hashable {
    /// Bytes before the fault.
    let offset: Int
    /// What was expected there, for people.
    let expected: String
}

/// Walks over JSON text once, checks its grammar, and says where each value begins and ends.
///
/// It decodes nothing.
///
/// A manifest of 60 MB is mostly SQL text and maps nobody asks for. Foundation's decoders visit and build all of it; this finds the few
/// parts that are wanted and leaves them as bytes. Beyond the standard it accepts `NaN`, `Infinity` and `-Infinity`, which Python writes.
struct JSONScanner {
    let bytes: [UInt8]

    /// Values nested deeper than this are refused, so that a hostile file cannot exhaust the stack.
    static let depthLimit = 256

    /// The first position at or after `start` that is not white space.
    func skipSpace(_ start: Int) -> Int {
        var position = start
        while position < bytes.count, Self.isSpace(bytes[position]) { position += 1 }
        return position
    }

    /// The position after the string whose opening quote is at `start`.
    func skipString(_ start: Int) throws(JSONFault) -> Int {
        guard start < bytes.count, bytes[start] == UInt8(ascii: "\"") else { throw fault(start, "a string") }
        var position = start + 1
        while position < bytes.count {
            let byte = bytes[position]
            // Nearly every byte of a manifest comes this way.
            if byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
                position += 1
                continue
            }
            if byte == UInt8(ascii: "\"") { return position + 1 }
            guard byte == UInt8(ascii: "\\") else { throw fault(position, "no control character inside a string") }
            position += 2
        }
        throw fault(bytes.count, "the closing quote of a string")
    }

    /// The position after the value that begins at `start`.
    func skipValue(_ start: Int, depth: Int = 0) throws(JSONFault) -> Int {
        guard start < bytes.count else { throw fault(start, "a value") }
        switch bytes[start] {
        case UInt8(ascii: "\""): return try skipString(start)
        case UInt8(ascii: "{"):
            return try walkObject(start, depth: depth) { _, value throws(JSONFault) in try skipValue(value, depth: depth + 1) }
        case UInt8(ascii: "["):
            return try walkArray(start, depth: depth) { value throws(JSONFault) in try skipValue(value, depth: depth + 1) }
        default: return try skipWord(start)
        }
    }

    /// Calls `visit` with the range of each key (without quotes) and the position of its value; `visit` returns the value's end.
    ///
    /// - Returns: The position after the object that begins at `start`.
    @inline(__always)
    func walkObject(
        _ start: Int,
        depth: Int,
        _ visit: (Range<Int>, Int) throws(JSONFault) -> Int
    ) throws(JSONFault) -> Int {
        guard start < bytes.count, bytes[start] == UInt8(ascii: "{") else { throw fault(start, "an object") }
        guard depth < Self.depthLimit else { throw fault(start, "no more than \(Self.depthLimit) levels") }
        var position = skipSpace(start + 1)
        if position < bytes.count, bytes[position] == UInt8(ascii: "}") { return position + 1 }
        while true {
            let keyEnd = try skipString(position)
            let colon = skipSpace(keyEnd)
            guard colon < bytes.count, bytes[colon] == UInt8(ascii: ":") else { throw fault(colon, "a colon") }
            let valueEnd = try visit(position + 1..<keyEnd - 1, skipSpace(colon + 1))
            position = skipSpace(valueEnd)
            guard position < bytes.count else { throw fault(position, "a comma or '}'") }
            if bytes[position] == UInt8(ascii: "}") { return position + 1 }
            guard bytes[position] == UInt8(ascii: ",") else { throw fault(position, "a comma or '}'") }
            position = skipSpace(position + 1)
        }
    }

    /// Calls `visit` with the position of each element; `visit` returns the element's end.
    ///
    /// - Returns: The position after the array that begins at `start`.
    @inline(__always)
    func walkArray(_ start: Int, depth: Int, _ visit: (Int) throws(JSONFault) -> Int) throws(JSONFault) -> Int {
        guard start < bytes.count, bytes[start] == UInt8(ascii: "[") else { throw fault(start, "an array") }
        guard depth < Self.depthLimit else { throw fault(start, "no more than \(Self.depthLimit) levels") }
        var position = skipSpace(start + 1)
        if position < bytes.count, bytes[position] == UInt8(ascii: "]") { return position + 1 }
        while true {
            position = skipSpace(try visit(position))
            guard position < bytes.count else { throw fault(position, "a comma or ']'") }
            if bytes[position] == UInt8(ascii: "]") { return position + 1 }
            guard bytes[position] == UInt8(ascii: ",") else { throw fault(position, "a comma or ']'") }
            position = skipSpace(position + 1)
        }
    }

    /// Checks that only white space follows `end`.
    func expectEnd(_ end: Int) throws(JSONFault) {
        let position = skipSpace(end)
        guard position == bytes.count else { throw fault(position, "the end of the file") }
    }

    func fault(_ offset: Int, _ expected: String) -> JSONFault {
        JSONFault(offset: min(offset, bytes.count), expected: expected)
    }

    /// The position after a number, `true`, `false`, `null` or one of Python's float words.
    private func skipWord(_ start: Int) throws(JSONFault) -> Int {
        var end = start
        while end < bytes.count, Self.isWord(bytes[end]) { end += 1 }
        let word = bytes[start..<end]
        guard Self.words.contains(where: { word.elementsEqual($0.utf8) }) || Self.isNumber(word) else { throw fault(start, "a value") }
        return end
    }

    private static let words = ["null", "true", "false", "NaN", "Infinity", "-Infinity"]

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."): true
        default: isDigit(byte)
        }
    }

    /// Whether the bytes are `-? digits (. digits)? ([eE] [+-]? digits)?` without a needless leading zero.
    private static func isNumber(_ word: ArraySlice<UInt8>) -> Bool {
        var rest = word
        if rest.first == UInt8(ascii: "-") { rest.removeFirst() }
        let whole = takeDigits(&rest)
        guard whole > 0, !(whole > 1 && word[rest.startIndex - whole] == UInt8(ascii: "0")) else { return false }
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            guard takeDigits(&rest) > 0 else { return false }
        }
        if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
            rest.removeFirst()
            if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest.removeFirst() }
            guard takeDigits(&rest) > 0 else { return false }
        }
        return rest.isEmpty
    }

    private static func takeDigits(_ rest: inout ArraySlice<UInt8>) -> Int {
        let count = rest.prefix(while: isDigit).count
        rest.removeFirst(count)
        return count
    }
}
