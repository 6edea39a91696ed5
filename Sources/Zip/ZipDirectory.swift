/// Reads little-endian numbers at places that may not be there.
struct ZipBytes {
    let bytes: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { self.bytes = bytes }

    func number(_ offset: Int, _ width: Int) -> Int? {
        slice(offset, width).map { $0.reversed().reduce(0) { $0 << 8 | Int($1) } }
    }

    func slice(_ offset: Int, _ count: Int) -> ArraySlice<UInt8>? {
        guard offset >= 0, count >= 0, offset <= bytes.count, count <= bytes.count - offset else { return nil }
        return bytes[bytes.startIndex + offset..<bytes.startIndex + offset + count]
    }
}

/// The list of entries at an archive's end.
struct ZipDirectory {
    private let reader: ZipBytes
    /// Entries of a dbt target folder are some thousands.
    private static let mostEntries = 65_534

    init(_ bytes: ArraySlice<UInt8>) { reader = ZipBytes(bytes) }

    func entries() throws(ZipError) -> [ZipArchive.Entry] {
        let end = try endRecord()
        guard let count = reader.number(end + 10, 2), let start = reader.number(end + 16, 4) else { throw Self.damaged }
        guard count <= Self.mostEntries, start < 0xffff_ffff else {
            throw ZipError(.unsupported, "it is a ZIP64 archive; pack fewer and smaller files")
        }
        var entries: [ZipArchive.Entry] = []
        var offset = start
        for _ in 0..<count {
            let (entry, next) = try entry(at: offset)
            if !entry.name.hasSuffix("/") { entries.append(entry) }
            offset = next
        }
        return entries
    }

    /// The end record stands before a comment of at most 65,535 bytes.
    private func endRecord() throws(ZipError) -> Int {
        let last = reader.bytes.count - 22
        guard last >= 0 else { throw Self.damaged }
        for offset in stride(from: last, through: max(0, last - 65_535), by: -1) where reader.number(offset, 4) == 0x0605_4b50 {
            return offset
        }
        throw Self.damaged
    }

    private static let damaged = ZipError(.damaged, "it is not a zip archive, or it is cut short")

    private func entry(at offset: Int) throws(ZipError) -> (ZipArchive.Entry, next: Int) {
        func number(_ at: Int, _ width: Int) throws(ZipError) -> Int {
            guard let number = reader.number(offset + at, width) else { throw Self.damaged }
            return number
        }
        guard try number(0, 4) == 0x0201_4b50 else { throw Self.damaged }
        let nameLength = try number(28, 2)
        guard let name = reader.slice(offset + 46, nameLength) else { throw Self.damaged }
        let entry = ZipArchive.Entry(
            name: try Self.clean(String(decoding: name, as: UTF8.self)), size: try number(24, 4), method: try number(10, 2),
            packedSize: try number(20, 4), crc: UInt32(truncatingIfNeeded: try number(16, 4)), offset: try number(42, 4),
            isEncrypted: try number(8, 2) & 1 == 1)
        guard entry.size < 0xffff_ffff, entry.packedSize < 0xffff_ffff, entry.offset < 0xffff_ffff else {
            throw ZipError(.unsupported, "'\(entry.name)' needs ZIP64; it is far larger than dbt's artifacts are")
        }
        return (entry, offset + 46 + nameLength + (try number(30, 2)) + (try number(32, 2)))
    }

    private static func clean(_ name: String) throws(ZipError) -> String {
        let parts = name.replacing("\\", with: "/").split(separator: "/", omittingEmptySubsequences: false)
        guard name.first != "/", name.first != "\\", !parts.contains(".."), !(parts.first?.hasSuffix(":") ?? false), !name.contains("\0")
        else {
            throw ZipError(.leadsOutside, "the entry '\(name.prefix(80))' leads out of the archive")
        }
        return parts.drop { $0 == "." }.joined(separator: "/")
    }
}
