package import Relational

/// What is peculiar about one engine's SQL: data and a few small functions, no statements.
package struct Dialect: Sendable {
    /// The engine's name as in connection URIs, for example `duckdb`.
    package let name: String
    /// The engine finds identifiers whatever their case.
    package let ignoresIdentifierCase: Bool
    /// The class of a type by the engine's spelling of it.
    package let typeClass: @Sendable (_ spelling: String) -> TypeClass
    /// Digits before and behind the point that an integer or decimal type holds; nil when it has no fixed width.
    package let exactShape: @Sendable (_ spelling: String) -> ExactShape?
    /// Digits of a second's fraction that a timestamp type holds.
    package let fractionDigits: @Sendable (_ spelling: String) -> Int
    /// Renders a normalised value, given the value's SQL.
    package let normalise: @Sendable (_ sql: String, _ normalisation: Normalisation) -> String
    /// Counts the rows for which a condition holds.
    package let conditionalCount: @Sendable (_ condition: String) -> String
    /// A statement that yields one row per column of a query: name, type spelling.
    package let describe: @Sendable (_ query: String) -> String
    /// What kind of trouble an error of the engine is.
    package let classify: @Sendable (_ message: String, _ sqlState: String?) -> ErrorKind

    package init(
        name: String,
        ignoresIdentifierCase: Bool,
        typeClass: @escaping @Sendable (String) -> TypeClass,
        exactShape: @escaping @Sendable (String) -> ExactShape?,
        fractionDigits: @escaping @Sendable (String) -> Int,
        normalise: @escaping @Sendable (String, Normalisation) -> String,
        conditionalCount: @escaping @Sendable (String) -> String,
        describe: @escaping @Sendable (String) -> String,
        classify: @escaping @Sendable (String, String?) -> ErrorKind
    ) {
        self.name = name
        self.ignoresIdentifierCase = ignoresIdentifierCase
        self.typeClass = typeClass
        self.exactShape = exactShape
        self.fractionDigits = fractionDigits
        self.normalise = normalise
        self.conditionalCount = conditionalCount
        self.describe = describe
        self.classify = classify
    }

    /// Trouble that callers tell apart.
    package enum ErrorKind: String, Hashable, Sendable {
        case relationNotFound, columnNotFound, syntax, permission, locked, databaseMissing, connection, other
    }
}

/// How many digits an exact numeric type holds.
package struct ExactShape: Hashable, Sendable {
    package var integerDigits: Int
    package var scale: Int

    package init(integerDigits: Int, scale: Int) {
        self.integerDigits = integerDigits
        self.scale = scale
    }
}

extension Dialect {
    /// An identifier in double quotes, as SQL has it; inner quotes are doubled.
    package func quoted(_ identifier: String) -> String {
        enclosed(identifier, in: "\"")
    }

    /// A relation's name as SQL.
    package func quoted(_ relation: RelationName) -> String {
        relation.parts.map { quoted($0) }.joined(separator: ".")
    }

    /// A text literal; inner quotes are doubled.
    package func literal(_ text: String) -> String {
        enclosed(text, in: "'")
    }

    /// Scalars, not characters: a quote that a combining mark follows is another character, and still ends the text for the engine.
    private func enclosed(_ text: String, in quote: Unicode.Scalar) -> String {
        var scalars = String.UnicodeScalarView([quote])
        for scalar in text.unicodeScalars {
            if scalar == quote { scalars.append(quote) }
            scalars.append(scalar)
        }
        scalars.append(quote)
        return String(scalars)
    }
}
