import Foundation

/// Builds the objects of GitHub's answers and payloads.
struct GitHubAnswers: Sendable {
    let links: GitHubLinks
    /// When the sandbox started.
    let createdAt: Date

    /// GitHub's opaque second identifier.
    static func nodeID(_ kind: String, _ id: Int) -> String {
        Data("0\(kind.count):\(kind)\(id)".utf8).base64EncodedString()
    }

    private struct UserCore: Encodable {
        let login: String
        let id: Int
        let nodeID: String
        let gravatarID = ""
        let type: String
        let siteAdmin = false
    }

    func user(_ login: String) -> Joined {
        let user =
            GitHubUser.named(login)
            ?? GitHubUser(login: login, id: 0, type: login.hasSuffix("[bot]") ? "Bot" : "User", role: "none", token: nil)
        let core = UserCore(login: user.login, id: user.id, nodeID: Self.nodeID("User", user.id), type: user.type)
        return Joined(core, links.user(user.login))
    }

    private struct RepositoryCore: Encodable {
        let id = GitHubNames.repositoryID
        let nodeID = GitHubAnswers.nodeID("Repository", GitHubNames.repositoryID)
        let name: String
        let fullName: String
        let `private` = true
        let owner: Joined
        @ExplicitNull var description: String? = nil
        let fork = false
        @ExplicitNull var homepage: String? = nil
        let size = 0
        let stargazersCount = 0
        let watchersCount = 0
        @ExplicitNull var language: String? = nil
        let hasIssues = true
        let hasProjects = false
        let hasDownloads = true
        let hasWiki = false
        let hasPages = false
        let forksCount = 0
        @ExplicitNull var mirrorURL: String? = nil
        let archived = false
        let disabled = false
        let openIssuesCount: Int
        @ExplicitNull var license: String? = nil
        let forks = 0
        let openIssues: Int
        let watchers = 0
        let defaultBranch = GitHubNames.defaultBranch
        let isTemplate = false
        let topics: [String] = []
        let visibility = "private"
        let webCommitSignoffRequired = false
        let allowForking = false
        let allowMergeCommit = true
        let allowSquashMerge = true
        let allowRebaseMerge = false
        let updatedAt: String
        let gitURL: String
        let sshURL: String
        let cloneURL: String
    }

    /// - Parameters:
    ///   - forPush: push payloads write two of the times as numbers and add a few fields.
    func repository(openPulls: Int, gitPath: String, pushedAt: Date, forPush: Bool = false) -> Joined {
        let owner =
            forPush ? Joined(user(GitHubNames.owner), ["name": GitHubNames.owner, "email": "acme@example.com"]) : user(GitHubNames.owner)
        let core = RepositoryCore(
            name: links.names.current,
            fullName: links.names.fullName,
            owner: owner,
            openIssuesCount: openPulls,
            openIssues: openPulls,
            updatedAt: TimeText.gitHub(pushedAt),
            gitURL: gitPath,
            sshURL: gitPath,
            cloneURL: gitPath
        )
        if forPush {
            let times = [
                "created_at": Int(createdAt.timeIntervalSince1970), "pushed_at": Int(pushedAt.timeIntervalSince1970), "stargazers": 0,
            ]
            return Joined(core, links.repositoryFields, times, ["master_branch": GitHubNames.defaultBranch])
        }
        return Joined(
            core,
            links.repositoryFields,
            ["created_at": TimeText.gitHub(createdAt), "pushed_at": TimeText.gitHub(pushedAt)],
            ["permissions": ["admin": true, "maintain": true, "push": true, "triage": true, "pull": true]]
        )
    }

    struct LabelAnswer: Encodable {
        let id: Int
        let nodeID: String
        let url: String
        let name: String
        let color: String
        let `default` = false
        @ExplicitNull var description: String?
    }

    func label(_ label: Label) -> LabelAnswer {
        let name = label.name.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? label.name
        return LabelAnswer(
            id: label.id, nodeID: Self.nodeID("Label", label.id), url: "\(links.repository)/labels/\(name)", name: label.name,
            color: label.color, description: label.description)
    }

