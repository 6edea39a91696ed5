import Foundation
import GRDB

/// Which nodes of the catalogue a list shows, by name.
package struct CatalogueQuery: Hashable, Sendable {
    package var ciConfigID: Int?
    /// Found in name, description, column names and descriptions, ignoring case.
    package var text: String?
    package var tag: String?
    package var owner: String?
    package var resourceType: String?
    package var limit = 50
    package var offset = 0

    package init() {}
}

/// What the catalogue can be narrowed by.
package struct CatalogueChoices: Hashable, Sendable {
    package var tags: [String]
    package var owners: [String]
    package var resourceTypes: [String]
}

extension Store {
    /// Brings a configuration's catalogue to a new state and notes what changed, all in one transaction.
    ///
    /// The first state of a catalogue is no change. The same state twice changes nothing.
    /// - Returns: how many changes were noted.
    package func replaceCatalogue(
        ciConfigID: Int, syncID: Int, with documents: [CatalogueDocument], now: Double
    ) async throws(StoreError) -> Int {
        try await write("the catalogue") { db in
            var known = try Self.knownDocuments(db, ciConfigID)
            let isFirst = known.isEmpty
            var noted = 0
            func note(_ changes: [CatalogueChange], _ uniqueID: String) throws {
                guard !isFirst else { return }
                for change in changes { try Self.insert(db, change, uniqueID, ciConfigID, syncID, now) }
                noted += changes.count
            }
            for document in documents {
                let text = String(decoding: try Self.encoder.encode(document), as: UTF8.self)
                guard let before = known.removeValue(forKey: document.uniqueID) else {
                    try Self.put(db, document, text, ciConfigID, syncID)
                    try note([CatalogueChange(.nodeAdded)], document.uniqueID)
                    continue
                }
                guard before != text else { continue }
                let old = try JSONDecoder().decode(CatalogueDocument.self, from: Data(before.utf8))
                try Self.put(db, document, text, ciConfigID, syncID)
                try note(CatalogueChange.between(old, document), document.uniqueID)
            }
            for uniqueID in known.keys.sorted() {
                try db.execute(
                    sql: "DELETE FROM catalogueNode WHERE ciConfigId = ? AND uniqueID = ?", arguments: [ciConfigID, uniqueID])
                try note([CatalogueChange(.nodeRemoved)], uniqueID)
            }
            return noted
        }
    }

