import Foundation

extension GitHubAnswers {
    struct PersonAnswer: Encodable {
        let name: String
        let email: String
        let date: String
    }

    private struct TreeAnswer: Encodable {
        let sha: String
        let url: String
    }

    private struct Verification: Encodable {
        let verified = false
        let reason = "unsigned"
        @ExplicitNull var signature: String? = nil
        @ExplicitNull var payload: String? = nil
    }

    private struct GitCommitAnswer: Encodable {
        let author: PersonAnswer
        let committer: PersonAnswer
        let message: String
        let tree: TreeAnswer
        let url: String
        let commentCount = 0
        let verification = Verification()
    }

    private struct ParentAnswer: Encodable {
        let sha: String
        let url: String
        let htmlURL: String
    }

    private struct CommitCore: Encodable {
        let sha: String
        let nodeID: String
        let commit: GitCommitAnswer
        let url: String
        let htmlURL: String
        let commentsURL: String
        @ExplicitNull var author: Joined?
        @ExplicitNull var committer: Joined?
        let parents: [ParentAnswer]
    }

    struct FileAnswer: Encodable {
        let sha: String
        let filename: String
        let status: String
        let additions: Int
        let deletions: Int
        let changes: Int
        let blobURL: String
        let rawURL: String
        let contentsURL: String
        var patch: String?
        var previousFilename: String?
    }

    private static func person(_ person: GitCommit.Person) -> PersonAnswer {
        PersonAnswer(name: person.name, email: person.email, date: person.date)
    }

    /// A commit as in lists.
    ///
    /// GitHub accounts are matched by email address; the sandbox's commits belong to none.
    func commit(_ commit: GitCommit) -> some Encodable {
        CommitCore(
            sha: commit.sha,
            nodeID: Self.nodeID("Commit", GitHubNames.repositoryID) + commit.sha.prefix(8),
            commit: GitCommitAnswer(
                author: Self.person(commit.author),
                committer: Self.person(commit.committer),
                message: commit.message,
                tree: TreeAnswer(sha: commit.tree, url: "\(links.repository)/git/trees/\(commit.tree)"),
                url: "\(links.repository)/git/commits/\(commit.sha)"
            ),
            url: "\(links.repository)/commits/\(commit.sha)",
            htmlURL: "\(links.page)/commit/\(commit.sha)",
            commentsURL: "\(links.repository)/commits/\(commit.sha)/comments",
            author: nil,
            committer: nil,
            parents: commit.parents.map {
                ParentAnswer(sha: $0, url: "\(links.repository)/commits/\($0)", htmlURL: "\(links.page)/commit/\($0)")
            }
        )
    }

    /// A single commit with its files.
    func commit(_ commit: GitCommit, files: [GitFileChange]) -> Joined {
        let additions = files.reduce(0) { $0 + $1.additions }
        let deletions = files.reduce(0) { $0 + $1.deletions }
        let stats = ["total": additions + deletions, "additions": additions, "deletions": deletions]
        return Joined(self.commit(commit), ["stats": stats], ["files": files.map { file($0, at: commit.sha) }])
    }

    func file(_ change: GitFileChange, at sha: String) -> FileAnswer {
        let path = change.path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? change.path
        return FileAnswer(
            sha: change.sha,
            filename: change.path,
            status: change.status.rawValue,
            additions: change.additions,
            deletions: change.deletions,
            changes: change.additions + change.deletions,
            blobURL: "\(links.page)/blob/\(sha)/\(path)",
            rawURL: "\(links.page)/raw/\(sha)/\(path)",
            contentsURL: "\(links.repository)/contents/\(path)?ref=\(sha)",
            patch: change.patch,
            previousFilename: change.previousPath
        )
    }

    private struct PushCommitAnswer: Encodable {
        struct Person: Encodable {
            let name: String
            let email: String
            let username: String
        }
        let id: String
        let treeID: String
        let distinct = true
        let message: String
        let timestamp: String
        let url: String
        let author: Person
        let committer: Person
        let added: [String]
        let removed: [String]
        let modified: [String]
    }

    /// A commit as in push payloads.
    func pushCommit(_ commit: GitCommit, files: [GitFileChange]) -> some Encodable {
        PushCommitAnswer(
            id: commit.sha,
            treeID: commit.tree,
            message: commit.message,
            timestamp: commit.committer.date,
            url: "\(links.page)/commit/\(commit.sha)",
            author: .init(name: commit.author.name, email: commit.author.email, username: GitHubUser.developer.login),
            committer: .init(name: commit.committer.name, email: commit.committer.email, username: GitHubUser.developer.login),
            added: files.filter { [.added, .copied].contains($0.status) }.map(\.path),
            removed: files.compactMap { $0.status == .removed ? $0.path : $0.status == .renamed ? $0.previousPath : nil },
            modified: files.filter { [.modified, .changed, .renamed].contains($0.status) }.map(\.path)
        )
    }
}
