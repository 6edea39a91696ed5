package import HTTPTransport
package import SourceControl

/// What a repository is reached with: a token that somebody pasted, or the tokens an App gets for the place it is installed in.
package protocol GitHubCredential: Sendable {
    /// The token for the next call.
    ///
    /// - Parameter refused: the token the host has just refused; nil at first.
    func token(refused: Secret?) async throws(SourceControlError) -> Secret
    /// The App behind it; nil for a plain token.
    var app: InstalledApp? { get }
}

/// A token that does not change.
struct FixedToken: GitHubCredential {
    let secret: Secret

    func token(refused: Secret?) async throws(SourceControlError) -> Secret { secret }
    var app: InstalledApp? { nil }
}

/// A token that is asked for before every call.
struct AskedToken: GitHubCredential {
    let ask: @Sendable () async throws(SourceControlError) -> Secret

    func token(refused: Secret?) async throws(SourceControlError) -> Secret { try await ask() }
    var app: InstalledApp? { nil }
}

/// An App as one repository sees it.
package struct InstalledApp: GitHubCredential {
    let repository: String
    let find: @Sendable () async throws(SourceControlError) -> GitHubApp

    /// - Parameter find: asked before every call for the App, whose tokens it keeps.
    package init(repository: String, find: @escaping @Sendable () async throws(SourceControlError) -> GitHubApp) {
        self.repository = repository
        self.find = find
    }

    package func token(refused: Secret?) async throws(SourceControlError) -> Secret {
        try await find().token(for: repository, refused: refused).secret
    }

    package var app: InstalledApp? { self }

    /// What the App may do here, in GitHub's words, such as `checks` to `write`.
    func permissions() async throws(SourceControlError) -> [String: String] {
        try await find().token(for: repository, refused: nil).permissions
    }
}
