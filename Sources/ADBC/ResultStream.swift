package import Arrow

/// The rows of a query, batch by batch.
///
/// Pull-based: the driver makes the next batch when it is asked for, so a slow reader needs no memory. To be read once, by one task.
/// Leaving the loop early, or letting go of the stream, ends the statement.
package final class ResultStream: AsyncSequence, Sendable {
    package typealias Element = RecordBatch
    package typealias Failure = ADBCError

    /// The columns, known before the first batch.
    package let fields: [ArrowField]
    let connection: ADBCConnection
    let id: Int

    init(connection: ADBCConnection, head: ResultHead) {
        self.connection = connection
        fields = head.fields
        id = head.id
    }

    deinit {
        abandon()
    }

    package func makeAsyncIterator() -> Iterator {
        Iterator(stream: self)
    }

    /// Ends the statement now, and returns when its memory and its place on the connection are free.
    package func close() async {
        let handle = connection.handle
        let id = id
        let done = Signal()
        let isAccepted = connection.thread.enqueue {
            handle.closeResult(id)
            done.send()
        }
        // A connection that takes no more jobs closes its result itself.
        if isAccepted { await done.wait() }
    }

    /// All batches; for results that are known to be small.
    ///
    /// - Throws: `ADBCError`.
    package func collect() async throws(ADBCError) -> [RecordBatch] {
        var batches: [RecordBatch] = []
        while let batch = try await next() { batches.append(batch) }
        return batches
    }

    fileprivate func next() async throws(ADBCError) -> RecordBatch? {
        let handle = connection.handle
        let id = id
        return try await connection.call("read a result", abandoned: { _ in handle.closeResult(id) }) {
            cancellation throws(ADBCError) in try handle.next(id, cancellation)
        }
    }

    fileprivate func abandon() {
        let handle = connection.handle
        let id = id
        _ = connection.thread.enqueue { handle.closeResult(id) }
    }

    /// Reads on until the end or the first error.
    package struct Iterator: AsyncIteratorProtocol {
        private var position: Position?

        fileprivate init(stream: ResultStream) {
            position = Position(stream: stream)
        }

        /// The next batch; nil at the end, and ever after an error.
        ///
        /// - Throws: `ADBCError`.
        package mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws(ADBCError) -> RecordBatch? {
            guard let stream = position?.stream else { return nil }
            do throws(ADBCError) {
                let batch = try await stream.next()
                if batch == nil { position = nil }
                return batch
            } catch {
                position = nil
                throw error
            }
        }

        package mutating func next() async throws(ADBCError) -> RecordBatch? {
            try await next(isolation: nil)
        }
    }

    /// Goes when the loop that reads the stream is left, which may be long before the stream itself goes.
    private final class Position: Sendable {
        let stream: ResultStream

        init(stream: ResultStream) {
            self.stream = stream
        }

        deinit {
            stream.abandon()
        }
    }
}
