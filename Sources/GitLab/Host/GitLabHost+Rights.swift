import HTTPTransport
package import SourceControl

extension GitLabHost {
    /// Members of the project itself, of its groups and of groups it is shared with count; somebody blocked does not.
    ///
    /// <https://docs.gitlab.com/api/project_members/>
    package func role(of user: String) async throws(SourceControlError) -> RepositoryRole {
        // The query finds parts of names too, so the name is compared whole.
        let url = address("members", "all", query: [("query", user), ("per_page", "100")])
        let members: [MemberPayload] = try await exchange.pages(url, Attempt("look up the role of \(user)"))
        let levels = members.filter { $0.username.lowercased() == user.lowercased() && $0.isActive }.map(\.accessLevel)
        return RepositoryRole(accessLevel: levels.max() ?? 0)
    }

    package func facts() async throws(SourceControlError) -> RepositoryFacts {
        let project: ProjectPayload = try await exchange.value(HTTPCall(.get, address()), Attempt("read the project"))
        // Tells the scopes of project, group and personal tokens alike; GitLab before 15.5 does not know it.
        let token: TokenPayload? = try? await exchange.value(
            HTTPCall(.get, instanceAddress("personal_access_tokens", "self")), Attempt("read the token's own scopes"))
        let role = RepositoryRole(accessLevel: project.accessLevel ?? 0)
        var missing: [String] = []
        if let token, !token.scopes.contains("api") { missing.append("Scope: api") }
        if project.accessLevel != nil, !role.mayWrite { missing.append("Role: Developer") }
        return RepositoryFacts(
            fullName: project.path, defaultBranch: project.defaultBranch ?? "", url: project.webURL, missingRights: missing,
            mayInstallWebhook: project.accessLevel.map { _ in role >= .maintain && missing.isEmpty })
    }
}

extension RepositoryRole {
    /// GitLab's numbers: 10 guest, 15 planner, 20 reporter, 30 developer, 40 maintainer, 50 owner; 5 is minimal access to a group.
    ///
    /// <https://docs.gitlab.com/api/access_requests/#valid-access-levels>
    init(accessLevel: Int) {
        self =
            switch accessLevel {
            case 50...: .admin
            case 40..<50: .maintain
            case 30..<40: .write
            case 20..<30: .triage
            case 10..<20: .read
            default: .none
            }
    }
}
