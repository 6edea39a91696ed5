import Foundation

/// Files of dbt runs, kept in the data directory so that each is downloaded once.
package struct ArtifactFiles: Sendable {
    /// One artifact of one dbt Cloud run.
    package struct Key: Hashable, Sendable {
        /// The dbt Cloud host and account, so that run numbers of two accounts do not meet.
        package var account: String
        package var runID: Int
        /// The run step it was made by; absent for the last.
        package var step: Int?
        /// For example `manifest.json`.
        package var name: String

        package init(account: String, runID: Int, step: Int? = nil, name: String) {
            self.account = account
            self.runID = runID
            self.step = step
            self.name = name
        }
    }

    let path: String

    /// Where the artifact is, or will be.
    package func location(of key: Key) -> String {
        let safe = { (text: String) in
            String(String.UnicodeScalarView(text.unicodeScalars.map { Self.isSafe($0) ? $0 : "_" }))
        }
        return [path, safe(key.account), String(key.runID), (key.step.map { "step\($0)-" } ?? "") + safe(key.name)].joined(separator: "/")
    }

    /// Gives the artifact's path, calling `download` with a temporary path first when it is not here yet.
    ///
    /// The file takes its name only when the download has ended, so a crash leaves no half artifact.
    /// - Throws: what `download` throws; `StoreError` when the folder or the file cannot be written.
    package func file(_ key: Key, download: (String) async throws -> Void) async throws -> String {
        let target = location(of: key)
        guard !FileManager.default.fileExists(atPath: target) else { return target }
        let folder = URL(fileURLWithPath: target).deletingLastPathComponent()
        let partial = target + ".\(UUID().uuidString).part"
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try await download(partial)
            try put(partial, at: target)
            return target
        } catch {
            try? FileManager.default.removeItem(atPath: partial)
            throw error
        }
    }

    /// Deletes files last written before a time, and the folders this leaves empty; what cannot be deleted stays for the next time.
    func delete(before time: Date) -> Int {
        let files = FileManager.default
        let keys: [URLResourceKey] = [.contentModificationDateKey, .isRegularFileKey]
        guard let all = files.enumerator(at: URL(fileURLWithPath: path), includingPropertiesForKeys: keys) else { return 0 }
        var count = 0
        var folders: Set<URL> = []
        for case let file as URL in all {
            guard let values = try? file.resourceValues(forKeys: Set(keys)), values.isRegularFile == true,
                let written = values.contentModificationDate, written < time, (try? files.removeItem(at: file)) != nil
            else { continue }
            count += 1
            folders.insert(file.deletingLastPathComponent())
        }
        for folder in folders where (try? files.contentsOfDirectory(atPath: folder.path))?.isEmpty == true {
            try? files.removeItem(at: folder)
        }
        return count
    }

    private func put(_ partial: String, at target: String) throws {
        do {
            try FileManager.default.moveItem(atPath: partial, toPath: target)
        } catch {
            // Another run was faster with the same file; artifacts of a finished run never change.
            guard FileManager.default.fileExists(atPath: target) else {
                throw StoreError(
                    .notWritable, "Cannot keep the artifact \(target); check that the data directory is writable and has space.")
            }
            try? FileManager.default.removeItem(atPath: partial)
        }
    }

    private static func isSafe(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || scalar == "." || scalar == "-")
    }
}
