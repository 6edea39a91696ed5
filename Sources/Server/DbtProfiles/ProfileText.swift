/// A text of `profiles.yml`, in which dbt fills in variables of the environment by Jinja.
///
/// Understood is `{{ env_var('NAME') }}` or `{{ env_var('NAME', 'default') }}`, with the filters that dbt has for types of values.
struct ProfileText {
    /// Why a text could not be filled in; never holds a value.
    enum Trouble: Error, Hashable {
        case notSet(String)
        /// Names what is not understood.
        case unsupported(String)
        case noNumber(variable: String)
    }

    private static let filters: Set<String> = ["int", "as_number", "as_native", "as_text"]
    private var rest: Substring
    private let environment: [String: String]

    /// Fills the text in.
    static func filled(_ text: String, _ environment: [String: String]) throws(Trouble) -> String {
        var reader = ProfileText(rest: text[...], environment: environment)
        return try reader.filled()
    }

    private mutating func filled() throws(Trouble) -> String {
        var result = ""
        while let brace = rest.firstIndex(of: "{") {
            result += rest[..<brace]
            rest = rest[brace...]
            if take("{{") {
                result += try expression()
            } else if rest.hasPrefix("{%") || rest.hasPrefix("{#") {
                throw .unsupported(String(rest.prefix(2)))
            } else {
                result.append(rest.removeFirst())
            }
        }
        return result + rest
    }

    private mutating func expression() throws(Trouble) -> String {
        _ = take("-")
        skipSpaces()
        let function = word()
        guard function == "env_var" else { throw .unsupported(function.isEmpty ? "an expression without env_var" : function) }
        let (name, fallback) = try arguments()
        guard var value = environment[name] ?? fallback else { throw .notSet(name) }
        skipSpaces()
        while take("|") {
            skipSpaces()
            let filter = word()
            guard Self.filters.contains(filter) else { throw .unsupported("| \(filter)") }
            value = try applied(filter, to: value, of: name)
            skipSpaces()
        }
        _ = take("-")
        guard take("}}") else { throw .unsupported("more than env_var('\(name)') and a filter") }
        return value
    }

    /// The name of the variable, and the default.
    private mutating func arguments() throws(Trouble) -> (String, String?) {
        skipSpaces()
        guard take("("), let name = literal() else { throw .unsupported("env_var without a name in quotes") }
        var fallback: String?
        if take(",") {
            guard let text = literal() else { throw .unsupported("the default of env_var('\(name)'), which is no plain value") }
            fallback = text
        }
        guard take(")") else { throw .unsupported("more than a name and a default in env_var('\(name)')") }
        return (name, fallback)
    }

    private func applied(_ filter: String, to value: String, of variable: String) throws(Trouble) -> String {
        let text = value.trimmingPrefix { $0.isWhitespace }
        switch filter {
        case "int" where Int(text) == nil, "as_number" where Double(text) == nil: throw .noNumber(variable: variable)
        default: return value
        }
    }

    /// A text in quotes, or a number.
    private mutating func literal() -> String? {
        skipSpaces()
        defer { skipSpaces() }
        guard let quote = rest.first, quote == "'" || quote == "\"" else {
            let number = rest.prefix { $0.isNumber || $0 == "." || $0 == "-" }
            rest = rest[number.endIndex...]
            return Double(number).map { _ in String(number) }
        }
        rest.removeFirst()
        var text = ""
        while let character = rest.popFirst() {
            if character == quote { return text }
            if character == "\\", let next = rest.popFirst() { text.append(next) } else { text.append(character) }
        }
        return nil
    }

    private mutating func word() -> String {
        let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        rest = rest[word.endIndex...]
        return String(word)
    }

    private mutating func skipSpaces() { rest = rest.drop { $0.isWhitespace } }

    private mutating func take(_ text: String) -> Bool {
        guard rest.hasPrefix(text) else { return false }
        rest = rest.dropFirst(text.count)
        return true
    }
}
