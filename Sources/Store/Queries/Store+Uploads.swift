import Foundation
import GRDB

/// An upload to be kept: what it is, and where its unpacked files wait.
package struct UploadDraft: Hashable, Sendable {
    package var ciConfigID: Int
    package var runType: UploadRecord.RunType
    package var sha: String
    package var runID: String?
    package var projectName: String?
    package var adapterType: String?
    package var uploadedBy: String
    /// By the name they get, such as `manifest.json`: a path in the data directory's file system, from which each is moved.
    package var files: [String: String]

    package init(
        ciConfigID: Int, runType: UploadRecord.RunType, sha: String, runID: String? = nil, projectName: String? = nil,
        adapterType: String? = nil, uploadedBy: String, files: [String: String]
    ) {
        self.ciConfigID = ciConfigID
        self.runType = runType
        self.sha = sha.lowercased()
        self.runID = runID
        self.projectName = projectName
        self.adapterType = adapterType
        self.uploadedBy = uploadedBy
        self.files = files
    }
}

extension Store {
    /// Keeps an upload; it counts only once all its files are in place, so a crash leaves no half upload.
    ///
    /// - Throws: `StoreError`.
    package func keep(_ draft: UploadDraft, now: Double) async throws(StoreError) -> UploadRecord {
        let id = try await write("an upload") { db in
            try db.execute(
                sql: """
                    INSERT INTO artifactUpload (ciConfigId, runType, sha, runID, projectName, adapterType, uploadedBy, uploadedAt, isComplete)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, FALSE)
                    """,
                arguments: [
                    draft.ciConfigID, draft.runType, draft.sha, draft.runID, draft.projectName, draft.adapterType, draft.uploadedBy, now,
                ])
            return Int(db.lastInsertedRowID)
        }
        for (name, path) in draft.files { try await move(path, to: UploadRecord.key(upload: id, name)) }
        return try await write("an upload") { db in
            try db.execute(sql: "UPDATE artifactUpload SET isComplete = TRUE WHERE id = ?", arguments: [id])
            return try UploadRecord.find(db, key: id)
        }
    }

    private func move(_ path: String, to key: ArtifactFiles.Key) async throws(StoreError) {
        do {
            _ = try await uploads.file(key) { target in try FileManager.default.moveItem(atPath: path, toPath: target) }
        } catch let error as StoreError {
            throw error
        } catch {
            throw StoreError(.notWritable, "Cannot keep the artifact \(key.name); check that the data directory is writable and has space.")
        }
    }

    /// The newest upload of a kind, optionally of one commit.
    package func newestUpload(
        ciConfigID: Int, _ runType: UploadRecord.RunType, sha: String? = nil
    ) async throws(StoreError) -> UploadRecord? {
        try await read("uploads") { db in
            var query = UploadRecord.filter(Column("ciConfigId") == ciConfigID && Column("runType") == runType && Column("isComplete"))
            if let sha { query = query.filter(Column("sha") == sha.lowercased()) }
            return try query.order(Column("id").desc).fetchOne(db)
        }
    }

    /// The newest upload of a kind of the first of these commits that has one, with that commit's position.
    package func nearestUpload(
        ciConfigID: Int, _ runType: UploadRecord.RunType, history: [String]
    ) async throws(StoreError) -> (upload: UploadRecord, distance: Int)? {
        let found = try await read("uploads") { db -> (UploadRecord, Int)? in
            for (distance, sha) in history.enumerated() {
                let query = UploadRecord.filter(
                    Column("ciConfigId") == ciConfigID && Column("runType") == runType && Column("isComplete")
                        && Column("sha") == sha.lowercased())
                if let upload = try query.order(Column("id").desc).fetchOne(db) { return (upload, distance) }
            }
            return nil
        }
        return found.map { ($0.0, $0.1) }
    }

    /// - Throws: `StoreError` with `notFound`.
    package func upload(_ id: Int) async throws(StoreError) -> UploadRecord {
        try await read("the upload \(id)") { try UploadRecord.fetchOne($0, key: id).orNotFound("upload \(id)") }
    }

    /// The path of an upload's file; nil when it came without.
    package func file(_ name: String, ofUpload id: Int) -> String? {
        let path = uploads.location(of: UploadRecord.key(upload: id, name))
        return FileManager.default.fileExists(atPath: path) ? path : nil
    }
}

extension UploadRecord {
    static func key(upload id: Int, _ name: String) -> ArtifactFiles.Key { ArtifactFiles.Key(account: "dbt", runID: id, name: name) }
}
