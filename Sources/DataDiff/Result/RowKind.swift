/// A kind of rows that a diff finds.
package enum RowKind: String, Hashable, Sendable, Codable, CaseIterable {
    /// Rows whose key both sides have, with a value that differs.
    case different
    /// One row for each key that only side a has.
    case onlyA = "only_a"
    case onlyB = "only_b"
    /// All rows of side a whose key occurs more than once there.
    case duplicatesA = "duplicates_a"
    case duplicatesB = "duplicates_b"
    /// Rows of side a with a NULL in their key.
    case nullKeysA = "null_keys_a"
    case nullKeysB = "null_keys_b"

    /// What the rows are, for people.
    package func words(_ a: String, _ b: String) -> String {
        switch self {
        case .different: "rows that differ between \(a) (a) and \(b) (b)"
        case .onlyA: "rows of \(a) (a) whose key \(b) (b) lacks"
        case .onlyB: "rows of \(b) (b) whose key \(a) (a) lacks"
        case .duplicatesA: "rows of \(a) (a) with a duplicate key"
        case .duplicatesB: "rows of \(b) (b) with a duplicate key"
        case .nullKeysA: "rows of \(a) (a) with a NULL in the key"
        case .nullKeysB: "rows of \(b) (b) with a NULL in the key"
        }
    }
}

extension DiffResult {
    /// How many rows of a kind were found.
    package func rowCount(_ kind: RowKind) -> Int {
        switch kind {
        case .different: values?.rowsWithDifferences ?? 0
        case .onlyA: pks?.exclusives[0] ?? 0
        case .onlyB: pks?.exclusives[1] ?? 0
        case .duplicatesA: pks?.dupes[0] ?? 0
        case .duplicatesB: pks?.dupes[1] ?? 0
        case .nullKeysA: pks?.nulls[0] ?? 0
        case .nullKeysB: pks?.nulls[1] ?? 0
        }
    }
}

/// A table that holds all rows of a kind.
package struct MaterializedTable: Hashable, Sendable, Codable {
    package var kind: RowKind
    /// The dotted name.
    package var table: String
    package var rows: Int

    package init(kind: RowKind, table: String, rows: Int) {
        self.kind = kind
        self.table = table
        self.rows = rows
    }
}

/// A file that holds all rows of a kind.
package struct ExportedFile: Hashable, Sendable, Codable {
    package var kind: RowKind
    /// The path.
    package var file: String
    package var rows: Int

    package init(kind: RowKind, file: String, rows: Int) {
        self.kind = kind
        self.file = file
        self.rows = rows
    }
}
