import Relational

extension ColumnNode {
    /// The row's value; total, because `ColumnChecker` has seen everything it relies on.
    func value(_ row: Int) -> Value {
        guard isValid(row) else { return .null }
        if let value = extensionValue(row) { return value }
        switch field.type {
        case .null: return .null
        case .boolean: return .boolean(bit(row))
        case .integer(let bytes, let signed): return .integer(row: integer(row, bytes: bytes, signed: signed), bytes: bytes, signed: signed)
        case .float(let bytes): return .double(float(row, bytes: bytes))
        case .decimal(_, let scale, let bytes): return .decimal(decimal(row, bytes: bytes, scale: scale))
        case .text(let layout): return text(row, layout)
        case .binary(let layout): return unsafe .binary([UInt8](bytes(row, layout)))
        case .fixedSizeBinary(let count): return unsafe .binary([UInt8](fixedBytes(row, count: count)))
        case .date, .time, .timestamp, .duration, .interval: return temporal(row)
        default: return nested(row)
        }
    }

    /// Whether the row reads as null, also through a dictionary, a run or a union.
    func isNull(_ row: Int) -> Bool {
        guard isValid(row) else { return true }
        switch field.type {
        case .null: return true
        case .dictionary, .runEndEncoded, .union: return nested(row) == .null
        default: return false
        }
    }

    func bit(_ row: Int) -> Bool {
        let index = offset + row
        return element(index >> 3, as: UInt8.self) >> UInt8(index & 7) & 1 == 1
    }

    func float(_ row: Int, bytes: Int) -> Double {
        switch bytes {
        case 2: Double(fixed(row, as: Float16.self))
        case 4: Double(fixed(row, as: Float.self))
        default: fixed(row, as: Double.self)
        }
    }

    /// Text that is not UTF-8 is delivered as its bytes; repairing it could make two different values equal.
    private func text(_ row: Int, _ layout: ArrowType.Layout) -> Value {
        let bytes = unsafe bytes(row, layout)
        return unsafe String(validating: bytes, as: UTF8.self).map { .text($0) } ?? .binary([UInt8](bytes))
    }

    private func extensionValue(_ row: Int) -> Value? {
        guard let type = field.extensionType else { return nil }
        switch (type, field.type) {
        case (.uuid, .fixedSizeBinary(16)): return .text(uuid(row))
        case (_, .text(let layout)) where type.isPostgreSQLNumeric: return numeric(row, layout)
        case (.bool8, .integer(1, true)): return .boolean(fixed(row, as: Int8.self) != 0)
        default: return type.duckDBType.flatMap { duckDBValue(row, $0) }
        }
    }

    /// Digits, or `nan`, `inf` and `-inf`, which only a double can hold.
    private func numeric(_ row: Int, _ layout: ArrowType.Layout) -> Value {
        guard case .text(let text) = text(row, layout) else { return text(row, layout) }
        switch text.lowercased() {
        case "nan": return .double(.nan)
        case "inf", "infinity": return .double(.infinity)
        case "-inf", "-infinity": return .double(-.infinity)
        default: return .decimal(text)
        }
    }

    private func uuid(_ row: Int) -> String {
        var text = ""
        let bytes = unsafe [UInt8](fixedBytes(row, count: 16))
        for (index, byte) in bytes.enumerated() {
            if [4, 6, 8, 10].contains(index) { text.append("-") }
            text.append(byte < 16 ? "0" : "")
            text.append(String(byte, radix: 16))
        }
        return text
    }

    private func nested(_ row: Int) -> Value {
        switch field.type {
        case .list(let layout, _): return .list(elements(range(row, layout)))
        case .fixedSizeList(let count, _): return .list(elements((offset + row) * count..<(offset + row + 1) * count))
        case .structure: return .structure(children.map { Value.Field(name: $0.field.name, value: $0.value(offset + row)) })
        case .map: return .map(entries(range(row, .small)))
        case .union(let dense, let codes, _):
            let member = children[codes.firstIndex(of: fixed(row, as: Int8.self)) ?? 0]
            return member.value(dense ? Int(element(offset + row, of: 1, as: Int32.self)) : offset + row)
        case .dictionary(let bytes, let signed, _): return dictionary?.value(Int(integer(row, bytes: bytes, signed: signed))) ?? .null
        case .runEndEncoded(let bytes, _): return children[1].value(run(of: row, endBytes: bytes))
        default: return .null
        }
    }

    private func elements(_ range: Range<Int>) -> [Value] {
        range.map { children[0].value($0) }
    }

    private func entries(_ range: Range<Int>) -> [Value.Entry] {
        let pairs = children[0]
        return range.map { row in
            let pair = pairs.offset + row
            return Value.Entry(key: pairs.children[0].value(pair), value: pairs.children[1].value(pair))
        }
    }
}

extension Value {
    /// An integer as read by `ColumnNode.integer(_:bytes:signed:)`, which gives unsigned 64-bit ones as their bit pattern.
    fileprivate static func integer(row value: Int64, bytes: Int, signed: Bool) -> Value {
        bytes == 8 && !signed && value < 0 ? .unsigned(UInt64(bitPattern: value)) : .integer(value)
    }
}
