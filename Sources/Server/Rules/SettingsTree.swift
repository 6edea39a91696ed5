import Yams

/// Settings as a program or a form sends them: JSON, before anything is known about it.
indirect enum SettingsTree: Hashable, Sendable, Codable {
    case null
    case bool(Bool)
    /// In decimal digits.
    case number(String)
    case text(String)
    case list([SettingsTree])
    case object([String: SettingsTree])

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
        } else if let bool = try? value.decode(Bool.self) {
            self = .bool(bool)
        } else if let number = try? value.decode(Int.self) {
            self = .number(String(number))
        } else if let number = try? value.decode(Double.self) {
            self = .number("\(number)")
        } else if let text = try? value.decode(String.self) {
            self = .text(text)
        } else if let list = try? value.decode([SettingsTree].self) {
            self = .list(list)
        } else {
            self = .object(try value.decode([String: SettingsTree].self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        switch self {
        case .null: try value.encodeNil()
        case .bool(let bool): try value.encode(bool)
        case .number(let digits):
            if let number = Int(digits) { try value.encode(number) } else { try value.encode(Double(digits) ?? 0) }
        case .text(let text): try value.encode(text)
        case .list(let list): try value.encode(list)
        case .object(let object): try value.encode(object)
        }
    }
}

extension SettingsTree {
    /// The same as the configuration file would have it, so that one set of rules reads both.
    var node: Node {
        switch self {
        case .null: Node("null", Tag(.null), .plain)
        case .bool(let bool): Node(bool ? "true" : "false", Tag(.bool), .plain)
        case .number(let digits): Node(digits, Tag(.float), .plain)
        case .text(let text): Node(text, Tag(.str), .doubleQuoted)
        case .list(let list): Node(list.map(\.node))
        case .object(let object): Node(object.sorted { $0.key < $1.key }.map { (Node($0.key), $0.value.node) })
        }
    }

    /// What stands at a path such as `sampling.tolerance`; nil when nothing does.
    subscript(path: String) -> SettingsTree? {
        get {
            guard case .object(let object) = self else { return nil }
            guard let dot = path.firstIndex(of: ".") else { return object[path] }
            return object[String(path[..<dot])]?[String(path[path.index(after: dot)...])]
        }
        set {
            var object: [String: SettingsTree] = if case .object(let object) = self { object } else { [:] }
            if let dot = path.firstIndex(of: ".") {
                let name = String(path[..<dot])
                var inner = object[name] ?? .object([:])
                inner[String(path[path.index(after: dot)...])] = newValue
                object[name] = inner
            } else {
                object[path] = newValue
            }
            self = .object(object)
        }
    }

    /// As a field of a form shows it; nil for nothing, and for what has parts.
    var shown: String? {
        switch self {
        case .bool(let bool): bool ? "true" : "false"
        case .number(let text), .text(let text): text
        case .null, .list, .object: nil
        }
    }

    /// This with what the other says in its place; objects are merged, all else is replaced (RFC 7396 without its removing).
    func merged(with patch: SettingsTree) -> SettingsTree {
        guard case .object(let mine) = self, case .object(let theirs) = patch else { return patch }
        return .object(mine.merging(theirs) { $0.merged(with: $1) })
    }
}
