import CADBC

/// Owns a C schema: releases it once, whatever happens in between.
@safe struct OwnedSchema: ~Copyable {
    private var schema: ArrowSchema

    /// Takes over what `fill` wrote.
    ///
    /// Nothing is owned when it throws: on failure a producer leaves nothing behind.
    init(filledBy fill: (UnsafeMutablePointer<ArrowSchema>) throws(ArrowError) -> Void) throws(ArrowError) {
        var schema = unsafe ArrowSchema()
        try unsafe fill(&schema)
        unsafe self.schema = schema
    }

    deinit {
        var schema = unsafe schema
        unsafe schema.release?(&schema)
    }

    mutating func fields() throws(ArrowError) -> [ArrowField] {
        try unsafe withUnsafePointer(to: schema) { (pointer) throws(ArrowError) in try unsafe SchemaReader.fields(of: pointer) }
    }
}

/// Owns a C array: releases it once.
///
/// Moving the struct is allowed by the specification; buffers do not move.
@safe struct OwnedArray: ~Copyable {
    private(set) var array: ArrowArray

    /// As `OwnedSchema.init(filledBy:)`.
    init(filledBy fill: (UnsafeMutablePointer<ArrowArray>) throws(ArrowError) -> Void) throws(ArrowError) {
        var array = unsafe ArrowArray()
        try unsafe fill(&array)
        unsafe self.array = array
    }

    /// A stream ends with an array that holds nothing.
    var isReleased: Bool { unsafe array.release == nil }

    deinit {
        var array = unsafe array
        unsafe array.release?(&array)
    }
}

/// Keeps an array alive for the columns that read it, in any number of tasks.
///
/// Unchecked: the array is only read, and `release` runs once, when nobody is left. The specification lets it run on any thread.
final class SharedArray: @unchecked Sendable {
    let owned: OwnedArray

    init(_ owned: consuming OwnedArray) {
        self.owned = owned
    }
}
