extension CellValue {
    /// The value as people read it; NULL is spelled out, nested values look like JSON.
    package var text: String {
        switch self {
        case .null: "NULL"
        case .boolean(let value): String(value)
        case .integer(let value): String(value)
        case .number(let value): value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
        case .text(let text): text
        case .list(let values): "[" + values.map(\.nestedText).joined(separator: ", ") + "]"
        case .object(let fields):
            "{" + fields.sorted { $0.key < $1.key }.map { "\"\($0.key)\": \($0.value.nestedText)" }.joined(separator: ", ") + "}"
        }
    }

    private var nestedText: String {
        if case .text(let text) = self { return "\"" + text.replacing("\"", with: "\\\"") + "\"" }
        return self == .null ? "null" : text
    }
}
