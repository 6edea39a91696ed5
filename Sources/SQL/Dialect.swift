package import Relational

/// What is peculiar about one engine's SQL: data and a few small functions, no statements.
package struct Dialect: Sendable {
    /// The engine's name as in connection URIs, for example `duckdb`.
    package let name: String
    /// The engine finds identifiers whatever their case.
    package let ignoresIdentifierCase: Bool
    /// `IS NULL` looks at the fields of a composite value instead of at the value.
    package let testsFieldsForNull: Bool
    /// Columns that one SELECT may have at most; nil when there is no limit that tables could reach.
    package let columnLimit: Int?
    /// What follows a date before the year 1.
    package let beforeChrist: String
    /// Bytes that a name may have at most; nil when there is no limit.
    package let nameLimit: Int?
    package let types: TypeRules
    package let fingerprints: Fingerprints
    /// How checksums are calculated that another engine calculates too.
    package let across: AcrossRules
    /// Renders a normalised value, given the value's SQL.
    package let normalise: @Sendable (_ sql: String, _ normalisation: Normalisation) -> String
    /// Whether two values that are neither the same nor NULL are close; may be NULL for those that are not.
    package let closeness: @Sendable (_ a: String, _ b: String, _ closeness: Closeness) -> String
    /// How the profiles of columns are calculated.
    package var profiles: ProfileRules
    /// What a subquery begins with that the engine is not to take apart, so that its columns are computed once; nil where they are anyhow.
    package let fence: String?
    /// Counts the rows for which a condition holds.
    package let conditionalCount: @Sendable (_ condition: String) -> String
    /// How the columns of a statement are found out; `text` is the statement's SQL.
    package let describe: @Sendable (_ select: Select, _ text: String) -> Description
    /// A statement for the columns that a table's own rules keep unique; rows of text: a name of the rule, and one of its columns.
    ///
    /// Only rules that hold for every row that a SELECT from the relation yields, by the types' own equality, NULL apart.
    package let uniqueKeys: @Sendable (_ relation: RelationName) -> String
    /// A statement for everything in a schema that has a table's kind of name: rows of the name and, for a table, its comment.
    ///
    /// One row more, without a name, says that the schema is there.
    package let relations: @Sendable (_ schema: String) -> String
    /// What kind of trouble an error of the engine is.
    package let classify: @Sendable (_ message: String, _ sqlState: String?) -> ErrorKind
    /// What to do about a kind of trouble, in this engine's words.
    package let advice: @Sendable (_ kind: ErrorKind) -> String?

    package init(
        name: String,
        ignoresIdentifierCase: Bool,
        testsFieldsForNull: Bool = false,
        columnLimit: Int? = nil,
        beforeChrist: String = "BC",
        nameLimit: Int? = nil,
        types: TypeRules,
        fingerprints: Fingerprints,
        across: AcrossRules,
        normalise: @escaping @Sendable (String, Normalisation) -> String,
        closeness: @escaping @Sendable (String, String, Closeness) -> String,
        profiles: ProfileRules,
        fence: String? = nil,
        conditionalCount: @escaping @Sendable (String) -> String,
        describe: @escaping @Sendable (Select, String) -> Description,
        uniqueKeys: @escaping @Sendable (RelationName) -> String,
        relations: @escaping @Sendable (String) -> String,
        classify: @escaping @Sendable (String, String?) -> ErrorKind,
        advice: @escaping @Sendable (ErrorKind) -> String? = { _ in nil }
    ) {
        self.name = name
        self.ignoresIdentifierCase = ignoresIdentifierCase
        self.testsFieldsForNull = testsFieldsForNull
        self.columnLimit = columnLimit
        self.beforeChrist = beforeChrist
        self.nameLimit = nameLimit
        self.types = types
        self.fingerprints = fingerprints
        self.across = across
        self.normalise = normalise
        self.closeness = closeness
        self.profiles = profiles
        self.fence = fence
        self.conditionalCount = conditionalCount
        self.describe = describe
        self.uniqueKeys = uniqueKeys
        self.relations = relations
        self.classify = classify
        self.advice = advice
    }

    /// Statements that tell the columns of another statement.
    ///
    /// Rows of text: the name, the type's spelling, and, where it is another, the spelling of the type underneath.
    package enum Description: Sendable {
        /// One statement; each of its rows is a column.
        case rows(String)
        /// The names are those of the first statement's result, which holds no row; the rows of the second, which is made for that many
        /// columns, are as above without the name, in order.
        ///
        /// Such an engine does not say how long or how precise the columns of a query are.
        case head(String, types: @Sendable (_ count: Int) -> String)
    }

    /// Trouble that callers tell apart.
    package enum ErrorKind: String, Hashable, Sendable {
        case relationNotFound, columnNotFound, syntax, permission, locked, databaseMissing, connection, other
        /// The user's name or password was not accepted.
        case authentication
        /// The server ended the statement because it took too long.
        case timeout
        /// Somebody asked for the statement's end.
        case cancelled
        /// The server could not keep the statement's view of the data.
        case conflict
        /// The engine may not have as much memory as the statement needs.
        case outOfMemory
        /// No room for intermediate results.
        case diskFull
        /// What is on disk cannot be read as the engine's data.
        case damaged
    }
}

extension Dialect {
    /// An identifier in double quotes, as SQL has it; inner quotes are doubled.
    package func quoted(_ identifier: String) -> String {
        SQLText.enclosed(identifier, in: "\"")
    }

    /// A relation's name as SQL.
    package func quoted(_ relation: RelationName) -> String {
        relation.parts.map { quoted($0) }.joined(separator: ".")
    }

    /// A text literal; inner quotes are doubled.
    package func literal(_ text: String) -> String {
        SQLText.enclosed(text, in: "'")
    }
}

/// Identifiers and literals as standard SQL writes them.
enum SQLText {
    /// Scalars, not characters: a quote that a combining mark follows is another character, and still ends the text for the engine.
    static func enclosed(_ text: String, in quote: Unicode.Scalar) -> String {
        var scalars = String.UnicodeScalarView([quote])
        for scalar in text.unicodeScalars {
            if scalar == quote { scalars.append(quote) }
            scalars.append(scalar)
        }
        scalars.append(quote)
        return String(scalars)
    }
}
