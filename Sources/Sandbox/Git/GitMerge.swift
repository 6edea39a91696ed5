import Foundation

/// Who writes a commit, and when.
struct GitSignature: Sendable {
    let name: String
    let email: String
    let date: Date

    /// The environment git reads the author and the committer from.
    var environment: [String: String] {
        let when = "@\(Int(date.timeIntervalSince1970)) +0000"
        return [
            "GIT_AUTHOR_NAME": name, "GIT_AUTHOR_EMAIL": email, "GIT_AUTHOR_DATE": when,
            "GIT_COMMITTER_NAME": name, "GIT_COMMITTER_EMAIL": email, "GIT_COMMITTER_DATE": when,
        ]
    }
}

extension GitRepository {
    /// The tree that merging two commits gives; nil when they conflict.
    func mergedTree(base: String, head: String) async throws -> String? {
        let output = try await attempt(["merge-tree", "--write-tree", base, head])
        guard output.exitCode == 0 else { return nil }
        return output.text.split(separator: "\n").first.map(String.init)
    }

    /// Writes a commit and returns its name.
    func writeCommit(tree: String, parents: [String], message: String, by signature: GitSignature) async throws -> String {
        let arguments = ["commit-tree", tree] + parents.flatMap { ["-p", $0] } + ["-m", message]
        return try await git(arguments, environment: signature.environment).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Moves a reference, but only from the commit it is believed to be at.
    func moveReference(_ name: String, to new: String, from old: String) async throws {
        try await git(["update-ref", name, new, old])
    }

    /// Removes a reference.
    func deleteReference(_ name: String) async throws {
        try await git(["update-ref", "-d", name])
    }
}
