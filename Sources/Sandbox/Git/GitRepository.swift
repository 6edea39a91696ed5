import Foundation

/// A bare git repository, reached through the git command line.
struct GitRepository: Sendable {
    /// Absolute path of the bare repository.
    let path: String

    /// The settings under which every git command of the sandbox runs: nothing of the machine's or the user's configuration counts.
    static let environment: [String: String] = [
        "GIT_CONFIG_GLOBAL": "/dev/null",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_TERMINAL_PROMPT": "0",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
    ]

    /// Runs git on this repository and returns its standard output.
    /// - Throws: `ProcessError` when git fails.
    @discardableResult
    func git(_ arguments: [String], environment: [String: String] = [:]) async throws -> String {
        let output = try await attempt(arguments, environment: environment)
        guard output.exitCode == 0 else {
            throw ProcessError(
                command: "git " + arguments.joined(separator: " "),
                exitCode: output.exitCode,
                message: output.standardError.trimmingCharacters(in: .whitespacesAndNewlines)
            )
        }
        return output.text
    }

    /// Runs git on this repository; a failing command is an answer, not an error.
    func attempt(_ arguments: [String], environment: [String: String] = [:]) async throws -> ProgramRunner.Output {
        try await ProgramRunner.collect(
            "git",
            ["--git-dir=\(path)"] + arguments,
            environment: Self.environment.merging(environment) { _, given in given }
        )
    }

    /// Every branch and tag: full reference name to object name.
    func references() async throws -> [String: String] {
        let output = try await git(["for-each-ref", "--format=%(refname) %(objectname)", "refs/heads", "refs/tags"])
        var references: [String: String] = [:]
        for line in output.split(separator: "\n") {
            let parts = line.split(separator: " ", maxSplits: 1)
            if parts.count == 2 { references[String(parts[0])] = String(parts[1]) }
        }
        return references
    }

    /// The full name of the commit that a branch, tag or (abbreviated) object name stands for; nil when there is none.
    func resolve(_ revision: String) async throws -> String? {
        guard !revision.isEmpty, !revision.hasPrefix("-") else { return nil }
        let isObjectName = revision.count == 40 && revision.allSatisfy(\.isHexDigit)
        for candidate in isObjectName ? [revision] : ["refs/heads/\(revision)", revision] {
            let output = try await attempt(["rev-parse", "--verify", "--quiet", "--end-of-options", "\(candidate)^{commit}"])
            if output.exitCode == 0 { return output.text.trimmingCharacters(in: .whitespacesAndNewlines) }
        }
        return nil
    }

    /// The best common ancestor; nil for unrelated histories.
    func mergeBase(_ first: String, _ second: String) async throws -> String? {
        let output = try await attempt(["merge-base", first, second])
        return output.exitCode == 0 ? output.text.trimmingCharacters(in: .whitespacesAndNewlines) : nil
    }

    /// Whether the second commit has the first in its history.
    func isAncestor(_ first: String, of second: String) async throws -> Bool {
        try await attempt(["merge-base", "--is-ancestor", first, second]).exitCode == 0
    }

    /// How many commits each side has that the other lacks.
    func divergence(base: String, head: String) async throws -> (behind: Int, ahead: Int) {
        let output = try await git(["rev-list", "--left-right", "--count", "\(base)...\(head)"])
        let counts = output.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
        return counts.count == 2 ? (counts[0], counts[1]) : (0, 0)
    }

    /// How many commits a range such as `main` or `base..head` has, for a path if given.
    func count(_ range: String, path filter: String? = nil) async throws -> Int {
        let output = try await git(["rev-list", "--count", range] + (filter.map { ["--", $0] } ?? []))
        return Int(output.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0
    }

    /// Commits of a range, newest first unless reversed.
    func commits(
        _ range: String,
        path filter: String? = nil,
        skip: Int = 0,
        limit: Int? = nil,
        oldestFirst: Bool = false
    ) async throws -> [GitCommit] {
        var arguments = ["log", "-z", "--date=format-local:%Y-%m-%dT%H:%M:%SZ", "--format=\(GitCommit.format)"]
        if oldestFirst {
            arguments += ["--reverse", "--topo-order"]
        } else {
            // With --reverse git would first cut and then turn the list, so the two do not meet.
            arguments += ["--skip=\(skip)"] + (limit.map { ["--max-count=\($0)"] } ?? [])
        }
        arguments += [range] + (filter.map { ["--", $0] } ?? [])
        let all = GitCommit.parse(try await git(arguments))
        guard oldestFirst else { return all }
        return Array(all.dropFirst(skip).prefix(limit ?? all.count))
    }

    /// One commit.
    func commit(_ sha: String) async throws -> GitCommit? {
        try await commits(sha, limit: 1).first
    }

    /// The files that differ between two trees, renames found.
    func changes(from base: String, to head: String) async throws -> [GitFileChange] {
        let common = ["diff", "-M", "--no-color", "--no-ext-diff"]
        let raw = try await git(common + ["--raw", "-z", "--abbrev=40", base, head])
        let numstat = try await git(common + ["--numstat", "-z", base, head])
        let patch = try await git(common + ["-p", base, head])
        return GitFileChange.parse(raw: raw, numstat: numstat, patch: patch)
    }

    /// How many files differ between two trees, and by how many lines.
    func size(from base: String, to head: String) async throws -> (files: Int, additions: Int, deletions: Int) {
        let counts = GitFileChange.parseNumstat(try await git(["diff", "-M", "--no-ext-diff", "--numstat", "-z", base, head]))
        return (counts.count, counts.reduce(0) { $0 + $1.additions }, counts.reduce(0) { $0 + $1.deletions })
    }

    /// The object name of the tree with no files, to compare a root commit with.
    static let emptyTree = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
}
