import CADBC

/// Turns a C schema into fields, trusting none of it.
struct SchemaReader {
    /// A deeper nesting than any engine makes; a schema that refers to itself would never end.
    private static let deepest = 64
    /// More than any driver writes beside a column, in bytes.
    private static let longestText = 64 << 20

    /// Reads the fields of a batch, whose schema is a structure.
    static func fields(of schema: UnsafePointer<ArrowSchema>) throws(ArrowError) -> [ArrowField] {
        let batch = try unsafe field(schema, path: [], depth: 0)
        guard case .structure(let fields) = batch.type else {
            throw .malformedSchema(column: "", reason: "a batch must be a structure, found \(batch.type)")
        }
        return fields
    }

    private static func field(
        _ pointer: UnsafePointer<ArrowSchema>?, path: [String], depth: Int
    ) throws(ArrowError) -> ArrowField {
        let parent = path.joined(separator: ".")
        guard let schema = unsafe pointer?.pointee else { throw .malformedSchema(column: parent, reason: "a nested type is missing") }
        guard unsafe schema.release != nil else { throw .malformedSchema(column: parent, reason: "a type was already released") }
        guard depth < deepest else { throw .malformedSchema(column: parent, reason: "types are nested more than \(deepest) deep") }
        let name = unsafe schema.name.map { unsafe String(cString: $0) } ?? ""
        let path = depth == 0 || name.isEmpty ? path : path + [name]
        let type = try unsafe type(schema, path: path, depth: depth)
        return ArrowField(
            name: name,
            type: type,
            isNullable: unsafe schema.flags & Int64(ArrowFlagNullable) != 0,
            metadata: try unsafe metadata(schema.metadata, column: path.joined(separator: "."))
        )
    }

    private static func type(_ schema: ArrowSchema, path: [String], depth: Int) throws(ArrowError) -> ArrowType {
        let column = path.joined(separator: ".")
        guard let text = unsafe schema.format.map({ unsafe String(cString: $0) }) else {
            throw .malformedSchema(column: column, reason: "the format is missing")
        }
        guard let reading = FormatString(text: text).read() else { throw .unsupportedFormat(column: column, format: text) }
        let children = try unsafe children(schema, path: path, depth: depth)
        let type = try assemble(reading, children: children, column: column, format: text)
        guard let dictionary = unsafe schema.dictionary else { return type }
        guard case .integer(let bytes, let signed) = type else {
            throw .malformedSchema(column: column, reason: "a dictionary's index has the format '\(text)'")
        }
        return .dictionary(indexBytes: bytes, signed: signed, values: try unsafe field(dictionary, path: path, depth: depth + 1))
    }

    private static func children(_ schema: ArrowSchema, path: [String], depth: Int) throws(ArrowError) -> [ArrowField] {
        let count = unsafe schema.n_children
        guard count > 0 else { return [] }
        guard let pointers = unsafe schema.children, count <= Int64(Int32.max) else {
            throw .malformedSchema(column: path.joined(separator: "."), reason: "\(count) nested types are declared, none given")
        }
        var fields: [ArrowField] = []
        for index in 0..<Int(count) {
            fields.append(try unsafe field(pointers[index].map { unsafe UnsafePointer($0) }, path: path, depth: depth + 1))
        }
        return fields
    }

    private static func assemble(
        _ reading: FormatString.Reading, children: [ArrowField], column: String, format: String
    ) throws(ArrowError) -> ArrowType {
        switch (reading, children.count) {
        case (.complete(let type), _): return type
        case (.structure, _): return .structure(children)
        case (.list(let layout), 1): return .list(layout, element: children[0])
        case (.fixedSizeList(let count), 1): return .fixedSizeList(count: count, element: children[0])
        case (.map, 1):
            guard case .structure(let pair) = children[0].type, pair.count == 2 else { break }
            return .map(entries: children[0])
        case (.union(let dense, let codes), let count) where count == codes.count:
            return .union(dense: dense, codes: codes, members: children)
        case (.runEndEncoded, 2):
            guard case .integer(let bytes, true) = children[0].type, bytes > 1 else { break }
            return .runEndEncoded(endBytes: bytes, values: children[1])
        default: break
        }
        throw .malformedSchema(column: column, reason: "the format '\(format)' does not go with its \(children.count) nested types")
    }

    /// Keys and values: a count, then each text with its length before it.
    private static func metadata(_ pointer: UnsafePointer<CChar>?, column: String) throws(ArrowError) -> [String: String] {
        guard let pointer = unsafe pointer else { return [:] }
        var cursor = unsafe MetadataCursor(position: UnsafeRawPointer(pointer), remaining: longestText)
        var result: [String: String] = [:]
        for _ in 0..<max(0, unsafe cursor.number() ?? 0) {
            guard let key = unsafe cursor.text(), let value = unsafe cursor.text() else {
                throw .malformedSchema(column: column, reason: "its metadata do not add up")
            }
            result[key] = value
        }
        return result
    }
}

/// Reads lengths and texts one after another; nil once a length is not plausible.
@unsafe private struct MetadataCursor {
    var position: UnsafeRawPointer
    var remaining: Int

    mutating func number() -> Int? {
        guard unsafe remaining >= 4 else { return nil }
        defer { unsafe advance(by: 4) }
        return unsafe Int(position.loadUnaligned(as: Int32.self))
    }

    mutating func text() -> String? {
        guard let count = unsafe number(), unsafe (0...remaining).contains(count) else { return nil }
        defer { unsafe advance(by: count) }
        return unsafe String(decoding: UnsafeRawBufferPointer(start: position, count: count), as: UTF8.self)
    }

    private mutating func advance(by count: Int) {
        unsafe position = unsafe position + count
        unsafe remaining -= count
    }
}
