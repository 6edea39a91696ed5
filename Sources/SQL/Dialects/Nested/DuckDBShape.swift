import Relational

/// Reads how DuckDB spells a nested type, for example `STRUCT(a INTEGER, "b c" MAP(VARCHAR, JSON)[])`.
struct DuckDBShape {
    private var rest: Substring
    private let column: (String) -> ColumnType

    /// - Returns: nil for a type that is not nested, and for a spelling that is none.
    static func read(_ spelling: String, _ column: @escaping (String) -> ColumnType) -> Nested<ColumnType>? {
        var reader = DuckDBShape(rest: spelling[...], column: column)
        guard let shape = reader.type(), reader.rest.isEmpty else { return nil }
        if case .value = shape { return nil }
        return shape
    }

    private mutating func type() -> Nested<ColumnType>? {
        guard var shape = unit() else { return nil }
        while take("[") {
            guard let close = rest.firstIndex(of: "]") else { return nil }
            rest = rest[rest.index(after: close)...]
            shape = .elements(shape)
        }
        return shape
    }

    private mutating func unit() -> Nested<ColumnType>? {
        if take("STRUCT(") { return fields().map { .fields($0) } }
        if take("UNION(") { return fields().map { .members($0) } }
        if take("TUPLE(") { return list { $0.type() }.map { .places($0) } }
        if take("MAP(") {
            guard let parts = list({ $0.type() }), parts.count == 2 else { return nil }
            return .entries(key: parts[0], value: parts[1])
        }
        let spelling = name()
        return spelling.isEmpty ? nil : .value(column(spelling))
    }

    private mutating func fields() -> [Nested<ColumnType>.Field]? {
        list { reader in
            guard let name = reader.identifier(), reader.take(" "), let content = reader.type() else { return nil }
            return Nested<ColumnType>.Field(name: name, content: content)
        }
    }

    /// Parts with commas between them, and the parenthesis that ends them.
    private mutating func list<Part>(_ part: (inout DuckDBShape) -> Part?) -> [Part]? {
        var parts: [Part] = []
        repeat {
            guard let part = part(&self) else { return nil }
            parts.append(part)
        } while take(", ")
        return take(")") ? parts : nil
    }

    private mutating func take(_ text: String) -> Bool {
        guard rest.hasPrefix(text) else { return false }
        rest = rest.dropFirst(text.count)
        return true
    }

    private mutating func identifier() -> String? {
        guard take("\"") else {
            let name = rest.prefix { $0 != " " }
            rest = rest.dropFirst(name.count)
            return name.isEmpty ? nil : String(name)
        }
        var name = ""
        while let scalar = rest.first {
            rest = rest.dropFirst()
            guard scalar == "\"" else {
                name.append(scalar)
                continue
            }
            guard take("\"") else { return name }
            name.append("\"")
        }
        return nil
    }

    /// A type that is not nested, with what stands in its parentheses: members of an enum may hold anything.
    private mutating func name() -> String {
        var depth = 0
        var isText = false
        let name = rest.prefix { character in
            if isText {
                isText = character != "'"
                return true
            }
            switch character {
            case "'": isText = true
            case "(": depth += 1
            case ")" where depth > 0: depth -= 1
            case ")", "[": return false
            case "," where depth == 0: return false
            default: break
            }
            return true
        }
        rest = rest.dropFirst(name.count)
        return String(name)
    }
}
