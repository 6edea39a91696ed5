import Foundation
import HTTPTypes

/// Who calls, and with which rights.
struct GitHubCaller: Sendable {
    enum Rights: Sendable {
        /// A classic token: what the person may do, as far as the scopes go.
        case classic(scopes: [String])
        /// A fine-grained token's or an App's permissions.
        case granted([String: String], isApp: Bool)
        /// An App in its own name; it may read about itself.
        case app(Int)
    }

    let login: String
    let rights: Rights

    /// The number of the App that the caller is, or acts for.
    var appID: Int?

    /// Finds the caller of a request.
    /// - Throws: `GitHubFailure` 401.
    static func find(_ header: String?, in state: borrowing HostState, now: Date) throws -> GitHubCaller {
        guard let header else { throw GitHubFailure(status: .unauthorized, message: "Requires authentication") }
        let words = header.split(separator: " ", maxSplits: 1).map(String.init)
        guard words.count == 2, ["token", "bearer"].contains(words[0].lowercased()) else { throw refused }
        let token = words[1]
        if AppProof.isProof(token) {
            let app = try AppProof.app(token, among: state.apps, now: now)
            return GitHubCaller(login: app.bot, rights: .app(app.id), appID: app.id)
        }
        if let record = state.installationTokens.first(where: { $0.text == token }) {
            guard record.expiresAt > now, let app = state.apps.first(where: { $0.id == record.appID }), let place = app.installation,
                place.suspendedAt == nil
            else { throw refused }
            // Rights that were taken away since are gone at once.
            let rights = record.permissions.filter { place.permissions[$0.key] != nil }
            return GitHubCaller(login: app.bot, rights: .granted(rights, isApp: true), appID: app.id)
        }
        if token == GitHubNames.fineGrainedToken {
            return GitHubCaller(login: GitHubUser.developer.login, rights: .granted(state.fineGrainedPermissions, isApp: false))
        }
        guard let user = GitHubUser.all.first(where: { $0.token == token }) else { throw refused }
        return GitHubCaller(login: user.login, rights: .classic(scopes: user.scopes))
    }

    private static let refused = GitHubFailure(status: .unauthorized, message: "Bad credentials")
}

/// Which permission a call below a repository needs, from its method and path.
///
/// <https://docs.github.com/en/rest/authentication/permissions-required-for-github-apps>
struct NeededPermission: Equatable {
    let name: String
    let isWrite: Bool

    /// - Parameter path: below the repository, without slashes at its ends.
    init(_ method: String, _ path: String) {
        let parts = path.split(separator: "/").map(String.init)
        isWrite = !["GET", "HEAD"].contains(method)
        switch (parts.first, parts.last) {
        case ("pulls", "merge") where isWrite: name = "contents"
        case ("commits", "check-runs"), ("check-runs", _), ("check-suites", _): name = "checks"
        case ("commits", "status"), ("commits", "statuses"), ("statuses", _): name = "statuses"
        case ("pulls", _), ("issues", _): name = "pull_requests"
        case ("labels", _) where isWrite: name = "issues"
        case ("hooks", _): name = "repository_hooks"
        case ("contents", _), ("commits", _), ("compare", _), ("branches", _), ("git", _): name = "contents"
        case (nil, _) where isWrite: name = "administration"
        default: name = "metadata"
        }
    }

    func isCovered(by permissions: [String: String]) -> Bool {
        if name == "metadata", !isWrite { return true }
        let granted = permissions[name] ?? (name == "pull_requests" ? permissions["issues"] : nil)
        return isWrite ? ["write", "admin"].contains(granted) : granted != nil
    }
}
