import Foundation

/// A file of the CI system could not be written.
package struct FileAppendError: Error, Hashable, CustomStringConvertible {
    package let path: String
    package let reason: String

    package var description: String {
        "Could not append to \(path): \(reason). Check that the file's folder exists and that this step may write there."
    }
}

/// Appends text to files; the only part of this folder that touches the disk.
package enum FileAppender {
    /// Appends whole lines; makes the file when there is none, and ends an unfinished last line first.
    ///
    /// - Throws: ``FileAppendError``.
    package static func append(_ text: String, to path: String) throws(FileAppendError) {
        do {
            if !FileManager.default.fileExists(atPath: path) {
                try Data().write(to: URL(filePath: path), options: .withoutOverwriting)
            }
            let handle = try FileHandle(forUpdating: URL(filePath: path))
            let end = try handle.seekToEnd()
            var isUnfinished = false
            if end > 0 {
                try handle.seek(toOffset: end - 1)
                isUnfinished = try handle.read(upToCount: 1) != Data("\n".utf8)
            }
            try handle.write(contentsOf: Data(((isUnfinished ? "\n" : "") + text).utf8))
            try handle.close()
        } catch {
            throw FileAppendError(path: path, reason: (error as NSError).localizedDescription)
        }
    }
}
