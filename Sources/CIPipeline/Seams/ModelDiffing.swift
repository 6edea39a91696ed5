package import DataDiff

/// Runs data diffs in one warehouse, and looks after the tables that their rows are kept in.
package protocol ModelDiffing: Sendable {
    /// Compares two datasets.
    ///
    /// Trouble with the warehouse comes back as a result whose status is `failed`. Cancelling the task cancels the warehouse's statements.
    ///
    /// - Parameters:
    ///   - keeping: where all rows that are found are written to; nil for nowhere.
    ///   - progress: called now and then, from any thread.
    /// - Throws: `CancellationError` only.
    func diff(
        _ request: DiffRequest, keeping: KeptTables?, progress: @escaping @Sendable (DiffProgress) -> Void
    ) async throws -> DiffResult
    /// Drops tables that diffs have written to a schema.
    ///
    /// - Parameters:
    ///   - prefixes: how the names begin that the tables were named for.
    ///   - kept: tables that stay, as results name them.
    /// - Returns: how many went.
    /// - Throws: `RunTrouble`; nothing was dropped then.
    func dropTables(prefixes: [String], except kept: Set<String>, in schema: String) async throws -> Int
}

/// Where all rows of a diff are kept, beyond the samples of its result.
package struct KeptTables: Hashable, Sendable {
    /// A schema of the compared database.
    package var schema: String
    /// What the tables are named for.
    package var name: String

    package init(schema: String, name: String) {
        self.schema = schema
        self.name = name
    }

    /// How the names of a run's tables begin, so that runs never meet.
    package static func prefix(ofRun id: Int) -> String { "run\(id)_" }
}
