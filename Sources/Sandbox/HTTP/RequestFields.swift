import Foundation
import Hummingbird
import NIOCore

/// A field of a request body that is not what the endpoint takes.
struct FieldError: Error {
    let field: String
    /// The reason in the vendor's manner, without the field.
    let reason: String
}

/// The fields of a request body, sent as JSON or as a form.
struct RequestFields: Sendable {
    private(set) var values: [String: JSONValue]
    /// True for a form, where every value arrives as text and is converted.
    let isForm: Bool

    /// An empty body has no fields.
    init(body: ByteBuffer, contentType: String?) throws(FieldError) {
        isForm = contentType?.hasPrefix("application/x-www-form-urlencoded") ?? false
        values = isForm ? Self.form(String(buffer: body)) : try Self.json(body)
    }

    /// - Parameter isForm: whether text stands for numbers and truth values too.
    init(values: [String: JSONValue], isForm: Bool = false) {
        self.values = values
        self.isForm = isForm
    }

    /// A text; nil when absent, null or (in a form) empty.
    func string(_ field: String) throws(FieldError) -> String? {
        switch values[field] {
        case nil, .null: return nil
        case .string(let text): return isForm && text.isEmpty ? nil : text
        case .some(let value): throw FieldError(field: field, reason: "\(value.pythonText) is not of type 'string'")
        }
    }

    /// A whole number.
    ///
    /// A form's text is converted; in JSON a text is refused, as dbt Cloud does.
    func integer(_ field: String) throws(FieldError) -> Int? {
        switch values[field] {
        case nil, .null: return nil
        case .integer(let number): return number
        case .string(let text) where isForm:
            if text.isEmpty { return nil }
            if let number = Int(text) { return number }
            throw FieldError(field: field, reason: "'\(text)' is not of type 'integer'")
        case .some(let value): throw FieldError(field: field, reason: "\(value.pythonText) is not of type 'integer'")
        }
    }

    /// A truth value.
    ///
    /// A form may say true, 1, false or 0.
    func bool(_ field: String) throws(FieldError) -> Bool? {
        switch values[field] {
        case nil, .null: return nil
        case .bool(let value): return value
        case .string(let text) where isForm: return ["true", "1", "on"].contains(text.lowercased())
        case .some(let value): throw FieldError(field: field, reason: "\(value.pythonText) is not of type 'boolean'")
        }
    }

    /// A list of texts.
    ///
    /// A form repeats the name; a single text is a list of one there.
    func strings(_ field: String) throws(FieldError) -> [String]? {
        switch values[field] {
        case nil, .null: return nil
        case .string(let text) where isForm: return text.isEmpty ? nil : [text]
        case .array(let items):
            var texts: [String] = []
            for item in items {
                guard case .string(let text) = item else {
                    throw FieldError(field: field, reason: "\(item.pythonText) is not of type 'string'")
                }
                texts.append(text)
            }
            return texts
        case .some(let value): throw FieldError(field: field, reason: "\(value.pythonText) is not of type 'array'")
        }
    }

    /// A list of whole numbers.
    func integers(_ field: String) throws(FieldError) -> [Int]? {
        switch values[field] {
        case nil, .null: return nil
        case .array(let items):
            var numbers: [Int] = []
            for item in items {
                guard case .integer(let number) = item else {
                    throw FieldError(field: field, reason: "\(item.pythonText) is not of type 'integer'")
                }
                numbers.append(number)
            }
            return numbers
        case .some(let value): throw FieldError(field: field, reason: "\(value.pythonText) is not of type 'array'")
        }
    }

    /// The fields of a nested object; empty when absent.
    func object(_ field: String) -> RequestFields {
        guard case .object(let nested) = values[field] else { return RequestFields(values: [:]) }
        return RequestFields(values: nested)
    }

    /// True when the body names the field, even as null.
    func has(_ field: String) -> Bool { values[field] != nil }

    private static func form(_ text: String) -> [String: JSONValue] {
        var values: [String: JSONValue] = [:]
        for (name, items) in Dictionary(grouping: QueryItems(text).pairs, by: \.name) {
            values[name] = items.count == 1 ? .string(items[0].value) : .array(items.map { .string($0.value) })
        }
        return values
    }

    private static func json(_ body: ByteBuffer) throws(FieldError) -> [String: JSONValue] {
        guard body.readableBytes > 0 else { return [:] }
        let value: JSONValue
        do {
            value = try JSONDecoder().decode(JSONValue.self, from: Data(body.readableBytesView))
        } catch {
            throw FieldError(field: "", reason: "Problems parsing JSON")
        }
        switch value {
        case .object(let object): return object
        // GitHub's label endpoint also takes a bare array.
        case .array: return ["": value]
        default: throw FieldError(field: "", reason: "Body should be a JSON object")
        }
    }
}

extension Request {
    /// Reads the body as fields.
    /// - Throws: `FieldError` for malformed JSON, Hummingbird's error for a body that is too large.
    func fields(context: SandboxContext) async throws -> RequestFields {
        let body = try await body.collect(upTo: context.maxUploadSize)
        return try RequestFields(body: body, contentType: headers[.contentType])
    }

    /// The query of the request, decoded.
    var queryItems: QueryItems { QueryItems(uri.query) }

    /// The path without empty segments and without a closing slash, so `//api/v2/` and `/api/v2` are one path.
    var normalPath: String {
        "/" + uri.path.split(separator: "/").joined(separator: "/")
    }
}