    private static var encoder: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }

    private static func knownDocuments(_ db: Database, _ ciConfigID: Int) throws -> [String: String] {
        let rows = try Row.fetchAll(
            db, sql: "SELECT uniqueID, document FROM catalogueNode WHERE ciConfigId = ?", arguments: [ciConfigID])
        return Dictionary(rows.map { ($0[0] as String, $0[1] as String) }) { first, _ in first }
    }

    private static func put(_ db: Database, _ document: CatalogueDocument, _ text: String, _ ciConfigID: Int, _ syncID: Int) throws {
        let words =
            [document.name, document.description] + document.columns.flatMap { [$0.name, $0.description] } + document.tags
        let tags = String(decoding: try encoder.encode(document.tags), as: UTF8.self)
        try db.execute(
            sql: """
                INSERT INTO catalogueNode (ciConfigId, uniqueID, name, resourceType, owner, tags, search, document, syncID)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (ciConfigId, uniqueID) DO UPDATE SET name = excluded.name, resourceType = excluded.resourceType,
                  owner = excluded.owner, tags = excluded.tags, search = excluded.search, document = excluded.document,
                  syncID = excluded.syncID
                """,
            arguments: [
                ciConfigID, document.uniqueID, document.name, document.resourceType, document.owner, tags,
                words.joined(separator: "\n").lowercased(), text, syncID,
            ])
    }

    private static func insert(
        _ db: Database, _ change: CatalogueChange, _ uniqueID: String, _ ciConfigID: Int, _ syncID: Int, _ now: Double
    ) throws {
        try db.execute(
            sql: """
                INSERT INTO catalogueChange (ciConfigId, uniqueID, metadataSyncId, kind, column, old, new, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [ciConfigID, uniqueID, syncID, change.kind, change.column, change.old, change.new, now])
    }

    /// The nodes that fit, ordered by name.
    package func catalogue(_ query: CatalogueQuery) async throws(StoreError) -> [CatalogueNodeRecord] {
        try await read("the catalogue") { db in
            try Self.request(query).order(Column("name").collating(.nocase), Column("uniqueID"), Column("ciConfigId"))
                .limit(query.limit, offset: query.offset).fetchAll(db)
        }
    }

    /// How many nodes fit, on all pages.
    package func countCatalogue(_ query: CatalogueQuery) async throws(StoreError) -> Int {
        try await read("the catalogue") { try Self.request(query).fetchCount($0) }
    }

    private static func request(_ query: CatalogueQuery) -> QueryInterfaceRequest<CatalogueNodeRecord> {
        var request = CatalogueNodeRecord.all()
        if let id = query.ciConfigID { request = request.filter(Column("ciConfigId") == id) }
        if let type = query.resourceType { request = request.filter(Column("resourceType") == type) }
        if let owner = query.owner { request = request.filter(Column("owner") == owner) }
        if let tag = query.tag { request = request.filter(sql: "EXISTS (SELECT 1 FROM json_each(tags) WHERE value = ?)", arguments: [tag]) }
        if let text = query.text?.lowercased(), !text.isEmpty {
            for word in text.split(whereSeparator: \.isWhitespace).prefix(8) {
                request = request.filter(sql: "instr(search, ?) > 0", arguments: [String(word)])
            }
        }
        return request
    }

    /// The node of this unique id; nil when the catalogue does not have it.
    package func catalogueNode(ciConfigID: Int, _ uniqueID: String) async throws(StoreError) -> CatalogueNodeRecord? {
        try await read("the catalogue") { db in
            try CatalogueNodeRecord.filter(Column("ciConfigId") == ciConfigID && Column("uniqueID") == uniqueID).fetchOne(db)
        }
    }

    /// All documents of a configuration by unique id.
    package func catalogueDocuments(ciConfigID: Int) async throws(StoreError) -> [String: CatalogueDocument] {
        try await read("the catalogue") { db in
            let rows = try CatalogueNodeRecord.filter(Column("ciConfigId") == ciConfigID).fetchAll(db)
            return Dictionary(rows.map { ($0.uniqueID, $0.document) }) { first, _ in first }
        }
    }

    /// A node's changes, newest first, with the syncs that found them.
    package func catalogueHistory(
        ciConfigID: Int, _ uniqueID: String, limit: Int = 100
    ) async throws(StoreError) -> [(change: CatalogueChangeRecord, sync: MetadataSyncRecord)] {
        let found = try await read("the catalogue's history") { db in
            let changes = try CatalogueChangeRecord.filter(Column("ciConfigId") == ciConfigID && Column("uniqueID") == uniqueID)
                .order(Column("id").desc).limit(limit).fetchAll(db)
            let syncs = try MetadataSyncRecord.fetchAll(db, keys: Set(changes.map(\.metadataSyncId)))
            return (changes, Dictionary(syncs.map { ($0.id, $0) }) { first, _ in first })
        }
        return found.0.compactMap { change in found.1[change.metadataSyncId].map { (change, $0) } }
    }

    /// Tags, owners and types that the catalogue has, sorted.
    package func catalogueChoices() async throws(StoreError) -> CatalogueChoices {
        try await read("the catalogue") { db in
            func texts(_ sql: String) throws -> [String] { try String.fetchAll(db, sql: sql) }
            return CatalogueChoices(
                tags: try texts("SELECT DISTINCT value FROM catalogueNode, json_each(catalogueNode.tags) ORDER BY value LIMIT 500"),
                owners: try texts("SELECT DISTINCT owner FROM catalogueNode WHERE owner IS NOT NULL ORDER BY owner LIMIT 500"),
                resourceTypes: try texts("SELECT DISTINCT resourceType FROM catalogueNode ORDER BY resourceType"))
        }
    }

    /// The newest diffs of a model under a configuration, newest first.
    package func diffs(ofModel uniqueID: String, ciConfigID: Int, limit: Int = 10) async throws(StoreError) -> [(
        diff: DiffRecord, run: RunRecord
    )] {
        let found = try await read("diffs of \(uniqueID)") { db -> [(DiffRecord, RunRecord)] in
            let diffs = try DiffRecord.filter(Column("modelID") == uniqueID)
                .filter(sql: "runId IN (SELECT id FROM run WHERE ciConfigId = ?)", arguments: [ciConfigID])
                .order(Column("id").desc).limit(limit).fetchAll(db)
            return try diffs.compactMap { diff in try RunRecord.fetchOne(db, key: diff.runId).map { (diff, $0) } }
        }
        return found.map { ($0.0, $0.1) }
    }
}
