import Foundation

/// Names and values of a query string or a form body, in order, decoded as `application/x-www-form-urlencoded`.
///
/// Hummingbird's own query parameters leave a plus sign as it is, while Python's clients send it for a space.
struct QueryItems: Sendable {
    let pairs: [(name: String, value: String)]

    init(_ text: String?) {
        pairs = (text ?? "").split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (Self.decode(parts[0]), parts.count > 1 ? Self.decode(parts[1]) : "")
        }
    }

    /// The first value of a name.
    subscript(name: String) -> String? {
        pairs.first { $0.name == name }?.value
    }

    /// Every value of a name, as sent.
    func all(_ name: String) -> [String] {
        pairs.filter { $0.name == name }.map(\.value)
    }

    /// A whole number; nil when the name is absent or the value is no number.
    func integer(_ name: String) -> Int? {
        self[name].flatMap { Int($0) }
    }

    /// A list in any of the three forms real clients send: repeated names, commas, or a JSON array in one value.
    func list(_ name: String) -> [String] {
        all(name).flatMap { value -> [String] in
            if value.hasPrefix("["), let items = try? JSONDecoder().decode([JSONValue].self, from: Data(value.utf8)) {
                return items.map(Self.plainText)
            }
            return value.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
        }
    }

    private static func plainText(_ value: JSONValue) -> String {
        if case .string(let text) = value { return text }
        return value.pythonText
    }

    private static func decode(_ text: Substring) -> String {
        let spaced = text.replacing("+", with: " ")
        return spaced.removingPercentEncoding ?? String(spaced)
    }
}
