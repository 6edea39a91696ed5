/// How much went from one connection to another.
package struct IngestCount: Hashable, Sendable {
    package var rows = 0
    /// Size of the values in Arrow's layout.
    package var bytes = 0

    package init() {}
}

/// Which end of a transfer failed.
package enum IngestFailure: Error, Sendable {
    case source(ADBCError)
    case target(ADBCError)
}

extension ADBCConnection {
    /// Writes the rows of another connection's query to a new table, batch by batch, without reading them.
    ///
    /// Neither side needs memory for more than a batch or two. The source's connection is in use until this returns; after a failure,
    /// the table may be there with some rows in it. A cancelled task returns at once, and both ends are told to stop.
    ///
    /// - Parameters:
    ///   - rows: a query of another connection whose first row nobody has read.
    ///   - progress: what was handed over so far, after every batch; called on a driver's thread.
    package func ingest(
        _ rows: ResultStream, into table: String, progress: @escaping @Sendable (IngestCount) -> Void = { _ in }
    ) async throws(IngestFailure) -> IngestCount {
        let relay = RelayedRows(rows, progress)
        let handle = handle
        let outcome = await withTaskCancellationHandler {
            await Self.result { () throws(ADBCError) in
                try await call("write a table") { cancellation throws(ADBCError) in try handle.ingest(relay, into: table, cancellation) }
            }
        } onCancel: {
            relay.stop()
        }
        // Drivers take a source that fails for one that ends (seen in DuckDB 2.0.0), so success is not to be believed.
        if let failure = relay.failure { throw .source(failure) }
        do throws(ADBCError) {
            let written = try outcome.get()
            let count = relay.count
            guard written == nil || written == Int64(count.rows) else {
                throw driver.failure(.io, "write a table", "\(count.rows) rows were handed over, but \(written ?? 0) were written")
            }
            return count
        } catch {
            throw .target(error)
        }
    }

    private static func result<Success>(_ body: () async throws(ADBCError) -> Success) async -> Result<Success, ADBCError> {
        do throws(ADBCError) {
            return .success(try await body())
        } catch {
            return .failure(error)
        }
    }
}
