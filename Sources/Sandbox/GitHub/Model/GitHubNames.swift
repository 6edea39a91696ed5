/// Names and tokens of the local GitHub.
enum GitHubNames {
    static let owner = "acme"
    static let repository = "storefront"
    static let fullName = "acme/storefront"
    static let repositoryID = 186_853_002
    static let defaultBranch = "main"
    /// Secret of the hook that `--webhook-url` sets up, unless another is given.
    static let webhookSecret = "sandbox-secret"
    /// A fine-grained token of the developer, whose permissions can be changed.
    static let fineGrainedToken = "github_pat_sandbox"
}

/// An account of the local GitHub.
struct GitHubUser: Sendable, Equatable {
    let login: String
    let id: Int
    var type = "User"
    /// What the account may do in the repository: admin, maintain, write, triage, read or none.
    let role: String
    /// The classic token it signs in with; nil for accounts that cannot.
    let token: String?
    /// The token's scopes.
    var scopes = ["admin:repo_hook", "repo"]

    /// The role in the words that GitHub had before there were five.
    var permission: String { ["maintain": "write", "triage": "read"][role] ?? role }
    var mayWrite: Bool { ["admin", "maintain", "write"].contains(role) }

    /// The developer whose token every client of the demo uses.
    static let developer = GitHubUser(login: "sandbox", id: 1001, role: "admin", token: "sandbox-token")
    /// Somebody who may read and comment only, for tests of permissions.
    static let reader = GitHubUser(login: "sandbox-reader", id: 1002, role: "read", token: "sandbox-reader-token", scopes: ["repo"])
    static let organization = GitHubUser(login: GitHubNames.owner, id: 1003, type: "Organization", role: "none", token: nil)
    /// Somebody who may write but not change settings.
    static let writer = GitHubUser(login: "sandbox-writer", id: 1004, role: "write", token: "sandbox-writer-token", scopes: ["repo"])
    static let maintainer = GitHubUser(login: "sandbox-maintainer", id: 1005, role: "maintain", token: "sandbox-maintainer-token")
    static let triager = GitHubUser(login: "sandbox-triager", id: 1006, role: "triage", token: "sandbox-triager-token")
    static let all = [developer, reader, organization, writer, maintainer, triager]

    static func named(_ login: String) -> GitHubUser? { all.first { $0.login.lowercased() == login.lowercased() } }
}
