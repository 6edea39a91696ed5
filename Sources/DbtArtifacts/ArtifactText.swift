import Foundation

/// The text of one artifact, its grammar not yet checked, and the name used for it in messages.
struct ArtifactText {
    let bytes: [UInt8]
    let path: String

    /// Reads the file whole.
    ///
    /// It is not mapped: dbt overwrites `target/manifest.json` in place, and a mapped file that shrinks kills its reader.
    init(contentsOf path: String) throws(ArtifactError) {
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else { throw .missing(path: path) }
        guard !isDirectory.boolValue else { throw .directory(path: path) }
        do {
            self.bytes = try Self.read(path)
        } catch {
            throw .unreadable(path: path, reason: (error as NSError).localizedDescription)
        }
        self.path = path
    }

    init(bytes: [UInt8], path: String) {
        self.bytes = bytes
        self.path = path
    }

    /// Reads piece by piece, so that the text is in memory once, not twice.
    private static func read(_ path: String) throws -> [UInt8] {
        let handle = try FileHandle(forReadingFrom: URL(filePath: path))
        defer { try? handle.close() }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Int(try handle.seekToEnd()))
        try handle.seek(toOffset: 0)
        while let piece = try handle.read(upToCount: 1 << 20), !piece.isEmpty {
            bytes.append(contentsOf: piece)
        }
        return bytes
    }

    /// Walks over the members of the top-level object.
    ///
    /// `visit` gets the key's range and the value's position, and returns the value's end.
    func walk(_ visit: (Range<Int>, Int) throws(JSONFault) -> Int) throws(ArtifactError) {
        guard bytes.count < Int(UInt32.max) else { throw .tooLarge(path: path) }
        let scanner = JSONScanner(bytes: bytes)
        let start = scanner.skipSpace(byteOrderMark)
        guard start < bytes.count else { throw .empty(path: path) }
        let isObject = bytes[start] == UInt8(ascii: "{")
        do throws(JSONFault) {
            let end = isObject ? try scanner.walkObject(start, depth: 0, visit) : try scanner.skipValue(start)
            try scanner.expectEnd(end)
        } catch {
            throw .notJSON(path: path, offset: error.offset, expected: error.expected)
        }
        guard isObject else { throw .notAnArtifact(path: path) }
    }

    /// The members of the top-level object that are called one of `keys`; of several the last.
    func topLevel(_ keys: Set<String>) throws(ArtifactError) -> [String: JSONSlice] {
        let scanner = JSONScanner(bytes: bytes)
        var found: [String: JSONSlice] = [:]
        try walk { key, value throws(JSONFault) in
            let end = try scanner.skipValue(value, depth: 1)
            let name = String(decoding: bytes[key], as: UTF8.self)
            if keys.contains(name) { found[name] = JSONSlice(text: bytes, range: value..<end) }
            return end
        }
        return found
    }

    /// Checks that `metadata` says `kind`, in a version that is understood.
    func check(_ metadata: JSONSlice?, is kind: ArtifactKind) throws(ArtifactError) {
        guard let address = metadata?["dbt_schema_version"]?.string else { throw .notAnArtifact(path: path) }
        // https://schemas.getdbt.com/dbt/manifest/v12.json
        let parts = address.split(separator: "/")
        guard parts.count >= 2, parts[parts.count - 2] == kind.rawValue else {
            let found = parts.count >= 2 ? parts[parts.count - 2] : parts.last ?? ""
            throw .wrongKind(path: path, expected: kind, found: String(found).replacing("-", with: " "))
        }
        let version = parts.last.flatMap { Int($0.drop { $0 == "v" }.prefix { $0.isNumber }) }
        guard let version, version < kind.oldestVersion else { return }
        throw .tooOld(path: path, kind: kind, version: version)
    }

    private var byteOrderMark: Int { bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0 }
}
