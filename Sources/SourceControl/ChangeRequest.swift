/// A pull request (GitHub) or merge request (GitLab) as the pipeline needs it.
package struct ChangeRequest: Hashable, Sendable, Codable {
    package enum State: String, Hashable, Sendable, Codable { case open, closed, merged }

    /// The number people see, unique within the repository.
    package var number: Int
    package var title: String
    package var state: State
    package var isDraft: Bool
    package var author: String
    /// The page people open.
    package var url: String
    package var baseBranch: String
    /// Tip of the base branch as the host reports it with the change request.
    package var baseSHA: String
    package var headBranch: String
    package var headSHA: String
    /// Whether the head branch lives in another repository.
    package var isFork: Bool
    package var labels: [String]

    package init(
        number: Int, title: String, state: State = .open, isDraft: Bool = false, author: String = "", url: String = "",
        baseBranch: String, baseSHA: String, headBranch: String, headSHA: String, isFork: Bool = false, labels: [String] = []
    ) {
        self.number = number
        self.title = title
        self.state = state
        self.isDraft = isDraft
        self.author = author
        self.url = url
        self.baseBranch = baseBranch
        self.baseSHA = baseSHA
        self.headBranch = headBranch
        self.headSHA = headSHA
        self.isFork = isFork
        self.labels = labels
    }
}

/// A commit of a branch's history.
package struct Commit: Hashable, Sendable, Codable {
    package var sha: String
    package var message: String
    /// Committer time in seconds since 1970-01-01 UTC; absent when the host gave none.
    package var committedAt: Double?
    package var parents: [String]

    package init(sha: String, message: String = "", committedAt: Double? = nil, parents: [String] = []) {
        self.sha = sha
        self.message = message
        self.committedAt = committedAt
        self.parents = parents
    }
}
