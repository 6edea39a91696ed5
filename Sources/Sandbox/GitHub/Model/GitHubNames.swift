/// Names and tokens of the local GitHub.
enum GitHubNames {
    static let owner = "acme"
    static let repository = "storefront"
    static let fullName = "acme/storefront"
    static let repositoryID = 186_853_002
    static let defaultBranch = "main"
    /// Secret of the hook that `--webhook-url` sets up, unless another is given.
    static let webhookSecret = "sandbox-secret"
}

/// An account of the local GitHub.
struct GitHubUser: Sendable, Equatable {
    let login: String
    let id: Int
    var type = "User"
    /// What the account may do in the repository: admin, write, read or none.
    let permission: String
    /// The token it signs in with; nil for accounts that cannot.
    let token: String?

    /// The developer whose token every client of the demo uses.
    static let developer = GitHubUser(login: "sandbox", id: 1001, permission: "admin", token: "sandbox-token")
    /// Somebody who may read and comment only, for tests of permissions.
    static let reader = GitHubUser(login: "sandbox-reader", id: 1002, permission: "read", token: "sandbox-reader-token")
    static let organization = GitHubUser(login: GitHubNames.owner, id: 1003, type: "Organization", permission: "none", token: nil)
    static let all = [developer, reader, organization]

    static func named(_ login: String) -> GitHubUser? { all.first { $0.login.lowercased() == login.lowercased() } }
}
