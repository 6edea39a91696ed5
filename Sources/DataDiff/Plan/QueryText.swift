package import SQL

extension Dataset {
    /// The dataset as something to select from.
    package var source: Source {
        switch self {
        case .relation(let name): .relation(name)
        case .query(let sql): .query(QueryText.asSubquery(sql))
        }
    }
}

/// SQL that a user wrote, made fit to stand as a subquery.
enum QueryText {
    /// Drops the semicolon that ends the statement, and the comments and spaces behind it.
    ///
    /// Quotes, dollar quotes and comments are stepped over, so that a semicolon inside them stays.
    static func asSubquery(_ sql: String) -> String {
        var scanner = Scanner(Array(sql.unicodeScalars))
        guard let end = scanner.endOfStatement() else { return sql }
        return String(String.UnicodeScalarView(scanner.scalars[..<end]))
    }

    private struct Scanner {
        let scalars: [Unicode.Scalar]
        private var position = 0

        init(_ scalars: [Unicode.Scalar]) { self.scalars = scalars }

        /// The place of a semicolon that is followed by nothing but comments, spaces and further semicolons.
        mutating func endOfStatement() -> Int? {
            var end: Int?
            while position < scalars.count {
                let start = position
                switch scalars[position] {
                case "'" where start > 0 && (scalars[start - 1] == "E" || scalars[start - 1] == "e"): skipQuoted(by: "'", escapes: true)
                case "'", "\"", "`": skipQuoted(by: scalars[position])
                case "$": skipDollarQuoted()
                case "-" where next == "-": skipLine()
                case "/" where next == "*": skipBlockComment()
                case ";":
                    end = end ?? start
                    position += 1
                    continue
                default: position += 1
                }
                let isBlank = scalars[start].properties.isWhitespace
                let isComment = (scalars[start] == "-" || scalars[start] == "/") && position > start + 1
                if !isBlank && !isComment { end = nil }
            }
            return end
        }

        private var next: Unicode.Scalar? { position + 1 < scalars.count ? scalars[position + 1] : nil }

        private mutating func skipQuoted(by quote: Unicode.Scalar, escapes: Bool = false) {
            position += 1
            while position < scalars.count, scalars[position] != quote { position += escapes && scalars[position] == "\\" ? 2 : 1 }
            position += 1
        }

        /// `$$ … $$` or `$tag$ … $tag$`; a single dollar sign (a parameter) is stepped over.
        private mutating func skipDollarQuoted() {
            var end = position + 1
            while end < scalars.count, scalars[end].properties.isAlphabetic || scalars[end] == "_" { end += 1 }
            guard end < scalars.count, scalars[end] == "$" else {
                position += 1
                return
            }
            let tag = Array(scalars[position...end])
            position = end + 1
            while position < scalars.count, !scalars[position...].starts(with: tag) { position += 1 }
            position = min(position + tag.count, scalars.count)
        }

        private mutating func skipLine() {
            while position < scalars.count, scalars[position] != "\n" { position += 1 }
        }

        private mutating func skipBlockComment() {
            position += 2
            while position + 1 < scalars.count, !(scalars[position] == "*" && scalars[position + 1] == "/") { position += 1 }
            position += 2
        }
    }
}
