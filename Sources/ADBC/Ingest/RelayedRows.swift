import Arrow
import CADBC
import Foundation
import Synchronization

/// The rows of one connection as a C stream that a statement of another connection reads.
///
/// The batches go from driver to driver as they are. They are made on the source's thread, one ahead of the reader; that is all that
/// is kept of them, so a slow reader slows the source. Unchecked Sendable: `ahead` belongs to the reader's thread.
@safe final class RelayedRows: @unchecked Sendable {
    private struct State {
        var failure: ADBCError?
        var isStopped = false
        var count = IngestCount()
    }

    private let source: ResultStream
    private let report: @Sendable (IngestCount) -> Void
    private let state = Mutex(State())
    private var ahead: BatchAhead?
    private var isAtEnd = false

    init(_ source: ResultStream, _ report: @escaping @Sendable (IngestCount) -> Void) {
        self.source = source
        self.report = report
    }

    /// What went wrong while the source was read; the reader may not have noticed.
    var failure: ADBCError? { state.withLock { $0.failure } }
    var count: IngestCount { state.withLock { $0.count } }

    /// Makes the source stop, and every further read fail; from any thread.
    func stop() {
        state.withLock { $0.isStopped = true }
        source.connection.cancel()
    }

    /// Lends the rows to a call that takes the C stream over.
    @unsafe func lend(_ body: (UnsafeMutablePointer<ArrowArrayStream>) throws(ADBCError) -> Void) throws(ADBCError) {
        var stream = unsafe ArrowArrayStream(
            get_schema: { unsafe RelayedRows.of($0)?.readSchema($1) ?? EINVAL },
            get_next: { unsafe RelayedRows.of($0)?.readNext($1) ?? EINVAL },
            get_last_error: { _ in unsafe UnsafePointer(OpaquePointer(RelayedRows.lastError.utf8Start)) },
            release: { unsafe RelayedRows.release($0) },
            private_data: Unmanaged.passRetained(self).toOpaque())
        try unsafe body(&stream)
    }

    /// The reason itself is kept in `failure`, with all that the source's driver says.
    private static let lastError: StaticString = "the rows could not be read from their source"

    private static func of(_ stream: UnsafeMutablePointer<ArrowArrayStream>?) -> RelayedRows? {
        guard let data = unsafe stream?.pointee.private_data else { return nil }
        return unsafe Unmanaged<RelayedRows>.fromOpaque(data).takeUnretainedValue()
    }

    private static func release(_ stream: UnsafeMutablePointer<ArrowArrayStream>?) {
        guard let stream = unsafe stream, let data = unsafe stream.pointee.private_data else { return }
        let rows = unsafe Unmanaged<RelayedRows>.fromOpaque(data).takeRetainedValue()
        rows.ahead?.discard()
        rows.ahead = nil
        unsafe stream.pointee = unsafe ArrowArrayStream()
    }
}

// What the reader calls, on its thread.
extension RelayedRows {
    private func readSchema(_ out: UnsafeMutablePointer<ArrowSchema>?) -> CInt {
        guard let out = unsafe out else { return EINVAL }
        let (handle, id) = (source.connection.handle, source.id)
        let answer = SchemaAnswer()
        let isAccepted = source.connection.thread.enqueue {
            unsafe answer.give { (out) throws(ADBCError) in try unsafe handle.copySchema(id, into: out) }
        }
        guard isAccepted else { return fail(closed) }
        do throws(ADBCError) {
            unsafe out.pointee = try unsafe answer.take()
            return 0
        } catch {
            return fail(error)
        }
    }

    private func readNext(_ out: UnsafeMutablePointer<ArrowArray>?) -> CInt {
        guard let out = unsafe out else { return EINVAL }
        unsafe out.pointee = unsafe ArrowArray()
        if isAtEnd { return 0 }
        do throws(ADBCError) {
            let batch = if let ahead { ahead } else { try next() }
            ahead = nil
            unsafe out.pointee = try unsafe batch.take()
            isAtEnd = unsafe out.pointee.release == nil
            guard !isAtEnd else { return 0 }
            unsafe note(out)
            ahead = try next()
            return 0
        } catch {
            isAtEnd = true
            unsafe out.pointee.release?(out)
            unsafe out.pointee = unsafe ArrowArray()
            return fail(error)
        }
    }

    /// Asks the source's thread for a batch.
    private func next() throws(ADBCError) -> BatchAhead {
        let batch = BatchAhead()
        let (handle, id) = (source.connection.handle, source.id)
        let isAccepted = source.connection.thread.enqueue { [self] in
            unsafe batch.make { (out) throws(ADBCError) in
                try unsafe handle.moveNext(id, into: out, mayRun: checkNotStopped)
            }
        }
        guard isAccepted else { throw closed }
        return batch
    }

    private func checkNotStopped() throws(ADBCError) {
        guard state.withLock({ $0.isStopped }) else { return }
        throw source.connection.driver.failure(.cancelled, "read a result", "the request was cancelled")
    }

    private var closed: ADBCError { source.connection.driver.failure(.invalidState, "read a result", "the connection is closed") }

    private func note(_ batch: UnsafeMutablePointer<ArrowArray>) {
        let rows = unsafe Int(batch.pointee.length)
        let bytes = unsafe BatchSize.bytes(batch, fields: source.fields)
        report(
            state.withLock { state in
                state.count.rows += rows
                state.count.bytes += bytes
                return state.count
            })
    }

    private func fail(_ error: ADBCError) -> CInt {
        state.withLock { $0.failure = $0.failure ?? error }
        return EIO
    }
}

/// A schema that another thread copies.
///
/// Unchecked Sendable: as `BatchAhead`.
@safe private final class SchemaAnswer: @unchecked Sendable {
    private let ready = DispatchSemaphore(value: 0)
    private var schema = unsafe ArrowSchema()
    private var failure: ADBCError?

    func give(_ body: (UnsafeMutablePointer<ArrowSchema>) throws(ADBCError) -> Void) {
        do throws(ADBCError) {
            try unsafe body(&schema)
        } catch {
            failure = error
        }
        ready.signal()
    }

    @unsafe func take() throws(ADBCError) -> ArrowSchema {
        ready.wait()
        if let failure { throw failure }
        return unsafe schema
    }
}
