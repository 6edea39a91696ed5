/// A JSON Schema (2020-12, as OpenAPI 3.1 has it) in the making.
struct OpenAPIShape: Sendable {
    private(set) var tree: [String: SettingsTree]

    private init(_ tree: [String: SettingsTree]) { self.tree = tree }

    private init(type: String, _ more: [String: SettingsTree] = [:]) { self.init(more.merging(["type": .text(type)]) { $1 }) }

    static let any = OpenAPIShape([:])
    static let text = OpenAPIShape(type: "string")
    static let number = OpenAPIShape(type: "number")
    static let flag = OpenAPIShape(type: "boolean")
    static let integer = OpenAPIShape(type: "integer")
    static let file = OpenAPIShape(type: "string", ["contentMediaType": .text("application/octet-stream")])
    /// ISO 8601 in UTC.
    static let time = OpenAPIShape(type: "string", ["format": .text("date-time")])
    /// Only ever sent, never given.
    static let secret = OpenAPIShape(type: "string", ["writeOnly": .bool(true)])
    /// A count, which is never negative.
    static let count = OpenAPIShape.integer(from: 0)
    /// The number of a record.
    static let id = OpenAPIShape.integer(from: 1)

    static func integer(from low: Int, to high: Int? = nil) -> OpenAPIShape {
        OpenAPIShape(type: "integer", ["minimum": .init(low)].merging(high.map { ["maximum": .init($0)] } ?? [:]) { $1 })
    }

    static func text(matching pattern: String) -> OpenAPIShape { OpenAPIShape(type: "string", ["pattern": .text(pattern)]) }

    static func choice(_ words: [String]) -> OpenAPIShape { OpenAPIShape(type: "string", ["enum": .list(words.map { .text($0) })]) }

    static func choice<Word: CaseIterable & RawRepresentable>(_ words: Word.Type) -> OpenAPIShape where Word.RawValue == String {
        choice(words.allCases.map(\.rawValue))
    }

    /// A value that may be of several types, by their names in JSON Schema.
    static func either(_ types: String...) -> OpenAPIShape { OpenAPIShape(["type": .list(types.map { .text($0) })]) }

    static func list(_ items: OpenAPIShape) -> OpenAPIShape { OpenAPIShape(type: "array", ["items": .object(items.tree)]) }

    /// Exactly two: side a's, then side b's.
    static func pair(_ items: OpenAPIShape) -> OpenAPIShape {
        OpenAPIShape(type: "array", ["items": .object(items.tree), "minItems": .init(2), "maxItems": .init(2)])
    }

    /// An object whose keys are not known beforehand.
    static func map(_ values: OpenAPIShape) -> OpenAPIShape { OpenAPIShape(type: "object", ["additionalProperties": .object(values.tree)]) }

    /// A schema among the document's components.
    static func named(_ name: String) -> OpenAPIShape { OpenAPIShape(["$ref": .text("#/components/schemas/\(name)")]) }

    /// An answer's object: nothing stands in it but these fields.
    ///
    /// - Parameters:
    ///   - always: fields that are there in every answer.
    ///   - sometimes: fields that may be missing.
    static func object(_ always: [String: OpenAPIShape], sometimes: [String: OpenAPIShape] = [:]) -> OpenAPIShape {
        let fields = always.merging(sometimes) { $1 }.mapValues { SettingsTree.object($0.tree) }
        var tree: [String: SettingsTree] = ["properties": .object(fields), "additionalProperties": .bool(false)]
        if !always.isEmpty { tree["required"] = .list(always.keys.sorted().map { .text($0) }) }
        return OpenAPIShape(type: "object", tree)
    }

    /// What is sent and answered alike: `needed` must be sent, `kept` may be, `given` stands in answers only.
    static func resource(
        needed: [String: OpenAPIShape], kept: [String: OpenAPIShape], given: [String: OpenAPIShape]
    ) -> OpenAPIShape {
        object(needed, sometimes: kept.merging(given.mapValues { $0.with("readOnly", .bool(true)) }) { $1 })
    }

    /// This or null.
    var orNull: OpenAPIShape {
        switch tree["type"] {
        case .text(let type)?:
            var tree = tree
            tree["type"] = .list([.text(type), .text("null")])
            if case .list(let words)? = tree["enum"] { tree["enum"] = .list(words + [.null]) }
            return OpenAPIShape(tree)
        default: return OpenAPIShape(["anyOf": .list([.object(tree), .object(["type": .text("null")])])])
        }
    }

    /// An object of which any fields may be left out.
    var partial: OpenAPIShape {
        var shape = self
        shape.tree["required"] = nil
        return shape
    }

    func saying(_ description: String) -> OpenAPIShape { with("description", .text(description)) }

    private func with(_ key: String, _ value: SettingsTree) -> OpenAPIShape {
        var shape = self
        shape.tree[key] = value
        return shape
    }
}
