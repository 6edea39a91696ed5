import HTTPTransport
import Relational
import Yams

/// A part of the configuration file with its place, read field by field; problems are collected, not thrown.
struct ConfigurationNode {
    /// Problems found so far, shared by all parts of one file.
    final class Problems {
        var all: [ConfigurationError.Problem] = []
    }

    let node: Node
    let path: String
    /// What `${NAME}` stands for; nil where a dollar sign is only that.
    let environment: [String: String]?
    let problems: Problems

    func report(_ message: String, at key: String? = nil, _ place: Node? = nil, field: String? = nil) {
        let path = key.map(child) ?? path
        problems.all.append(
            ConfigurationError.Problem(line: (place ?? node).mark?.line, path: path, field: field.map(child) ?? path, message: message))
    }

    private func child(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    /// Reports every key that is not known, naming the nearest that is.
    func expect(_ known: [String]) {
        guard let mapping = node.mapping else { return report("must be a list of 'key: value' pairs") }
        for (key, _) in mapping {
            let name = key.scalar?.string ?? ""
            guard !known.contains(name) else { continue }
            let hint = NearestName.of(name, in: known).map { "; did you mean '\($0)'?" } ?? "; known: \(known.joined(separator: ", "))"
            report("unknown key '\(name)'\(hint)", at: name, key)
        }
    }

    /// The part under a key; nil when it is absent or null.
    func part(_ key: String) -> ConfigurationNode? {
        guard let found = node.mapping?[key], !Self.isNull(found) else { return nil }
        return ConfigurationNode(node: found, path: child(key), environment: environment, problems: problems)
    }

    /// The parts of a list; none when it is absent.
    func parts(_ key: String) -> [ConfigurationNode] {
        guard let list = part(key) else { return [] }
        guard let sequence = list.node.sequence else {
            list.report("must be a list ('- …' lines)")
            return []
        }
        return sequence.enumerated().map {
            ConfigurationNode(node: $1, path: "\(list.path)[\($0)]", environment: environment, problems: problems)
        }
    }

    /// Keys and values as text, for options that depend on something else.
    func texts(_ key: String) -> [String: String] {
        guard let part = part(key) else { return [:] }
        guard let mapping = part.node.mapping else {
            part.report("must be a list of 'key: value' pairs")
            return [:]
        }
        let keys = mapping.compactMap { $0.key.scalar?.string }
        return keys.reduce(into: [:]) { result, name in
            if let text = part.text(name) { result[name] = text }
        }
    }

    /// Any scalar as text, with `${NAME}` filled in; nil when it is absent or null.
    func text(_ key: String) -> String? {
        guard let part = part(key) else { return nil }
        guard let scalar = part.node.scalar else {
            part.report("must be a single value")
            return nil
        }
        return part.filled(scalar.string)
    }

    /// A text that must be there.
    func required(_ key: String) -> String {
        if let text = text(key), !text.isEmpty { return text }
        // A value that could not be filled in is reported already.
        if part(key)?.node.scalar?.string.isEmpty ?? true { report("'\(key)' is missing", field: key) }
        return ""
    }

    func secret(_ key: String) -> Secret? { text(key).map { Secret($0) } }

    func bool(_ key: String) -> Bool? { read(key, "must be true or false") { ["true": true, "false": false][$0.lowercased()] } }

    func integer(_ key: String, atLeast least: Int = 0) -> Int? {
        read(key, "must be a whole number, at least \(least)") { Int($0).flatMap { $0 >= least ? $0 : nil } }
    }

    func number(_ key: String) -> Double? {
        read(key, "must be a number above 0") { Double($0).flatMap { $0 > 0 && $0.isFinite ? $0 : nil } }
    }

    /// A part of a whole as a fraction.
    func share(_ key: String, example: String) -> Double? {
        read(key, "must be \(Share.expectation(example))") { Share($0)?.fraction }
    }

    /// One of a few words.
    func choice<Value: RawRepresentable & CaseIterable>(_ key: String) -> Value? where Value.RawValue == String {
        let known = Value.allCases.map(\.rawValue)
        guard let text = text(key) else { return nil }
        if let value = Value(rawValue: text) { return value }
        let hint = NearestName.of(text, in: known).map { "; did you mean '\($0)'?" } ?? ""
        report("'\(text)' is not one of \(known.joined(separator: ", "))\(hint)", at: key, part(key)?.node)
        return nil
    }

    private func read<Value>(_ key: String, _ demand: String, _ convert: (String) -> Value?) -> Value? {
        guard let text = text(key) else { return nil }
        if let value = convert(text) { return value }
        report("\(demand), not '\(text.prefix(40))'", at: key, part(key)?.node)
        return nil
    }

    /// Fills in `${NAME}` from the environment; `$$` stands for one dollar sign.
    private func filled(_ text: String) -> String? {
        guard let environment else { return text }
        var result = ""
        var rest = text[...]
        while let dollar = rest.firstIndex(of: "$") {
            result += rest[..<dollar]
            rest = rest[rest.index(after: dollar)...]
            if rest.first == "$" {
                result += "$"
                rest.removeFirst()
            } else if rest.first == "{", let end = rest.firstIndex(of: "}") {
                let name = String(rest[rest.index(after: rest.startIndex)..<end])
                guard let value = environment[name] else {
                    report("the environment variable \(name) is not set")
                    return nil
                }
                result += value
                rest = rest[rest.index(after: end)...]
            } else {
                result += "$"
            }
        }
        return result + rest
    }

    private static func isNull(_ node: Node) -> Bool {
        guard let scalar = node.scalar, scalar.style == .any || scalar.style == .plain else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(scalar.string)
    }
}

/// Finds the word somebody probably meant.
enum NearestName {
    /// The known word with the fewest edits, when they are few for its length.
    static func of(_ name: String, in known: [String]) -> String? {
        let best = known.map { ($0, distance(Array(name.lowercased()), Array($0))) }.min { $0.1 < $1.1 }
        guard let best, best.1 <= max(2, name.count / 2) else { return nil }
        return best.0
    }

    /// Levenshtein's distance.
    private static func distance(_ a: [Character], _ b: [Character]) -> Int {
        var row = Array(0...b.count)
        for (i, character) in a.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for j in b.indices {
                let substitution = diagonal + (character == b[j] ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(substitution, row[j] + 1, diagonal + 1)
            }
        }
        return row[b.count]
    }
}
