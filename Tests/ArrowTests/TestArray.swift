import Arrow
import CADBC
import Testing

/// Builds an Arrow array and its schema in C memory, as a driver would, and counts what is released.
final class TestArray {
    var format: String
    var name: String
    var metadata: [(String, String)] = []
    var length: Int
    var offset = 0
    var nullCount: Int64 = 0
    var buffers: [[UInt8]?]
    var children: [TestArray] = []
    var dictionary: TestArray?

    init(_ format: String, name: String = "c", length: Int, buffers: [[UInt8]?] = [], children: [TestArray] = []) {
        self.format = format
        self.name = name
        self.length = length
        self.buffers = buffers
        self.children = children
    }

    /// A column of fixed-width values; nil for null.
    convenience init<Element: BitwiseCopyable>(_ format: String, name: String = "c", _ values: [Element?], null: Element) {
        self.init(
            format, name: name, length: values.count,
            buffers: [Self.bits(values.map { $0 != nil }), Self.bytes(values.map { $0 ?? null })])
        nullCount = Int64(values.filter { $0 == nil }.count)
    }

    /// A column of texts or bytes with 32-bit offsets.
    convenience init(_ format: String = "u", name: String = "c", texts: [String?]) {
        var offsets: [Int32] = [0]
        for text in texts { offsets.append((offsets.last ?? 0) + Int32(text?.utf8.count ?? 0)) }
        self.init(
            format, name: name, length: texts.count,
            buffers: [Self.bits(texts.map { $0 != nil }), Self.bytes(offsets), texts.flatMap { Array(($0 ?? "").utf8) }])
        nullCount = Int64(texts.filter { $0 == nil }.count)
    }

    static func bytes<Element: BitwiseCopyable>(_ values: [Element]) -> [UInt8] {
        values.withUnsafeBytes { Array($0) }
    }

