package import Relational

/// The relation of a node: its raw parts, and the text that dbt puts into SQL.
package struct NodeRelation: Hashable, Sendable {
    /// The raw parts as the manifest spells them; nothing is folded to another case.
    package let name: RelationName
    /// As dbt writes it in SQL, quotes included; nil where the manifest does not say.
    package let sqlText: String?

    package init(name: RelationName, sqlText: String?) {
        self.name = name
        self.sqlText = sqlText
    }

    /// Whether each part of `name`, outermost first, is quoted in `sqlText`.
    ///
    /// A part that is not quoted is folded by warehouses that fold names (Snowflake to upper case). Where dbt's text is not known or does
    /// not match the parts, every part counts as quoted.
    package var quotedParts: [Bool] {
        let all = name.parts.map { _ in true }
        guard let sqlText else { return all }
        let written = Self.split(sqlText)
        return written.count == all.count ? written : all
    }

    /// Splits at dots outside quotes; for each part, whether it is quoted.
    private static func split(_ sqlText: String) -> [Bool] {
        let closings: [Character: Character] = ["\"": "\"", "`": "`", "[": "]"]
        var parts: [Bool] = []
        var isQuoted = false
        var closing: Character?
        for character in sqlText {
            if let awaited = closing {
                if character == awaited { closing = nil }
            } else if let opened = closings[character] {
                closing = opened
                isQuoted = true
            } else if character == "." {
                parts.append(isQuoted)
                isQuoted = false
            }
        }
        return parts + [isQuoted]
    }
}
