import Foundation
import Testing

@testable import Sandbox

@Suite("Git")
struct GitTests {
    /// Commits two states of files and compares them.
    private func changes(from old: [String: String], to new: [String: String], removed: [String] = []) async throws -> [GitFileChange] {
        try await TemporaryFolder.with { folder in
            let work = folder + "/work"
            try TinyProject.write(TinyProject.files.merging(old) { _, given in given }, to: work)
            let repository = try await GitRepository.open(path: folder + "/bare.git", project: work)
            let base = try await repository.resolve("main") ?? ""
            for path in removed { try FileManager.default.removeItem(atPath: work + "/" + path) }
            try TinyProject.write(new, to: work)
            let index = ["GIT_INDEX_FILE": folder + "/index"]
            try await repository.git(["--work-tree=\(work)", "-C", work, "add", "--all", "."], environment: index)
            let tree = try await repository.git(["write-tree"], environment: index).trimmingCharacters(in: .newlines)
            let signature = GitSignature(name: "a", email: "b", date: Date(timeIntervalSince1970: 1))
            let head = try await repository.writeCommit(tree: tree, parents: [base], message: "m", by: signature)
            return try await repository.changes(from: base, to: head)
        }
    }

    @Test("Added, modified, removed, renamed and binary files, with their patches in the right place")
    func kinds() async throws {
        let long = (1...40).map { "line \($0)\n" }.joined()
        let found = try await changes(
            from: ["a.txt": "one\n", "b.txt": "two\n", "old name.txt": long, "bin": "a\u{0}b"],
            to: ["a.txt": "one\nmore\n", "new ü.txt": long + "end\n", "c.txt": "three\n", "bin": "a\u{0}c"],
            removed: ["b.txt", "old name.txt"])
        let byPath = Dictionary(uniqueKeysWithValues: found.map { ($0.path, $0) })
        #expect(byPath["a.txt"]?.status == .modified)
        #expect(byPath["a.txt"]?.patch == "@@ -1 +1,2 @@\n one\n+more")
        #expect(byPath["a.txt"]?.additions == 1)
        #expect(byPath["b.txt"]?.status == .removed)
        #expect(byPath["b.txt"]?.deletions == 1)
        #expect(byPath["c.txt"]?.status == .added)
        #expect(byPath["new ü.txt"]?.status == .renamed)
        #expect(byPath["new ü.txt"]?.previousPath == "old name.txt")
        #expect(byPath["new ü.txt"]?.additions == 1)
        #expect(byPath["bin"]?.patch == nil)
        #expect(found.count == 5)
    }

    @Test("The first commit is the same for the same files, and leaves out what nobody commits")
    func seed() async throws {
        var commits: [String?] = []
        for _ in 1...2 {
            let commit = try await TemporaryFolder.with { folder in
                try TinyProject.write(TinyProject.files, to: folder + "/project")
                try TinyProject.write(["target/x": "x", "ignored/y": "y", "logs/z": "z", "w.duckdb": "w"], to: folder + "/project")
                let repository = try await GitRepository.open(path: folder + "/bare.git", project: folder + "/project")
                guard case .folder(let entries) = try await repository.entries("", at: "main") else { return String?.none }
                #expect(entries.map(\.path) == [".gitignore", "dbt_project.yml", "models"])
                return try await repository.resolve("main")
            }
            commits.append(commit)
        }
        #expect(commits[0] != nil)
        #expect(commits[0] == commits[1])
    }

    @Test("An existing repository is kept, a folder without a project is refused")
    func reopening() async throws {
        try await TemporaryFolder.with { folder in
            await #expect(throws: SandboxError.self) { try await GitRepository.open(path: folder + "/x.git", project: folder) }
            try TinyProject.write(TinyProject.files, to: folder + "/project")
            let first = try await GitRepository.open(path: folder + "/bare.git", project: folder + "/project").resolve("main")
            let again = try await GitRepository.open(path: folder + "/bare.git", project: "/nowhere").resolve("main")
            #expect(first == again)
        }
    }

    @Test("Moved, new and removed references are pushes")
    func pushes() {
        let pushes = Push.between(
            ["refs/heads/a": "1", "refs/heads/b": "2", "refs/tags/t": "3"], ["refs/heads/a": "1", "refs/heads/c": "4", "refs/heads/b": "5"])
        #expect(
            pushes == [
                Push(reference: "refs/heads/b", before: "2", after: "5"), Push(reference: "refs/heads/c", before: nil, after: "4"),
                Push(reference: "refs/tags/t", before: "3", after: nil),
            ])
        #expect(pushes.map(\.branch) == ["b", "c", nil])
    }
}
