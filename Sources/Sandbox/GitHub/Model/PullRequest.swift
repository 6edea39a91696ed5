import Foundation

/// A pull request within the repository.
struct PullRequest: Sendable, Equatable {
    enum State: String, Sendable { case open, closed }

    /// What became of the pull request's commits.
    struct Merge: Sendable, Equatable {
        let commit: String
        let login: String
        let at: Date
    }

    let number: Int
    let id: Int
    let author: String
    var title: String
    var body: String?
    var state = State.open
    var isDraft: Bool
    let headBranch: String
    /// The last commit of the head branch that was seen while the pull request was open.
    var headSHA: String
    var baseBranch: String
    /// The base branch's commit when the pull request was opened or last pushed to.
    var baseSHA: String
    var labels: [Int] = []
    var merge: Merge?
    let createdAt: Date
    var updatedAt: Date
    var closedAt: Date?
    /// Where the head branch lives; nil for the repository itself.
    var fork: Fork?
}
