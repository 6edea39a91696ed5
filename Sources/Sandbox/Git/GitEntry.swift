import Foundation

/// A file or folder of a commit.
struct GitEntry: Sendable, Equatable {
    let path: String
    let sha: String
    let size: Int
    let isFolder: Bool
}

extension GitRepository {
    /// What lies at a path of a commit.
    enum Entries: Sendable {
        case file(GitEntry)
        case folder([GitEntry])
    }

    /// - Returns: nil when the path is not in the commit.
    func entries(_ path: String, at commit: String) async throws -> Entries? {
        let path = path.split(separator: "/").joined(separator: "/")
        if path.isEmpty { return .folder(try await list("\(commit)^{tree}", prefix: "")) }
        let output = try await git(["ls-tree", "-z", "--long", commit, "--", path])
        guard let entry = Self.parse(output, prefix: "").first else { return nil }
        return entry.isFolder ? .folder(try await list(entry.sha, prefix: path + "/")) : .file(entry)
    }

    /// Every file and folder of a commit, each folder before what is in it, or only those of its root.
    func tree(at commit: String, isRecursive: Bool) async throws -> [GitEntry] {
        guard isRecursive else { return try await list("\(commit)^{tree}", prefix: "") }
        return Self.parse(try await git(["ls-tree", "-r", "-t", "-z", "--long", "\(commit)^{tree}"]), prefix: "")
    }

    private func list(_ tree: String, prefix: String) async throws -> [GitEntry] {
        Self.parse(try await git(["ls-tree", "-z", "--long", tree]), prefix: prefix)
    }

    // `100644 blob <name>    1234\tpath` NUL
    private static func parse(_ output: String, prefix: String) -> [GitEntry] {
        output.split(separator: "\0").compactMap { line in
            let halves = line.split(separator: "\t", maxSplits: 1)
            let fields = halves[0].split(separator: " ")
            guard halves.count == 2, fields.count == 4 else { return nil }
            return GitEntry(path: prefix + halves[1], sha: String(fields[2]), size: Int(fields[3]) ?? 0, isFolder: fields[1] == "tree")
        }
    }
}
