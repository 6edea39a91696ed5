import Foundation

extension GitRepository {
    /// Opens the bare repository at a path, creating it from a project folder when it is not there yet.
    ///
    /// The first commit on `main` is the same for the same files: fixed author, fixed time.
    /// - Throws: `ProcessError` when git fails, `SandboxError` when the project folder is no dbt project.
    static func open(path: String, project: String) async throws -> GitRepository {
        let repository = GitRepository(path: path)
        if FileManager.default.fileExists(atPath: path + "/HEAD"), try await repository.resolve("main") != nil {
            return repository
        }
        guard FileManager.default.fileExists(atPath: project + "/dbt_project.yml") else {
            throw SandboxError("`\(project)` has no dbt_project.yml; give the folder of a dbt project with --project")
        }
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try await repository.git(["init", "--bare", "--initial-branch=main", path])
        try await repository.seed(from: project)
        return repository
    }

    /// What dbt and Python leave in a project folder and nobody commits.
    private static let neverCommitted = """
        target/
        logs/
        dbt_packages/
        .venv/
        .user.yml
        __pycache__/
        *.duckdb
        *.duckdb.wal

        """

    private func seed(from project: String) async throws {
        try FileManager.default.createDirectory(atPath: path + "/info", withIntermediateDirectories: true)
        try Data(Self.neverCommitted.utf8).write(to: URL(filePath: path + "/info/exclude"))
        let index = ["GIT_INDEX_FILE": path + "/seed-index"]
        try await git(["--work-tree=\(project)", "-C", project, "add", "--all", "."], environment: index)
        let tree = try await git(["write-tree"], environment: index).trimmingCharacters(in: .whitespacesAndNewlines)
        try FileManager.default.removeItem(atPath: path + "/seed-index")
        let signature = GitSignature(name: "Sandbox", email: "sandbox@example.com", date: Date(timeIntervalSince1970: 1_767_603_600))
        let commit = try await writeCommit(tree: tree, parents: [], message: "Start the project", by: signature)
        try await git(["update-ref", "refs/heads/main", commit])
    }
}
