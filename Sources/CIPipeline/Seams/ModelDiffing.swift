package import DataDiff

/// Runs one data diff in a warehouse.
package protocol ModelDiffing: Sendable {
    /// Compares two datasets.
    ///
    /// Trouble with the warehouse comes back as a result whose status is `failed`. Cancelling the task cancels the warehouse's statements.
    ///
    /// - Parameter progress: called now and then, from any thread.
    /// - Throws: `CancellationError` only.
    func diff(_ request: DiffRequest, progress: @escaping @Sendable (DiffProgress) -> Void) async throws -> DiffResult
}
