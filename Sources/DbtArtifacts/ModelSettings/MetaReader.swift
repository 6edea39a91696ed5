/// Reads members of an object in `meta`, saying which one is wrong.
struct MetaReader {
    let path: String
    private let object: JSONSlice?

    /// - Throws: `ModelSettingsError` when there is something, but no object.
    init(_ object: JSONSlice?, _ path: String) throws(ModelSettingsError) {
        let present = object.flatMap { $0.isNull ? nil : $0 }
        guard present.map({ $0.bytes.first == UInt8(ascii: "{") }) ?? true else {
            throw ModelSettingsError(key: path, expected: "an object of settings")
        }
        (self.path, self.object) = (path, present)
    }

    func nested(_ key: String) throws(ModelSettingsError) -> MetaReader { try MetaReader(self[key], "\(path).\(key)") }

    subscript(key: String) -> JSONSlice? {
        guard let member = object?[key], !member.isNull else { return nil }
        return member
    }

    /// A setting that nobody knows is a mistake in its name.
    func expectOnly(_ keys: Set<String>) throws(ModelSettingsError) {
        guard let unknown = object?.members.map(\.key).first(where: { !keys.contains($0) }) else { return }
        throw ModelSettingsError(
            key: "\(path).\(unknown)", expected: "left out, as no such setting is known; known: \(keys.sorted().joined(separator: ", "))")
    }

    func bool(_ key: String) throws(ModelSettingsError) -> Bool? {
        guard let member = self[key] else { return nil }
        guard let value = member.bool else { throw wrong(key, "true or false") }
        return value
    }

    func text(_ key: String) throws(ModelSettingsError) -> String? {
        guard let member = self[key] else { return nil }
        guard let value = member.string, !value.allSatisfy(\.isWhitespace) else { throw wrong(key, "a text") }
        return value
    }

    /// A text alone counts as a list of one.
    func texts(_ key: String) throws(ModelSettingsError) -> [String] {
        guard let member = self[key] else { return [] }
        let values = member.strings
        let isComplete = member.string != nil || (member.bytes.first == UInt8(ascii: "[") && values.count == member.elements.count)
        guard isComplete, !values.contains("") else { throw wrong(key, "a text or a list of texts") }
        return values
    }

    /// `true`, `false`, or the columns where it holds.
    func scope(_ key: String) throws(ModelSettingsError) -> ModelDiffSettings.ColumnScope {
        guard let member = self[key] else { return .none }
        if let value = member.bool { return value ? .all : .none }
        do throws(ModelSettingsError) {
            let columns = try texts(key)
            return columns.isEmpty ? .none : .columns(columns)
        } catch {
            throw wrong(key, "true, false or a list of columns")
        }
    }

    func wrong(_ key: String, _ expected: String) -> ModelSettingsError { ModelSettingsError(key: "\(path).\(key)", expected: expected) }
}
