/// Finds the columns of the simple expressions that projects use as a key: `a || '-' || b`, `concat(a, b)`, `cast(a as text)`, `"Order Id"`.
///
/// When such an expression is unique, so are its columns together. Anything that is not understood wholly gives nil: a key of the wrong
/// columns is worse than none.
struct KeyExpression {
    private var tokens: ArraySlice<Token>
    private var found: [String] = []

    /// The columns of `text`, without repetition; nil when it is not one of these expressions.
    static func columns(of text: String) -> [String]? {
        guard let tokens = Token.split(text) else { return nil }
        var parser = KeyExpression(tokens: tokens[...])
        guard parser.takeSum(), parser.tokens.isEmpty, !parser.found.isEmpty else { return nil }
        return parser.found.uniqued()
    }

    private init(tokens: ArraySlice<Token>) {
        self.tokens = tokens
    }

    /// Functions whose arguments are all values, and whose result depends on nothing else.
    private static let functions: Set<String> = [
        "concat", "concat_ws", "coalesce", "ifnull", "nvl", "lower", "upper", "trim", "md5", "to_char", "to_varchar",
    ]
    private static let casts: Set<String> = ["cast", "try_cast", "safe_cast"]

    /// Operands joined by `||`.
    private mutating func takeSum() -> Bool {
        guard takeOperand() else { return false }
        while take(.symbol("||")) {
            guard takeOperand() else { return false }
        }
        return true
    }

    private mutating func takeOperand() -> Bool {
        guard takePlainOperand() else { return false }
        while take(.symbol("::")) {
            guard takeType() else { return false }
        }
        return true
    }

    private mutating func takePlainOperand() -> Bool {
        switch tokens.popFirst() {
        case .literal: return true
        case .symbol("("): return takeSum() && take(.symbol(")"))
        case .quoted(let name): return takeColumn(name)
        case .word(let name) where tokens.first == .symbol("("): return takeCall(name.lowercased())
        case .word(let name): return takeColumn(name)
        default: return false
        }
    }

    /// A column, with or without the table it belongs to.
    private mutating func takeColumn(_ first: String) -> Bool {
        var name = first
        while take(.symbol(".")) {
            switch tokens.popFirst() {
            case .word(let next), .quoted(let next): name = next
            default: return false
            }
        }
        found.append(name)
        return true
    }

    private mutating func takeCall(_ function: String) -> Bool {
        guard take(.symbol("(")) else { return false }
        if Self.casts.contains(function) {
            guard takeSum(), case .word(let keyword) = tokens.popFirst(), keyword.lowercased() == "as", takeType() else { return false }
            return take(.symbol(")"))
        }
        guard Self.functions.contains(function) else { return false }
        repeat {
            guard takeSum() else { return false }
        } while take(.symbol(","))
        return take(.symbol(")"))
    }

    /// `varchar`, `numeric(10, 2)`, `character varying`.
    private mutating func takeType() -> Bool {
        var words = 0
        while case .word = tokens.first {
            tokens.removeFirst()
            words += 1
        }
        guard words > 0 else { return false }
        guard take(.symbol("(")) else { return true }
        while let token = tokens.popFirst(), token != .symbol(")") {
            guard token == .literal || token == .symbol(",") else { return false }
        }
        return true
    }

    private mutating func take(_ token: Token) -> Bool {
        guard tokens.first == token else { return false }
        tokens.removeFirst()
        return true
    }
}

private enum Token: Equatable {
    case word(String)
    /// A name in quotes, without them.
    case quoted(String)
    /// A number or a text.
    case literal
    case symbol(String)

    private static let closings: [Character: Character] = ["\"": "\"", "`": "`", "[": "]", "'": "'"]

    /// Nil when a character is none that these expressions use.
    static func split(_ text: String) -> [Token]? {
        var tokens: [Token] = []
        var rest = Substring(text)
        while let character = rest.first {
            if character.isWhitespace {
                rest.removeFirst()
            } else if let token = take(character, &rest) {
                tokens.append(token)
            } else {
                return nil
            }
        }
        return tokens
    }

    private static func take(_ character: Character, _ rest: inout Substring) -> Token? {
        if let closing = closings[character] { return takeQuoted(closing, &rest) }
        if character.isNumber {
            rest = rest.drop { $0.isNumber || $0 == "." }
            return .literal
        }
        if character.isLetter || character == "_" {
            let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "$" }
            rest.removeFirst(word.count)
            return .word(String(word))
        }
        guard let symbol = ["||", "::", "(", ")", ",", "."].first(where: rest.hasPrefix) else { return nil }
        rest.removeFirst(symbol.count)
        return .symbol(symbol)
    }

    /// A doubled closing quote stands for itself.
    private static func takeQuoted(_ closing: Character, _ rest: inout Substring) -> Token? {
        rest.removeFirst()
        var content = ""
        while let character = rest.popFirst() {
            guard character == closing else {
                content.append(character)
                continue
            }
            guard rest.first == closing else { return closing == "'" ? .literal : .quoted(content) }
            rest.removeFirst()
            content.append(closing)
        }
        return nil
    }
}
