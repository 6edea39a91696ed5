import Foundation
import GRDB

/// Deletes uploads that nothing needs any more.
extension Store {
    /// Uploads made before a time, oldest first, also those that were never whole; each configuration's newest of production is not among
    /// them, for the next comparison needs it.
    package func uploads(before time: Double) async throws(StoreError) -> [UploadRecord] {
        try await read("old uploads") { db in
            try UploadRecord.fetchAll(
                db,
                sql: """
                    SELECT * FROM artifactUpload WHERE uploadedAt < ? AND id NOT IN
                      (SELECT MAX(id) FROM artifactUpload WHERE isComplete AND runType = ? GROUP BY ciConfigId)
                    ORDER BY id
                    """, arguments: [time, UploadRecord.RunType.production])
        }
    }

    /// Deletes uploads and their files; one that is interrupted is found again among the old ones, and never taken for a whole one.
    package func deleteUploads(_ ids: [Int]) async throws(StoreError) {
        for id in ids {
            try await write("the upload \(id)") {
                try $0.execute(sql: "UPDATE artifactUpload SET isComplete = FALSE WHERE id = ?", arguments: [id])
            }
            let manifest = uploads.location(of: UploadRecord.key(upload: id, "manifest.json"))
            let folder = URL(fileURLWithPath: manifest).deletingLastPathComponent()
            do {
                try FileManager.default.removeItem(at: folder)
            } catch  where FileManager.default.fileExists(atPath: folder.path) {
                throw StoreError(.notWritable, "Cannot delete the upload \(id): check the rights in the data directory.")
            } catch {}
            try await write("the upload \(id)") { try $0.execute(sql: "DELETE FROM artifactUpload WHERE id = ?", arguments: [id]) }
        }
    }
}
