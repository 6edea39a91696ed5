import Relational

/// Reads what the catalog tells of a nested type: `record( .6964=integer; .74616773[]=text)[]`.
///
/// Each value inside has its path: names of fields, which may hold anything, in hexadecimal digits, and brackets for arrays.
enum PostgreSQLShape {
    private enum Step: Hashable {
        case field(String), element
    }

    private typealias Leaf = (path: ArraySlice<Step>, type: ColumnType)

    /// - Returns: nil for a type that is not nested.
    static func read(_ base: String, _ column: (String) -> ColumnType) -> Nested<ColumnType>? {
        var base = base
        var levels = 0
        while base.hasSuffix("[]") {
            base.removeLast(2)
            levels += 1
        }
        guard base.hasPrefix("record"), let open = base.firstIndex(of: "("), base.hasSuffix(")") else {
            return levels == 0 ? nil : wrapped(.value(column(base)), levels)
        }
        let contents = base[base.index(after: open)...].dropLast().drop { $0 != " " }
        let leaves = contents.split(separator: ";").compactMap { leaf($0.drop { $0 == " " }, column) }
        return shape(leaves).map { wrapped($0, levels) }
    }

    private static func wrapped(_ shape: Nested<ColumnType>, _ levels: Int) -> Nested<ColumnType> {
        (0..<levels).reduce(shape) { shape, _ in .elements(shape) }
    }

    private static func leaf(_ text: Substring, _ column: (String) -> ColumnType) -> Leaf? {
        guard let sign = text.firstIndex(of: "=") else { return nil }
        var path: [Step] = []
        var rest = text[..<sign]
        while !rest.isEmpty {
            if rest.hasPrefix("[]") {
                path.append(.element)
                rest = rest.dropFirst(2)
            } else {
                let digits = rest.dropFirst().prefix { $0.isHexDigit }
                path.append(.field(name(digits)))
                rest = rest.dropFirst(1 + digits.count)
            }
        }
        return (path[...], column(String(text[text.index(after: sign)...])))
    }

    private static func name(_ digits: Substring) -> String {
        let characters = Array(digits)
        let bytes = stride(from: 0, to: characters.count - 1, by: 2).compactMap { UInt8(String(characters[$0...$0 + 1]), radix: 16) }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func shape(_ leaves: [Leaf]) -> Nested<ColumnType>? {
        guard let first = leaves.first else { return nil }
        guard let step = first.path.first else { return .value(first.type) }
        if step == .element { return shape(leaves.map { ($0.path.dropFirst(), $0.type) }).map { .elements($0) } }
        var fields: [(name: String, leaves: [Leaf])] = []
        for leaf in leaves {
            guard case .field(let name)? = leaf.path.first else { return nil }
            let inside: Leaf = (leaf.path.dropFirst(), leaf.type)
            if fields.last?.name == name { fields[fields.count - 1].leaves.append(inside) } else { fields.append((name, [inside])) }
        }
        return .fields(fields.compactMap { field in shape(field.leaves).map { .init(name: field.name, content: $0) } })
    }
}
