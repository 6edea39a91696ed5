package import Relational

// Statements that write, which only a user's wish for tables or files leads to.
extension Renderer {
    /// Makes a table of the rows of a statement.
    package func text(creating table: RelationName, as select: Select) -> String {
        "CREATE TABLE \(dialect.quoted(table)) AS\n\(text(select))"
    }

    package func text(dropping table: RelationName) -> String { "DROP TABLE \(dialect.quoted(table))" }

    package func text(commenting table: RelationName, with comment: String) -> String {
        "COMMENT ON TABLE \(dialect.quoted(table)) IS \(dialect.literal(comment))"
    }

    package func text(counting table: RelationName) -> String { "SELECT count(*) AS n FROM \(dialect.quoted(table))" }
}
