import HTTPTransport

/// dbt Cloud answers with more, fewer and differently typed fields over the years, so only what is needed must be right.
extension KeyedDecodingContainer {
    /// The value of a key; nil when it is missing, null or of another type.
    func lenient<Value: Decodable>(_ key: Key, as type: Value.Type = Value.self) -> Value? {
        (try? decodeIfPresent(Value.self, forKey: key)) ?? nil
    }

    /// A number, or text that is one: webhooks write identifiers as text.
    func integer(_ key: Key) -> Int? { lenient(key, as: Int.self) ?? lenient(key, as: String.self).flatMap { Int($0) } }

    /// Text that is not empty.
    func text(_ key: Key) -> String? { lenient(key, as: String.self).flatMap { $0.isEmpty ? nil : $0 } }

    /// A time in seconds since 1970-01-01 UTC.
    func time(_ key: Key) -> Double? { text(key).flatMap { Timestamp.seconds($0) } }

    /// A number that must be there.
    func requiredInteger(_ key: Key) throws -> Int {
        guard let number = integer(key) else {
            throw DecodingError.dataCorruptedError(forKey: key, in: self, debugDescription: "no number")
        }
        return number
    }
}

/// A list that leaves out the elements it cannot read.
struct LossyList<Element: Decodable>: Decodable {
    var elements: [Element]

    init(from decoder: any Decoder) throws {
        var container = try decoder.unkeyedContainer()
        elements = []
        while !container.isAtEnd {
            if let element = try container.decode(Attempt.self).element { elements.append(element) }
        }
    }

    /// One element, read or not; decoding it never fails, so the list moves on.
    private struct Attempt: Decodable {
        var element: Element?

        init(from decoder: any Decoder) { element = try? Element(from: decoder) }
    }
}
