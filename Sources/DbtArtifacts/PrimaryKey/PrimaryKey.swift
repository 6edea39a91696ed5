/// The columns that tell a model's rows apart, and how they were found.
///
/// A claim of the project: check it in the data.
package struct PrimaryKey: Hashable, Sendable {
    /// In the order in which they were declared; never empty.
    package let columns: [String]
    package let source: PrimaryKeySource
    /// For people: what was found where, and what else there was to choose from.
    package let explanation: String

    package init(columns: [String], source: PrimaryKeySource, explanation: String) {
        self.columns = columns
        self.source = source
        self.explanation = explanation
    }
}

/// The rule that found a primary key.
///
/// The texts are stable: they are stored and sent to others.
package struct PrimaryKeySource: RawRepresentable, Hashable, Sendable, Codable {
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The model's `meta.<tag>` lists the columns.
    package static let modelMeta = PrimaryKeySource(rawValue: "model_meta")
    /// Columns have `<tag>` in their `meta`.
    package static let columnMeta = PrimaryKeySource(rawValue: "column_meta")
    /// Columns have `<tag>` among their `tags`.
    package static let columnTags = PrimaryKeySource(rawValue: "column_tags")
    /// A dbt test says the columns are unique.
    package static let uniquenessTest = PrimaryKeySource(rawValue: "uniqueness_test")
    /// `unique_key` of an incremental model or a snapshot.
    package static let uniqueKey = PrimaryKeySource(rawValue: "unique_key")
    /// A column is called `id`, `pk`, `pkey` or `<model>_id`.
    package static let nameGuess = PrimaryKeySource(rawValue: "name_guess")
    /// A dbt constraint of type `primary_key`.
    package static let constraint = PrimaryKeySource(rawValue: "constraint")
}

/// A key that a rule offered and that could not be taken.
package struct RejectedKey: Hashable, Sendable, CustomStringConvertible {
    /// As the project spells them; of an expression that was not understood, its text.
    package let columns: [String]
    package let source: PrimaryKeySource
    package let reason: Reason

    package init(columns: [String], source: PrimaryKeySource, reason: Reason) {
        self.columns = columns
        self.source = source
        self.reason = reason
    }

    /// Why a key could not be taken.
    package enum Reason: Hashable, Sendable {
        /// The relation does not have these columns.
        case unknownColumns([String])
        /// An SQL expression of which the columns could not be told.
        case expression
        /// The test looks at some of the rows only.
        case conditionalTest
    }

    package var description: String {
        let names = columns.joined(separator: ", ")
        return switch reason {
        case .unknownColumns(let missing):
            "\(source.rawValue): (\(names)) was not taken, because the table has no column \(missing.joined(separator: ", "))"
        case .expression: "\(source.rawValue): '\(names)' was not taken, because its columns cannot be told from the expression"
        case .conditionalTest: "\(source.rawValue): (\(names)) was not taken, because the test looks at some of the rows only"
        }
    }
}
