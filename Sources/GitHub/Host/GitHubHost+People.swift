import HTTPTransport
package import SourceControl

extension GitHubHost {
    package func comments(on number: Int) async throws(SourceControlError) -> [ChangeComment] {
        let payloads: [CommentPayload] = try await commentPayloads(on: number)
        return payloads.map { $0.comment(on: number) }
    }

    /// GitHub lists at most 250 commits of a pull request.
    package func commits(of number: Int) async throws(SourceControlError) -> [Commit] {
        let attempt = Attempt(
            "list the commits of pull request \(number)", permission: "Pull requests: read", subject: "pull request \(number)")
        let url = address("pulls", String(number), "commits", query: [("per_page", "100")])
        let commits: [CommitPayload] = try await exchange.pages(url, attempt).elements
        return commits.map(\.commit)
    }

    /// A role of the organisation's own counts as the one it was made from.
    package func role(of user: String) async throws(SourceControlError) -> RepositoryRole {
        guard !user.isEmpty else { return .none }
        let attempt = Attempt("find out what \(user) may do in the repository", permission: "Metadata: read", subject: "the person")
        do throws(SourceControlError) {
            let answer: RolePayload = try await exchange.value(HTTPCall(.get, address("collaborators", user, "permission")), attempt)
            return answer.role
        } catch {
            guard error.code == .notFound else { throw error }
            return .none
        }
    }

    package func react(_ reaction: CommentReaction, to comment: ChangeComment) async throws(SourceControlError) {
        let attempt = Attempt("answer a comment with a reaction", permission: "Pull requests: write", subject: "the comment")
        // GitHub keeps one reaction of a kind for each account.
        let call = HTTPCall(.post, address("issues", "comments", comment.id, "reactions"), isRepeatable: true)
        let _: CreatedPayload = try await exchange.value(call, body: ["content": reaction.rawValue], attempt)
    }
}

/// What a person may do.
private struct RolePayload: Decodable {
    var permission: String?
    var roleName: String?

    private static let roles: [String: RepositoryRole] = [
        "none": .none, "read": .read, "triage": .triage, "write": .write, "maintain": .maintain, "admin": .admin,
    ]

    var role: RepositoryRole { roleName.flatMap { Self.roles[$0] } ?? permission.flatMap { Self.roles[$0] } ?? .none }

    private enum CodingKeys: String, CodingKey {
        case permission
        case roleName = "role_name"
    }
}
