/// Several values that are objects, written as one object.
struct Joined: Encodable {
    let parts: [any Encodable]

    init(_ parts: any Encodable...) {
        self.parts = parts
    }

    func encode(to encoder: any Encoder) throws {
        for part in parts { try part.encode(to: encoder) }
    }
}

/// An object whose keys are known only by name.
struct NamedParts: Encodable, ExpressibleByDictionaryLiteral {
    var parts: [String: any Encodable]

    init(dictionaryLiteral elements: (String, any Encodable)...) {
        parts = Dictionary(elements) { _, last in last }
    }

    private struct FieldName: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) {
            self.stringValue = stringValue
        }

        init?(intValue: Int) {
            nil
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: FieldName.self)
        for (name, value) in parts { try container.encode(value, forKey: FieldName(stringValue: name)) }
    }
}
