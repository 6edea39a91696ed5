/// Header fields in order; names are looked up ignoring case.
///
/// Values may be secret, so the description shows names only.
package struct HeaderList: Sendable, Equatable, ExpressibleByDictionaryLiteral, CustomStringConvertible, CustomReflectable {
    private var storage: [Field]

    /// One header field.
    private struct Field: Sendable, Equatable {
        var name: String
        var value: String
    }

    package init(_ fields: [(name: String, value: String)]) {
        storage = fields.map { Field(name: $0.name, value: $0.value) }
    }

    package init(dictionaryLiteral elements: (String, String)...) {
        self.init(elements.map { (name: $0.0, value: $0.1) })
    }

    /// All fields as they are sent.
    package var fields: [(name: String, value: String)] { storage.map { ($0.name, $0.value) } }

    /// The first value of a name; setting replaces every value of it, nil removes them.
    package subscript(_ name: String) -> String? {
        get { storage.first { $0.name.lowercased() == name.lowercased() }?.value }
        set {
            storage.removeAll { $0.name.lowercased() == name.lowercased() }
            if let newValue { storage.append(Field(name: name, value: newValue)) }
        }
    }

    package var description: String { "[\(storage.map(\.name).joined(separator: ", "))]" }
    package var customMirror: Mirror { Mirror(self, children: ["names": description]) }
}
