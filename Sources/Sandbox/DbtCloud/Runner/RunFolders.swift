import Foundation

/// Where a run keeps its files below the data folder.
struct RunFolders: Sendable {
    /// Absolute path of the sandbox's data folder.
    let data: String

    func run(_ id: Int) -> String { "\(data)/runs/\(id)" }
    /// The checked out commit.
    ///
    /// It goes away with the end of the run.
    func checkout(_ id: Int) -> String { run(id) + "/checkout" }
    /// The generated `profiles.yml`.
    ///
    /// It stays, because `dbt retry` names the folder of the run it repeats.
    func profiles(_ id: Int) -> String { run(id) + "/profiles" }
    func log(_ id: Int, step: Int) -> String { run(id) + "/logs/step-\(step)" }
    func artifacts(_ id: Int, step: Int) -> String { run(id) + "/artifacts/step-\(step)" }

    /// Removes what runs of an earlier start left; they are forgotten.
    func clear() throws {
        let runs = data + "/runs"
        if FileManager.default.fileExists(atPath: runs) { try FileManager.default.removeItem(atPath: runs) }
    }

    /// Copies dbt's target folder after a step.
    /// - Returns: the folder of the copy; nil when dbt wrote no target folder.
    func keepTarget(run id: Int, step: Int) throws -> String? {
        let target = checkout(id) + "/target"
        guard FileManager.default.fileExists(atPath: target) else { return nil }
        let copy = artifacts(id, step: step)
        try FileManager.default.createDirectory(atPath: run(id) + "/artifacts", withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: target, toPath: copy)
        return copy
    }

    /// The paths of all files of an artifacts folder, relative to it, sorted.
    ///
    /// dbt's own caches are left out.
    static func files(in folder: String) -> [String] {
        let all = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        return all.filter { path in
            var isFolder: ObjCBool = false
            let exists = FileManager.default.fileExists(atPath: folder + "/" + path, isDirectory: &isFolder)
            return exists && !isFolder.boolValue && !path.hasSuffix(".msgpack")
        }
        .sorted()
    }
}
