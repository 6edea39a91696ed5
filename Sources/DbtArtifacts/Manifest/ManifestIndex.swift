/// Where the parts of a manifest's text are, found in one pass.
///
/// Nothing but unique ids is decoded.
final class ManifestIndex: Sendable {
    let text: [UInt8]
    let metadata: JSONSlice?
    /// Every resource, in the file's order.
    let entries: [Entry]
    /// The members of the entries' objects, entry after entry.
    let members: [Member]
    /// Where a resource that takes part in the graph is found in `entries`.
    let graphPositions: [String: Int]
    let macroPositions: [String: Int]
    let groupPositions: [String: Int]
    let disabledPositions: [String: [Int]]

    /// A resource's object.
    struct Entry: Sendable {
        let uniqueID: String
        let section: ManifestSection
        let range: Range<UInt32>
        let members: Range<UInt32>
    }

    /// A member of a resource's object: where its key and its value are.
    struct Member: Sendable {
        let key: UInt32
        let value: UInt32
        let end: UInt32
    }

    init(_ artifact: ArtifactText) throws(ArtifactError) {
        var reader = ManifestReader(text: artifact.bytes)
        try artifact.walk { key, value throws(JSONFault) in try reader.readTopLevel(key, value) }
        try artifact.check(reader.metadata, is: .manifest)
        self.text = artifact.bytes
        self.metadata = reader.metadata
        self.entries = reader.entries
        self.members = reader.members
        func positions(_ isWanted: (ManifestSection) -> Bool) -> [String: Int] {
            let wanted = reader.entries.indices.filter { isWanted(reader.entries[$0].section) }
            return Dictionary(wanted.map { (reader.entries[$0].uniqueID, $0) }) { $1 }
        }
        self.graphPositions = positions(\.isInGraph)
        self.macroPositions = positions { $0 == .macros }
        self.groupPositions = positions { $0 == .groups }
        self.disabledPositions = Dictionary(
            grouping: reader.entries.indices.filter { reader.entries[$0].section == .disabled },
            by: { reader.entries[$0].uniqueID }
        )
    }

    /// The member `key` of the resource at `position`; of several the last, as Python reads it.
    func member(_ key: String, of position: Int) -> JSONSlice? {
        var key = key
        let range = entries[position].members
        let found = key.withUTF8 { key in
            text.withUnsafeBytes { text in
                members[Int(range.lowerBound)..<Int(range.upperBound)].last { Self.hasKey($0, UnsafeRawBufferPointer(key), in: text) }
            }
        }
        return found.map { JSONSlice(text: text, range: Int($0.value)..<Int($0.end)) }
    }

    private static func hasKey(_ member: Member, _ key: UnsafeRawBufferPointer, in text: UnsafeRawBufferPointer) -> Bool {
        let start = Int(member.key)
        let end = start + key.count
        // The closing quote follows the last byte of the same key.
        guard end < text.count, text[end] == UInt8(ascii: "\"") else { return false }
        return text[start..<end].elementsEqualBytes(key[...])
    }
}

/// The parts of a manifest that hold resources.
enum ManifestSection: String, Sendable {
    case nodes, sources, exposures, metrics, functions, macros, groups, disabled
    case unitTests = "unit_tests"
    case semanticModels = "semantic_models"
    case savedQueries = "saved_queries"

    /// Whether dbt links the resources into its graph.
    var isInGraph: Bool { self != .macros && self != .groups && self != .disabled }
}

/// Collects entries and members during the pass.
private struct ManifestReader {
    let scanner: JSONScanner
    var metadata: JSONSlice?
    var entries: [ManifestIndex.Entry] = []
    var members: [ManifestIndex.Member] = []

    init(text: [UInt8]) {
        self.scanner = JSONScanner(bytes: text)
        // A node of dbt takes about three kilobytes and has about forty members.
        members.reserveCapacity(text.count / 70)
    }

    mutating func readTopLevel(_ key: Range<Int>, _ value: Int) throws(JSONFault) -> Int {
        let scanner = scanner
        let name = String(decoding: scanner.bytes[key], as: UTF8.self)
        if name == "metadata" {
            let end = try scanner.skipValue(value)
            metadata = JSONSlice(text: scanner.bytes, range: value..<end)
            return end
        }
        guard let section = ManifestSection(rawValue: name), scanner.bytes.indices.contains(value),
            scanner.bytes[value] == UInt8(ascii: "{")
        else { return try scanner.skipValue(value) }
        return try scanner.walkObject(value, depth: 1) { key, resource throws(JSONFault) in
            let uniqueID = String(decoding: JSONText.decode(scanner.bytes[key]), as: UTF8.self)
            guard section == .disabled else { return try readResource(uniqueID, section, resource) }
            return try readDisabled(uniqueID, resource)
        }
    }

    /// A unique id's list of disabled resources.
    private mutating func readDisabled(_ uniqueID: String, _ value: Int) throws(JSONFault) -> Int {
        let scanner = scanner
        guard scanner.bytes.indices.contains(value), scanner.bytes[value] == UInt8(ascii: "[") else {
            return try scanner.skipValue(value)
        }
        return try scanner.walkArray(value, depth: 2) { resource throws(JSONFault) in
            try readResource(uniqueID, .disabled, resource)
        }
    }

    private mutating func readResource(_ uniqueID: String, _ section: ManifestSection, _ value: Int) throws(JSONFault) -> Int {
        let scanner = scanner
        guard scanner.bytes.indices.contains(value), scanner.bytes[value] == UInt8(ascii: "{") else {
            return try scanner.skipValue(value)
        }
        let firstMember = UInt32(members.count)
        let end = try scanner.walkObject(value, depth: 2) { key, start throws(JSONFault) in
            let end = try scanner.skipValue(start, depth: 3)
            members.append(.init(key: UInt32(key.lowerBound), value: UInt32(start), end: UInt32(end)))
            return end
        }
        entries.append(
            .init(
                uniqueID: uniqueID,
                section: section,
                range: UInt32(value)..<UInt32(end),
                members: firstMember..<UInt32(members.count)
            )
        )
        return end
    }
}