    func labelEvent(_ event: LabelEvent) -> NamedParts {
        [
            "id": event.id, "node_id": Self.nodeID("LabeledEvent", event.id), "url": "\(links.repository)/issues/events/\(event.id)",
            "actor": user(event.login), "event": event.isAdded ? "labeled" : "unlabeled", "commit_id": String?.none,
            "commit_url": String?.none, "created_at": TimeText.gitHub(event.at),
            "label": ["name": event.label.name, "color": event.label.color],
        ]
    }

    private struct CommentCore: Encodable {
        let id: Int
        let nodeID: String
        let url: String
        let htmlURL: String
        let issueURL: String
        let user: Joined
        let createdAt: String
        let updatedAt: String
        let authorAssociation: String
        @ExplicitNull var performedViaGithubApp: String? = nil
        let body: String
        let reactions: NamedParts
    }

    func comment(_ comment: IssueComment) -> some Encodable {
        let url = "\(links.repository)/issues/comments/\(comment.id)"
        var reactions: NamedParts = ["url": url + "/reactions", "total_count": comment.reactions.count]
        for content in Reaction.contents {
            reactions.parts[content] = comment.reactions.filter { $0.content == content }.count
        }
        return CommentCore(
            id: comment.id,
            nodeID: Self.nodeID("IssueComment", comment.id),
            url: url,
            htmlURL: "\(links.page)/pull/\(comment.number)#issuecomment-\(comment.id)",
            issueURL: "\(links.repository)/issues/\(comment.number)",
            user: user(comment.login),
            createdAt: TimeText.gitHub(comment.createdAt),
            updatedAt: TimeText.gitHub(comment.updatedAt),
            authorAssociation: Self.association(comment.login),
            body: comment.body,
            reactions: reactions
        )
    }

    /// How somebody relates to the repository, in GitHub's words.
    static func association(_ login: String) -> String {
        switch GitHubUser.named(login)?.role {
        case "admin", "maintain", "write": "MEMBER"
        case "triage", "read": "COLLABORATOR"
        default: "NONE"
        }
    }

    struct ReactionAnswer: Encodable {
        let id: Int
        let nodeID: String
        let user: Joined
        let content: String
        let createdAt: String
    }

    func reaction(_ reaction: Reaction) -> ReactionAnswer {
        ReactionAnswer(
            id: reaction.id, nodeID: Self.nodeID("Reaction", reaction.id), user: user(reaction.login), content: reaction.content,
            createdAt: TimeText.gitHub(reaction.createdAt))
    }

    private struct HookAnswer: Encodable {
        struct Config: Encodable {
            let contentType: String
            let insecureSSL = "0"
            let url: String
            @ExplicitNull var secret: String?

            enum CodingKeys: String, CodingKey {
                case contentType
                case insecureSSL = "insecure_ssl"
                case url, secret
            }
        }
        struct LastResponse: Encodable {
            @ExplicitNull var code: Int? = nil
            let status = "unused"
            @ExplicitNull var message: String? = nil
        }
        let type = "Repository"
        let id: Int
        let name = "web"
        let active: Bool
        let events: [String]
        let config: Config
        let updatedAt: String
        let createdAt: String
        let url: String
        let testURL: String
        let pingURL: String
        let deliveriesURL: String
        let lastResponse = LastResponse()
    }

    func hook(_ hook: Hook) -> some Encodable {
        let url = "\(links.repository)/hooks/\(hook.id)"
        return HookAnswer(
            id: hook.id,
            active: hook.isActive,
            events: hook.events,
            config: .init(contentType: hook.contentType.rawValue, url: hook.url, secret: hook.secret.map { _ in "********" }),
            updatedAt: TimeText.gitHub(hook.createdAt),
            createdAt: TimeText.gitHub(hook.createdAt),
            url: url,
            testURL: url + "/test",
            pingURL: url + "/pings",
            deliveriesURL: url + "/deliveries"
        )
    }
}
