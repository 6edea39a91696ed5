/// The name of a table or view: up to three raw parts, never quoted, never folded.
///
/// `database` and `namespace` are absent when the connection's defaults apply. SQL text for a name is made by a dialect.
package struct RelationName: Hashable, Sendable, Codable {
    /// Catalog, project or database; absent for the connection's own.
    package var database: String?
    /// The database schema (dataset in BigQuery); absent for the connection's own.
    package var namespace: String?
    /// The table's or view's own name.
    package var identifier: String

    package init(database: String? = nil, namespace: String? = nil, identifier: String) {
        self.database = database
        self.namespace = namespace
        self.identifier = identifier
    }

    /// The parts that are there, outermost first.
    package var parts: [String] { [database, namespace, identifier].compactMap(\.self) }
}

extension RelationName: CustomStringConvertible {
    /// The raw parts joined by dots, for people; not SQL.
    package var description: String { parts.joined(separator: ".") }
}

/// Why a dotted table name could not be read.
package enum RelationNameError: Error, Hashable, Sendable, CustomStringConvertible {
    case empty(String)
    case emptyPart(String)
    case unclosedQuote(String)
    case textAfterQuote(String)
    case tooManyParts(String, Int)

    package var description: String {
        switch self {
        case .empty: "a table name is empty; give [database.][schema.]table"
        case .emptyPart(let text): "table name '\(text)' has an empty part; give [database.][schema.]table"
        case .unclosedQuote(let text): "table name '\(text)' has an opening double quote without a closing one"
        case .textAfterQuote(let text): "table name '\(text)' has text right after a closing double quote; put a dot between parts"
        case .tooManyParts(let text, let count):
            "table name '\(text)' has \(count) parts; at most database.schema.table is understood (quote a part that contains a dot)"
        }
    }
}

extension RelationName {
    /// Reads `[database.][schema.]table`.
    ///
    /// A part in double quotes is taken as it is (`""` is one quote) and may hold dots.
    ///
    /// - Throws: `RelationNameError` naming the text.
    package init(parsing text: String) throws(RelationNameError) {
        guard !text.isEmpty else { throw .empty(text) }
        let parts = try Self.split(text)
        guard parts.count <= 3 else { throw .tooManyParts(text, parts.count) }
        guard let identifier = parts.last else { throw .empty(text) }
        self.init(
            database: parts.count == 3 ? parts[0] : nil,
            namespace: parts.count >= 2 ? parts[parts.count - 2] : nil,
            identifier: identifier
        )
    }

    /// Works on scalars: a quote or dot that a combining mark follows still is one.
    private static func split(_ text: String) throws(RelationNameError) -> [String] {
        var parts: [String] = []
        var rest = Substring(text).unicodeScalars
        while true {
            let part = try takePart(&rest, of: text)
            guard !part.isEmpty else { throw .emptyPart(text) }
            parts.append(part)
            guard let next = rest.popFirst() else { return parts }
            guard next == "." else { throw .textAfterQuote(text) }
        }
    }

    private static func takePart(_ rest: inout Substring.UnicodeScalarView, of text: String) throws(RelationNameError) -> String {
        guard rest.first == "\"" else {
            let part = rest.prefix { $0 != "." }
            rest = rest[part.endIndex...]
            return String(part)
        }
        rest.removeFirst()
        var part = String.UnicodeScalarView()
        while let scalar = rest.popFirst() {
            guard scalar == "\"" else {
                part.append(scalar)
                continue
            }
            guard rest.first == "\"" else { return String(part) }
            rest.removeFirst()
            part.append(scalar)
        }
        throw .unclosedQuote(text)
    }
}
