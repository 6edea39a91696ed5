/// What arrays, structures and maps are made of, with something for each value that is none of these.
package indirect enum Nested<Leaf> {
    case value(Leaf)
    /// An array of any length.
    case elements(Nested)
    /// A structure whose fields have names.
    case fields([Field])
    /// A structure whose fields have places only.
    case places([Nested])
    /// A map.
    case entries(key: Nested, value: Nested)
    /// A value that is of one of several types.
    case members([Field])

    /// A part that has a name.
    package struct Field {
        package let name: String
        /// What it is called in a form that two structures share, which may spell their names differently or have them in another order.
        package let sharedName: String?
        package let content: Nested

        package init(name: String, sharedName: String? = nil, content: Nested) {
            self.name = name
            self.sharedName = sharedName
            self.content = content
        }
    }

    /// The same shape with something else for each value.
    package func map<New>(_ transform: (Leaf) -> New) -> Nested<New> {
        func map(_ fields: [Field]) -> [Nested<New>.Field] {
            fields.map { .init(name: $0.name, sharedName: $0.sharedName, content: $0.content.map(transform)) }
        }
        return switch self {
        case .value(let leaf): .value(transform(leaf))
        case .elements(let element): .elements(element.map(transform))
        case .fields(let fields): .fields(map(fields))
        case .places(let places): .places(places.map { $0.map(transform) })
        case .entries(let key, let value): .entries(key: key.map(transform), value: value.map(transform))
        case .members(let members): .members(map(members))
        }
    }

    /// Whether a condition holds for a value anywhere inside.
    package func contains(where condition: (Leaf) -> Bool) -> Bool {
        switch self {
        case .value(let leaf): condition(leaf)
        case .elements(let element): element.contains(where: condition)
        case .fields(let fields), .members(let fields): fields.contains { $0.content.contains(where: condition) }
        case .places(let places): places.contains { $0.contains(where: condition) }
        case .entries(let key, let value): key.contains(where: condition) || value.contains(where: condition)
        }
    }

    /// Whether a structure inside is brought into a form that it shares with another one.
    package var isShared: Bool {
        switch self {
        case .value: false
        case .elements(let element): element.isShared
        case .fields(let fields), .members(let fields): fields.contains { $0.sharedName != nil || $0.content.isShared }
        case .places(let places): places.contains(where: \.isShared)
        case .entries(let key, let value): key.isShared || value.isShared
        }
    }

    /// What the elements are, for an array.
    package var element: Nested? {
        guard case .elements(let element) = self else { return nil }
        return element
    }
}

extension Nested: Sendable where Leaf: Sendable {}
extension Nested: Equatable where Leaf: Equatable {}
extension Nested: Hashable where Leaf: Hashable {}
extension Nested.Field: Sendable where Leaf: Sendable {}
extension Nested.Field: Equatable where Leaf: Equatable {}
extension Nested.Field: Hashable where Leaf: Hashable {}
