import Foundation

@testable import Sandbox

/// JSON that can be read by path in a test.
struct JSON: Sendable, Equatable {
    let value: JSONValue

    init(_ value: JSONValue) {
        self.value = value
    }

    init(_ data: Data) throws {
        value = data.isEmpty ? .null : try JSONDecoder().decode(JSONValue.self, from: data)
    }

    subscript(_ key: String) -> JSON {
        if case .object(let object) = value, let found = object[key] { return JSON(found) }
        return JSON(.null)
    }

    subscript(_ index: Int) -> JSON {
        if case .array(let list) = value, list.indices.contains(index) { return JSON(list[index]) }
        return JSON(.null)
    }

    func has(_ key: String) -> Bool {
        if case .object(let object) = value { return object[key] != nil }
        return false
    }

    var string: String? {
        if case .string(let text) = value { return text }
        return nil
    }

    var int: Int? {
        if case .integer(let number) = value { return number }
        return nil
    }

    var bool: Bool? {
        if case .bool(let flag) = value { return flag }
        return nil
    }

    var array: [JSON] {
        if case .array(let list) = value { return list.map { JSON($0) } }
        return []
    }

    var keys: Set<String> {
        if case .object(let object) = value { return Set(object.keys) }
        return []
    }
}
