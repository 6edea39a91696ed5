package import CADBC

/// Owns a C stream: batches pulled one at a time, the stream released once.
///
/// Not safe for concurrent use; ADBC gives every stream to one thread.
@safe package struct ArrowStream: ~Copyable {
    /// In memory that does not move: a producer may know the address.
    private let pointer: UnsafeMutablePointer<ArrowArrayStream>
    private var fields: [ArrowField]?

    /// An empty stream, to be filled through `withPointer`.
    package init() {
        unsafe pointer = .allocate(capacity: 1)
        unsafe pointer.initialize(to: ArrowArrayStream())
    }

    deinit {
        if let release = unsafe pointer.pointee.release { unsafe release(pointer) }
        unsafe pointer.deallocate()
    }

    /// Lends the C stream to a call that fills it, or that asks about an error.
    @unsafe package func withPointer<Result, Failure: Error>(
        _ body: (UnsafeMutablePointer<ArrowArrayStream>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try unsafe body(pointer)
    }

    /// Whether anything is in it; a driver may answer a statement without rows with an empty stream.
    package var isEmpty: Bool { unsafe pointer.pointee.release == nil }

    /// The columns; asks the producer once.
    ///
    /// - Throws: `ArrowError`, also for the first column of a type that cannot be read.
    package mutating func readFields() throws(ArrowError) -> [ArrowField] {
        if let fields { return fields }
        guard !isEmpty else { return [] }
        guard let getSchema = unsafe pointer.pointee.get_schema else {
            throw .stream(code: 0, message: "the driver's stream has no schema")
        }
        var schema = try unsafe OwnedSchema { (out) throws(ArrowError) in
            let code = unsafe getSchema(pointer, out)
            guard code == 0 else { throw unsafe .stream(code: code, message: Self.lastError(pointer)) }
        }
        let read = try schema.fields()
        fields = read
        return read
    }

    /// The next batch, nil at the end.
    ///
    /// Blocks until the producer has one.
    ///
    /// - Throws: `ArrowError`, also when the batch does not match the columns.
    package mutating func nextBatch() throws(ArrowError) -> RecordBatch? {
        let fields = try readFields()
        guard let getNext = unsafe pointer.pointee.get_next else { return nil }
        let array = try unsafe OwnedArray { (out) throws(ArrowError) in
            let code = unsafe getNext(pointer, out)
            guard code == 0 else { throw unsafe .stream(code: code, message: Self.lastError(pointer)) }
        }
        guard !array.isReleased else { return nil }
        return try RecordBatch(taking: array, fields: fields)
    }

    /// Writes the stream's schema to `out`, whose owner the caller becomes.
    ///
    /// - Throws: `ArrowError`; nothing is owned then.
    @unsafe package func copySchema(into out: UnsafeMutablePointer<ArrowSchema>) throws(ArrowError) {
        guard let getSchema = unsafe pointer.pointee.get_schema else {
            throw .stream(code: 0, message: "the driver's stream has no schema")
        }
        let code = unsafe getSchema(pointer, out)
        guard code == 0 else { throw unsafe .stream(code: code, message: Self.lastError(pointer)) }
    }

    /// Moves the next batch to `out`, neither read nor checked; the end is an array that holds nothing.
    ///
    /// - Throws: `ArrowError`; nothing is owned then.
    @unsafe package func moveNext(into out: UnsafeMutablePointer<ArrowArray>) throws(ArrowError) {
        guard let getNext = unsafe pointer.pointee.get_next else { return }
        let code = unsafe getNext(pointer, out)
        guard code == 0 else { throw unsafe .stream(code: code, message: Self.lastError(pointer)) }
    }

    private static func lastError(_ pointer: UnsafeMutablePointer<ArrowArrayStream>) -> String? {
        guard let text = unsafe pointer.pointee.get_last_error?(pointer) else { return nil }
        return unsafe String(cString: text)
    }
}
