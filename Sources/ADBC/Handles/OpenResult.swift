import Arrow
import CADBC

/// What is known of a result before its first batch.
struct ResultHead: Sendable {
    let id: Int
    let fields: [ArrowField]
}

/// A statement and the stream of its rows; closed in that order: stream, then statement.
final class OpenResult {
    let id: Int
    let statement: StatementHandle
    private var stream: ArrowStream?
    private var isAtEnd = false

    init(id: Int, statement: StatementHandle) {
        self.id = id
        self.statement = statement
    }

    func start() throws(ADBCError) -> [ArrowField] {
        var stream = ArrowStream()
        _ = try unsafe stream.withPointer { (out) throws(ADBCError) in try unsafe statement.execute(out) }
        do throws(ArrowError) {
            let fields = try stream.readFields()
            self.stream = consume stream
            return fields
        } catch {
            throw statement.error(error, of: stream)
        }
    }

    func next() throws(ADBCError) -> RecordBatch? {
        guard var stream = stream.take() else { return nil }
        do throws(ArrowError) {
            let batch = try stream.nextBatch()
            isAtEnd = batch == nil
            self.stream = consume stream
            return batch
        } catch {
            throw statement.error(error, of: stream)
        }
    }

    /// The schema as the driver made it, for who passes the rows on.
    @unsafe func copySchema(into out: UnsafeMutablePointer<ArrowSchema>) throws(ADBCError) {
        try reading { (stream) throws(ArrowError) in try unsafe stream.copySchema(into: out) }
    }

    /// The next batch as the driver made it; an array that holds nothing is the end.
    @unsafe func moveNext(into out: UnsafeMutablePointer<ArrowArray>) throws(ADBCError) {
        try reading { (stream) throws(ArrowError) in try unsafe stream.moveNext(into: out) }
        isAtEnd = unsafe out.pointee.release == nil
    }

    private func reading(_ body: (borrowing ArrowStream) throws(ArrowError) -> Void) throws(ADBCError) {
        guard let stream = stream.take() else { return }
        do throws(ArrowError) {
            try body(stream)
            self.stream = consume stream
        } catch {
            throw statement.error(error, of: stream)
        }
    }

    /// A half-read result is stopped first: a driver may otherwise read the rest from the server.
    func close() {
        if stream != nil, !isAtEnd { statement.cancel() }
        stream = nil
        statement.release()
    }
}
