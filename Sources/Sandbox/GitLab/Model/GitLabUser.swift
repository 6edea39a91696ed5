/// Names of the local GitLab.
enum GitLabNames {
    static let projectID = 4_201
    static let groupID = 4_200
    static let defaultBranch = GitHubNames.defaultBranch
}

/// An account of the local GitLab.
struct GitLabUser: Sendable, Equatable {
    let username: String
    let id: Int
    /// 10 guest, 20 reporter, 30 developer, 40 maintainer, 50 owner.
    let accessLevel: Int
    /// The token it signs in with.
    let token: String
    var scopes = ["api"]

    /// The account whose token every client of the demo uses.
    static let maintainer = GitLabUser(username: "sandbox", id: 2001, accessLevel: 40, token: "sandbox-token")
    /// May set statuses, and set up no webhook.
    static let developer = GitLabUser(username: "sandbox-developer", id: 2002, accessLevel: 30, token: "sandbox-developer-token")
    /// May read and comment only.
    static let reporter = GitLabUser(username: "sandbox-reader", id: 2003, accessLevel: 20, token: "sandbox-reader-token")
    /// The maintainer with a token that may only read.
    static let readOnlyToken = GitLabUser(
        username: "sandbox", id: 2001, accessLevel: 40, token: "sandbox-read-token", scopes: ["read_api"])
    static let members = [maintainer, developer, reporter]

    static func signedIn(_ token: String) -> GitLabUser? { (members + [readOnlyToken]).first { $0.token == token } }
    static func named(_ username: String) -> GitLabUser? { members.first { $0.username.lowercased() == username.lowercased() } }
}