    static func bits(_ values: [Bool]) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: (values.count + 7) / 8)
        for (index, value) in values.enumerated() where value { bytes[index / 8] |= 1 << (index % 8) }
        return bytes
    }

    /// Drops the first rows by offset, as a slice does.
    func sliced(from row: Int) -> TestArray {
        offset += row
        length -= row
        if nullCount > 0 { nullCount = -1 }
        return self
    }

    /// A batch of these columns.
    static func batch(_ columns: [TestArray]) throws(ArrowError) -> RecordBatch {
        let root = TestArray("+s", name: "", length: columns.first?.length ?? 0, buffers: [nil], children: columns)
        return try root.batch()
    }

    /// This array as a batch; it must be a structure.
    func batch() throws(ArrowError) -> RecordBatch {
        var array = makeArray()
        var schema = makeSchema()
        defer { schema.release?(&schema) }
        return try RecordBatch(taking: &array, schema: &schema)
    }

    // MARK: - C memory

    func makeArray() -> ArrowArray {
        var array = ArrowArray()
        array.length = Int64(length)
        array.offset = Int64(offset)
        array.null_count = nullCount
        array.n_buffers = Int64(buffers.count)
        array.n_children = Int64(children.count)
        let pointers = UnsafeMutablePointer<UnsafeRawPointer?>.allocate(capacity: max(1, buffers.count))
        for (index, bytes) in buffers.enumerated() {
            pointers[index] = bytes.map { bytes in
                // Exactly as long as declared, so that a memory checker sees a read behind the end.
                let memory = UnsafeMutableRawPointer.allocate(byteCount: max(1, bytes.count), alignment: 8)
                memory.copyMemory(from: bytes, byteCount: bytes.count)
                return UnsafeRawPointer(memory)
            }
        }
        array.buffers = pointers
        let nested = UnsafeMutablePointer<UnsafeMutablePointer<ArrowArray>?>.allocate(capacity: max(1, children.count))
        for (index, child) in children.enumerated() {
            nested[index] = .allocate(capacity: 1)
            nested[index]?.initialize(to: child.makeArray())
        }
        array.children = nested
        if let dictionary {
            array.dictionary = .allocate(capacity: 1)
            array.dictionary.initialize(to: dictionary.makeArray())
        }
        array.private_data = Unmanaged.passRetained(Declared(buffers: buffers.count, children: children.count)).toOpaque()
        array.release = { releaseArray($0) }
        return array
    }

    func makeSchema() -> ArrowSchema {
        var schema = ArrowSchema()
        schema.format = UnsafePointer(cString(format))
        schema.name = UnsafePointer(cString(name))
        schema.flags = Int64(ArrowFlagNullable)
        if !metadata.isEmpty {
            let bytes = encodedMetadata()
            let memory = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
            for (index, byte) in bytes.enumerated() { memory[index] = CChar(bitPattern: byte) }
            schema.metadata = UnsafePointer(memory)
        }
        schema.n_children = Int64(children.count)
        let nested = UnsafeMutablePointer<UnsafeMutablePointer<ArrowSchema>?>.allocate(capacity: max(1, children.count))
        for (index, child) in children.enumerated() {
            nested[index] = .allocate(capacity: 1)
            nested[index]?.initialize(to: child.makeSchema())
        }
        schema.children = nested
        if let dictionary {
            schema.dictionary = .allocate(capacity: 1)
            schema.dictionary.initialize(to: dictionary.makeSchema())
        }
        schema.private_data = Unmanaged.passRetained(Declared(buffers: 0, children: children.count)).toOpaque()
        schema.release = { releaseSchema($0) }
        return schema
    }

    private func encodedMetadata() -> [UInt8] {
        let parts = metadata.flatMap { [$0.0, $0.1] }.flatMap { Self.bytes([Int32($0.utf8.count)]) + Array($0.utf8) }
        return Self.bytes([Int32(metadata.count)]) + parts
    }

    private func cString(_ text: String) -> UnsafeMutablePointer<CChar> {
        let bytes = Array(text.utf8CString)
        let memory = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
        memory.initialize(from: bytes, count: bytes.count)
        return memory
    }
}

/// How much there was to free, whatever a test did to the counts since; alive as long as the C struct is.
private final class Declared {
    let buffers: Int
    let children: Int

    init(buffers: Int, children: Int) {
        self.buffers = buffers
        self.children = children
    }
}

private func releaseArray(_ pointer: UnsafeMutablePointer<ArrowArray>?) {
    guard let pointer, let data = pointer.pointee.private_data else { return }
    let declared = Unmanaged<Declared>.fromOpaque(data).takeRetainedValue()
    for index in 0..<declared.buffers { pointer.pointee.buffers[index]?.deallocate() }
    pointer.pointee.buffers.deallocate()
    for index in 0..<declared.children {
        let child = pointer.pointee.children[index]
        releaseArray(child)
        child?.deallocate()
    }
    pointer.pointee.children.deallocate()
    releaseArray(pointer.pointee.dictionary)
    pointer.pointee.dictionary?.deallocate()
    pointer.pointee.private_data = nil
    pointer.pointee.release = nil
}

private func releaseSchema(_ pointer: UnsafeMutablePointer<ArrowSchema>?) {
    guard let pointer, let data = pointer.pointee.private_data else { return }
    let declared = Unmanaged<Declared>.fromOpaque(data).takeRetainedValue()
    pointer.pointee.format.deallocate()
    pointer.pointee.name.deallocate()
    pointer.pointee.metadata?.deallocate()
    for index in 0..<declared.children {
        let child = pointer.pointee.children[index]
        releaseSchema(child)
        child?.deallocate()
    }
    pointer.pointee.children.deallocate()
    releaseSchema(pointer.pointee.dictionary)
    pointer.pointee.dictionary?.deallocate()
    pointer.pointee.private_data = nil
    pointer.pointee.release = nil
}
