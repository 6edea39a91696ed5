import Foundation
import SQL

/// A folder of its own for what does not fit into memory; only this user may look into it.
struct ScratchFolder: Sendable {
    let path: String

    /// - Parameter parent: the system's temporary folder (`TMPDIR`) when nil.
    /// - Throws: `WarehouseError` (`scratch_unusable`).
    init(in parent: String?) throws(WarehouseError) {
        let parent = parent ?? FileManager.default.temporaryDirectory.path
        path = URL(filePath: parent).appending(path: "plumbline-scratch-\(UUID().uuidString.lowercased())").path
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        } catch {
            throw WarehouseError(
                kind: .permission, code: "scratch_unusable", message: "a scratch folder could not be made in \(parent)",
                hint: "set TMPDIR to a folder that exists and that you may write to", detail: error.localizedDescription)
        }
    }

    func remove() { try? FileManager.default.removeItem(atPath: path) }
}
