import Foundation

/// What git says about a pull request; GitHub shows it with a single pull request, not in lists.
struct PullFacts: Sendable {
    let commits: Int
    let additions: Int
    let deletions: Int
    let changedFiles: Int
    /// Whether the branches merge without conflict; nil once the pull request is closed.
    let mergeable: Bool?
}

extension GitHubAnswers {
    private struct PullCore: Encodable {
        let id: Int
        let nodeID: String
        let number: Int
        let state: String
        let locked = false
        let title: String
        let user: Joined
        @ExplicitNull var body: String?
        let createdAt: String
        let updatedAt: String
        @ExplicitNull var closedAt: String?
        @ExplicitNull var mergedAt: String?
        @ExplicitNull var mergeCommitSha: String?
        @ExplicitNull var assignee: String? = nil
        let assignees: [String] = []
        let requestedReviewers: [String] = []
        let requestedTeams: [String] = []
        let labels: [LabelAnswer]
        @ExplicitNull var milestone: String? = nil
        let draft: Bool
        let statusesURL: String
        let head: Side
        let base: Side
        let links: [String: [String: String]]
        let authorAssociation: String
        @ExplicitNull var autoMerge: String? = nil
        @ExplicitNull var activeLockReason: String? = nil

        enum CodingKeys: String, CodingKey {
            case id, nodeID, number, state, locked, title, user, body, createdAt, updatedAt, closedAt, mergedAt, mergeCommitSha, assignee
            case assignees, requestedReviewers, requestedTeams, labels, milestone, draft, statusesURL, head, base
            case links = "_links"
            case authorAssociation, autoMerge, activeLockReason
        }
    }

    /// One end of a pull request.
    private struct Side: Encodable {
        let label: String
        let ref: String
        let sha: String
        let user: Joined
        let repo: Joined
    }

    private struct PullDetails: Encodable {
        let merged: Bool
        @ExplicitNull var mergeable: Bool?
        @ExplicitNull var rebaseable: Bool?
        let mergeableState: String
        @ExplicitNull var mergedBy: Joined?
        let comments: Int
        let reviewComments = 0
        let maintainerCanModify = false
        let commits: Int
        let additions: Int
        let deletions: Int
        let changedFiles: Int
    }

    /// A pull request as in lists.
    func pull(_ pull: PullRequest, labels: [Label], repository: Joined) -> Joined {
        let addresses = links.pull(pull.number)
        let statuses = "\(links.repository)/statuses/\(pull.headSHA)"
        let core = PullCore(
            id: pull.id,
            nodeID: Self.nodeID("PullRequest", pull.id),
            number: pull.number,
            state: pull.state.rawValue,
            title: pull.title,
            user: user(pull.author),
            body: pull.body,
            createdAt: TimeText.gitHub(pull.createdAt),
            updatedAt: TimeText.gitHub(pull.updatedAt),
            closedAt: pull.closedAt.map(TimeText.gitHub),
            mergedAt: pull.merge.map { TimeText.gitHub($0.at) },
            mergeCommitSha: pull.merge?.commit,
            labels: labels.map(label),
            draft: pull.isDraft,
            statusesURL: statuses,
            head: head(of: pull, repository),
            base: side(pull.baseBranch, pull.baseSHA, repository),
            links: [
                "self": ["href": addresses["url"] ?? ""], "html": ["href": addresses["html_url"] ?? ""],
                "issue": ["href": addresses["issue_url"] ?? ""], "comments": ["href": addresses["comments_url"] ?? ""],
                "review_comments": ["href": addresses["review_comments_url"] ?? ""],
                "review_comment": ["href": addresses["review_comment_url"] ?? ""], "commits": ["href": addresses["commits_url"] ?? ""],
                "statuses": ["href": statuses],
            ],
            authorAssociation: Self.association(pull.author)
        )
        return Joined(core, addresses)
    }

    private func side(_ branch: String, _ sha: String, _ repository: Joined) -> Side {
        Side(label: "\(GitHubNames.owner):\(branch)", ref: branch, sha: sha, user: user(GitHubNames.owner), repo: repository)
    }

    private func head(of pull: PullRequest, _ repository: Joined) -> Side {
        guard let fork = pull.fork else { return side(pull.headBranch, pull.headSHA, repository) }
        return Side(
            label: "\(fork.owner):\(pull.headBranch)", ref: pull.headBranch, sha: pull.headSHA, user: user(fork.owner),
            repo: self.fork(fork, of: repository))
    }

    /// The repository's description with what is another in a fork.
    func fork(_ fork: Fork, of repository: Joined) -> Joined {
        Joined(
            repository,
            [
                "id": fork.id, "full_name": "\(fork.owner)/\(links.names.current)", "owner": user(fork.owner), "fork": true,
                "clone_url": fork.path, "git_url": fork.path, "ssh_url": fork.path,
            ] as NamedParts)
    }

    /// A single pull request with what git says about it.
    func pull(_ pull: PullRequest, labels: [Label], repository: Joined, facts: PullFacts, comments: Int) -> Joined {
        let mergeableState =
            switch facts.mergeable {
            case nil: "unknown"
            case true?: pull.isDraft ? "draft" : "clean"
            case false?: "dirty"
            }
        let details = PullDetails(
            merged: pull.merge != nil,
            mergeable: facts.mergeable,
            rebaseable: facts.mergeable,
            mergeableState: mergeableState,
            mergedBy: pull.merge.map { user($0.login) },
            comments: comments,
            commits: facts.commits,
            additions: facts.additions,
            deletions: facts.deletions,
            changedFiles: facts.changedFiles
        )
        return Joined(self.pull(pull, labels: labels, repository: repository), details)
    }

    private struct IssueCore: Encodable {
        let id: Int
        let nodeID: String
        let url: String
        let repositoryURL: String
        let labelsURL: String
        let commentsURL: String
        let eventsURL: String
        let htmlURL: String
        let number: Int
        let title: String
        let user: Joined
        let labels: [LabelAnswer]
        let state: String
        let locked = false
        @ExplicitNull var assignee: String? = nil
        let assignees: [String] = []
        @ExplicitNull var milestone: String? = nil
        let comments: Int
        let createdAt: String
        let updatedAt: String
        @ExplicitNull var closedAt: String?
        let authorAssociation: String
        @ExplicitNull var activeLockReason: String? = nil
        @ExplicitNull var body: String?
        let draft: Bool
        let pullRequest: [String: String]
    }

    /// The issue side of a pull request, which comments and labels belong to.
    func issue(_ pull: PullRequest, labels: [Label], comments: Int) -> some Encodable {
        let url = "\(links.repository)/issues/\(pull.number)"
        return IssueCore(
            id: pull.id,
            nodeID: Self.nodeID("PullRequest", pull.id),
            url: url,
            repositoryURL: links.repository,
            labelsURL: url + "/labels{/name}",
            commentsURL: url + "/comments",
            eventsURL: url + "/events",
            htmlURL: "\(links.page)/pull/\(pull.number)",
            number: pull.number,
            title: pull.title,
            user: user(pull.author),
            labels: labels.map(label),
            state: pull.state.rawValue,
            comments: comments,
            createdAt: TimeText.gitHub(pull.createdAt),
            updatedAt: TimeText.gitHub(pull.updatedAt),
            closedAt: pull.closedAt.map(TimeText.gitHub),
            authorAssociation: Self.association(pull.author),
            body: pull.body,
            draft: pull.isDraft,
            pullRequest: links.pull(pull.number).filter { ["url", "html_url", "diff_url", "patch_url"].contains($0.key) }
        )
    }
}
