import Foundation

/// Finds the commit that a pipeline works on: of a pull request its head, not the merge that was checked out to try it.
struct CommitLookup {
    let environment: [String: String]
    /// Runs `git rev-parse HEAD`.
    var git: () -> String? = CommitLookup.head

    /// The commit, and where it was found; nil when nothing tells.
    func commit() -> (sha: String, source: String)? {
        if let sha = gitHubPullRequest() { return (sha, "the pull request of GITHUB_EVENT_PATH") }
        // In GitLab's merged results pipelines CI_COMMIT_SHA is a merge that no branch has.
        for name in ["CI_MERGE_REQUEST_SOURCE_BRANCH_SHA", "CI_COMMIT_SHA", "GITHUB_SHA"] {
            if let sha = environment[name], Self.isCommit(sha) { return (sha.lowercased(), name) }
        }
        return git().flatMap { Self.isCommit($0) ? ($0.lowercased(), "git") : nil }
    }

    private struct Event: Decodable {
        struct PullRequest: Decodable {
            struct Head: Decodable { let sha: String }
            let head: Head
        }
        let pull_request: PullRequest?
    }

    private func gitHubPullRequest() -> String? {
        guard let path = environment["GITHUB_EVENT_PATH"], let data = FileManager.default.contents(atPath: path),
            let sha = try? JSONDecoder().decode(Event.self, from: data).pull_request?.head.sha, Self.isCommit(sha)
        else { return nil }
        return sha.lowercased()
    }

    static func isCommit(_ text: String) -> Bool { (text.count == 40 || text.count == 64) && text.allSatisfy(\.isHexDigit) }

    private static func head() -> String? {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["git", "rev-parse", "HEAD"]
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return nil }
        let data = (try? output.fileHandleForReading.readToEnd()) ?? Data()
        process.waitUntilExit()
        return process.terminationStatus == 0 ? String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines) : nil
    }
}
