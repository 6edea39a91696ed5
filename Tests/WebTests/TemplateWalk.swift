/// A piece of a template that has to do with names.
indirect enum TemplateNode {
    case name(String)
    case partial(String)
    /// `{{#name}}` or `{{^name}}`.
    case section(isInverted: Bool, String, [TemplateNode])
    /// `{{<name}}`, with the blocks it puts into the other template.
    case inheritance(String, [String: [TemplateNode]])
    /// `{{$name}}`, with what stands there when nothing is put in.
    case block(String, [TemplateNode])

    struct Unbalanced: Error { var text: String }

    /// Reads a template's tags.
    static func parse(_ text: String) throws -> [TemplateNode] {
        var tags = text.matches(of: /\{\{([#^\/<>$!&{%]?)\s*([^}]*?)\s*\}\}/).map { (kind: $0.1.first ?? " ", name: String($0.2)) }[...]
        let nodes = try parse(&tags, until: nil)
        guard tags.isEmpty else { throw Unbalanced(text: text) }
        return nodes
    }

    private static func parse(_ tags: inout ArraySlice<(kind: Character, name: String)>, until end: String?) throws -> [TemplateNode] {
        var nodes: [TemplateNode] = []
        while let tag = tags.popFirst() {
            switch tag.kind {
            case "/":
                guard tag.name == end else { throw Unbalanced(text: tag.name) }
                return nodes
            case "#", "^": nodes.append(.section(isInverted: tag.kind == "^", tag.name, try parse(&tags, until: tag.name)))
            case "$": nodes.append(.block(tag.name, try parse(&tags, until: tag.name)))
            case "<":
                let inner = try parse(&tags, until: tag.name)
                let blocks = inner.compactMap { if case .block(let name, let nodes) = $0 { (name, nodes) } else { nil } }
                nodes.append(.inheritance(tag.name, Dictionary(blocks) { first, _ in first }))
            case ">": nodes.append(.partial(tag.name))
            case "!": continue
            default: nodes.append(.name(tag.name))
            }
        }
        guard end == nil else { throw Unbalanced(text: end ?? "") }
        return nodes
    }
}

/// Follows a template through a view as the renderer does, and takes note of what it finds.
struct TemplateWalk {
    private let templates: [String: [TemplateNode]]
    /// Names found nowhere.
    var missing: Set<String> = []
    /// Absent in the innermost value, where an outer value of the same name would be printed in its place.
    var climbing: Set<String> = []
    /// Names found only further out.
    var reached: Set<String> = []
    var sections: Set<String> = []
    var visited: Set<String> = []
    var used: Set<String> = []

    init(texts: [String: String]) throws {
        templates = try texts.mapValues(TemplateNode.parse)
    }

    mutating func walk(_ template: String, _ stack: [Any], blocks: [String: (owner: String, nodes: [TemplateNode])] = [:]) {
        used.insert(template)
        guard let nodes = templates[template] else {
            missing.insert("template \(template)")
            return
        }
        walk(nodes, template, stack, blocks)
    }

    private mutating func walk(
        _ nodes: [TemplateNode], _ template: String, _ stack: [Any], _ blocks: [String: (owner: String, nodes: [TemplateNode])]
    ) {
        for node in nodes {
            switch node {
            case .name(let name): _ = value(name, template, stack)
            case .partial(let name): walk(name, stack)
            case .inheritance(let name, let inner): walk(name, stack, blocks: inner.mapValues { (template, $0) })
            case .block(let name, let inner):
                let (owner, nodes) = blocks[name] ?? (template, inner)
                walk(nodes, owner, stack, [:])
            case .section(let isInverted, let name, let inner):
                let section = "\(template): \(isInverted ? "^" : "#")\(name)"
                sections.insert(section)
                let found = value(name, template, stack)
                let isEmpty = found == nil || (found as? Bool) == false || (found as? [Any])?.isEmpty == true
                guard isInverted == isEmpty else { continue }
                visited.insert(section)
                for frame in frames(found, isInverted: isInverted, stack) { walk(inner, template, frame, blocks) }
            }
        }
    }

    /// The stacks a section's inside is rendered with.
    private func frames(_ value: Any?, isInverted: Bool, _ stack: [Any]) -> [[Any]] {
        guard let value, !isInverted, !(value is Bool) else { return [stack] }
        return ((value as? [Any]) ?? [value]).map { stack + [$0] }
    }

    /// Looks a name up as the renderer does.
    private mutating func value(_ name: String, _ template: String, _ stack: [Any]) -> Any? {
        if name == "." || name.hasSuffix("()") { return stack.last }
        let parts = name.split(separator: ".").map(String.init)
        for (depth, object) in stack.reversed().enumerated() {
            guard let child = Self.child(parts[0], of: object) else { continue }
            if stack.suffix(depth).contains(where: { !Self.isLeaf($0) }) { reached.insert("\(template): \(parts[0])") }
            if Mirror(reflecting: child).displayStyle == .optional,
                stack.dropLast(depth + 1).contains(where: { Self.child(parts[0], of: $0) != nil })
            {
                climbing.insert("\(template): \(name)")
            }
            return inner(parts.dropFirst(), of: Self.unwrapped(child), "\(template): \(name)")
        }
        missing.insert("\(template): \(name)")
        return nil
    }

    private mutating func inner(_ parts: ArraySlice<String>, of value: Any?, _ place: String) -> Any? {
        guard let part = parts.first, let value else { return value }
        guard let child = Self.child(part, of: value) else {
            missing.insert(place)
            return nil
        }
        return inner(parts.dropFirst(), of: Self.unwrapped(child), place)
    }

    private static func child(_ name: String, of object: Any) -> Any? {
        Mirror(reflecting: object).children.first { $0.label == name }?.value
    }

    /// The value of a section around a single text or number, which has no names of its own.
    private static func isLeaf(_ object: Any) -> Bool { object is String || object is Int }

    private static func unwrapped(_ value: Any) -> Any? {
        let mirror = Mirror(reflecting: value)
        return mirror.displayStyle == .optional ? mirror.children.first?.value : value
    }
}
