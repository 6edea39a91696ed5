import Foundation
import HTTPTransport
package import SourceControl

extension GitHubHost {
    /// Reads the repository, following it where it was renamed, and finds out what the credential may do.
    ///
    /// An App's permissions come with its token, a classic token's with every answer. A fine-grained token says nothing, so reads are
    /// tried, and two writes that cannot succeed: GitHub looks at the permission before it finds that there is no such commit and no
    /// such pull request.
    package func facts() async throws(SourceControlError) -> RepositoryFacts {
        let attempt = Attempt("read the repository", permission: "Metadata: read", subject: "the repository")
        let (reply, failure) = try await exchange.reply(HTTPCall(.get, address()), attempt)
        guard reply.isSuccess else { throw failure.error(reply, attempt) }
        guard let payload = try? JSONDecoder().decode(FactsPayload.self, from: reply.body) else { throw failure.unreadable(reply, attempt) }
        var facts = RepositoryFacts(fullName: payload.fullName, defaultBranch: payload.defaultBranch ?? "", url: payload.url ?? "")
        if let app = credential.app {
            facts.missingRights = RightsList.missing(of: try await app.permissions())
            facts.mayInstallWebhook = true
        } else if let scopes = reply.headers["x-oauth-scopes"] {
            facts.missingRights = RightsList.missing(scopes: scopes, payload)
            facts.mayInstallWebhook = RightsList.mayInstallWebhook(scopes: scopes, payload)
        } else {
            facts.missingRights = try await triedRights(payload.defaultBranch ?? "HEAD")
            facts.mayInstallWebhook = try await isAllowed(HTTPCall(.get, address("hooks", query: [("per_page", "1")])), "list the webhooks")
        }
        return facts
    }

    private func triedRights(_ branch: String) async throws(SourceControlError) -> [String] {
        let nobody = String(repeating: "0", count: 40)
        let one = [(name: "per_page", value: "1")]
        let trials: [(right: String, call: HTTPCall)] = [
            ("Contents: read", HTTPCall(.get, address("commits", query: one))),
            ("Pull requests: read", HTTPCall(.get, address("pulls", query: one))),
            ("Commit statuses: write", HTTPCall(.post, address("statuses", nobody), body: Data(#"{"state":"pending"}"#.utf8))),
            ("Pull requests: write", HTTPCall(.post, address("issues", "0", "comments"), body: Data(#"{"body":""}"#.utf8))),
        ]
        var missing: [String] = []
        for trial in trials where try await !isAllowed(trial.call, "find out about the right \(trial.right)") {
            missing.append(trial.right)
        }
        return missing
    }

    /// Whether GitHub refuses a call for want of a right; any other answer means that it is allowed.
    private func isAllowed(_ call: HTTPCall, _ what: String) async throws(SourceControlError) -> Bool {
        let attempt = Attempt(what, permission: "Metadata: read", subject: "the repository")
        let (reply, failure) = try await exchange.reply(call, attempt)
        if RateLimit.isLimited(reply) || reply.status == 401 || reply.status >= 500 { throw failure.error(reply, attempt) }
        // A list that may not be seen is said not to be there.
        return reply.status != 403 && !(reply.status == 404 && call.method == .get)
    }
}

/// A repository with what the one who asks may do, as GitHub writes it.
struct FactsPayload: Decodable {
    struct Permissions: Decodable {
        var admin: Bool?
        var push: Bool?
    }

    var fullName: String
    var defaultBranch: String?
    var url: String?
    var isPrivate: Bool?
    var permissions: Permissions?

    private enum CodingKeys: String, CodingKey {
        case permissions
        case fullName = "full_name"
        case defaultBranch = "default_branch"
        case url = "html_url"
        case isPrivate = "private"
    }
}

/// Which rights reviews need, and which of them are not there.
enum RightsList {
    /// By GitHub's name of a permission, the words of its settings.
    private static let names = [
        ("contents", "Contents"), ("metadata", "Metadata"), ("pull_requests", "Pull requests"), ("statuses", "Commit statuses"),
        ("checks", "Checks"),
    ]

    /// Of an App: its permissions against those that its manifest asks for.
    static func missing(of permissions: [String: String]) -> [String] {
        names.compactMap { key, name in
            guard let wanted = AppManifest.permissions[key], let granted = permissions[key] else {
                return AppManifest.permissions[key].map { "\(name): \($0)" }
            }
            return wanted == "write" && granted == "read" ? "\(name): write" : nil
        }
    }

    /// Of a classic token: its scopes, and the role of the person it belongs to.
    static func missing(scopes text: String, _ repository: FactsPayload) -> [String] {
        let scopes = split(text)
        var missing: [String] = []
        let suffices = scopes.contains("repo") || (repository.isPrivate == false && scopes.contains("public_repo"))
        if !suffices { missing.append(repository.isPrivate == false ? "Scope: public_repo" : "Scope: repo") }
        if repository.permissions?.push == false { missing.append("Role: write") }
        return missing
    }

    static func mayInstallWebhook(scopes text: String, _ repository: FactsPayload) -> Bool {
        let mayWrite = !split(text).isDisjoint(with: ["repo", "public_repo", "admin:repo_hook", "write:repo_hook"])
        return mayWrite && repository.permissions?.admin == true
    }

    private static func split(_ scopes: String) -> Set<String> {
        Set(scopes.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) })
    }
}
