import Foundation

/// What the files of a repository's references look like: equal stamps mean that no reference moved.
///
/// It only tells whether it is worth asking git, because starting git four times a second would keep a small machine busy.
struct ReferenceStamp: Equatable, Sendable {
    private let files: [String: Mark]

    private struct Mark: Equatable, Sendable {
        let changedAt: Date?
        let size: Int?
        /// Git replaces the file when it moves a reference, so the number changes even when time and size do not.
        let number: Int?
    }

    /// - Parameter path: the bare repository.
    init(repository path: String) {
        var files = ["packed-refs": Self.mark(path + "/packed-refs")]
        for name in FileManager.default.enumerator(atPath: path + "/refs")?.compactMap({ $0 as? String }) ?? [] {
            files[name] = Self.mark("\(path)/refs/\(name)")
        }
        self.files = files
    }

    private static func mark(_ path: String) -> Mark {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return Mark(
            changedAt: attributes?[.modificationDate] as? Date,
            size: (attributes?[.size] as? NSNumber)?.intValue,
            number: (attributes?[.systemFileNumber] as? NSNumber)?.intValue
        )
    }
}
