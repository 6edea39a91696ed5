import Hummingbird

/// GitLab's REST API for the one project, below a relative address, and two plain pages for people.
struct GitLabRoutes {
    let gitLab: LocalGitLab

    func add(to router: Router<SandboxContext>) {
        let api = router.group("/gitlab/api/v4")
        account(api)
        let project = api.group("projects/:project").add(middleware: ProjectCheck(gitLab: gitLab))
        project.get("") { _, context in
            if let fork = gitLab.fork(in: context) { return try JSONAnswer.response(gitLab.answers.fork(fork)) }
            return try JSONAnswer.response(gitLab.answers.project(for: context.gitLabUser, gitPath: gitLab.repository.path))
        }
        project.put("") { request, context in
            try context.require(40)
            if let path = try await request.parameters(context: context).string("path") { gitLab.rename(to: path) }
            return try JSONAnswer.response(gitLab.answers.project(for: context.gitLabUser, gitPath: gitLab.repository.path))
        }
        project.post("fork") { _, context in
            try JSONAnswer.response(gitLab.answers.fork(try await gitLab.fork(for: context.gitLabUser)), status: .created)
        }
        GitLabMemberRoutes(gitLab: gitLab).add(to: project)
        GitLabRepositoryRoutes(gitLab: gitLab).add(to: project)
        GitLabTreeRoutes(gitLab: gitLab).add(to: project)
        MergeRequestRoutes(gitLab: gitLab).add(to: project)
        NoteRoutes(gitLab: gitLab).add(to: project)
        GitLabStatusRoutes(gitLab: gitLab).add(to: project)
        GitLabHookRoutes(gitLab: gitLab).add(to: project)
        GitLabPages(gitLab: gitLab).add(to: router.group("/gitlab/\(GitHubNames.owner)/:project/-"))
    }

    private func account(_ api: some RouterMethods<SandboxContext>) {
        api.get("version") { _, _ in try JSONAnswer.response(["version": "18.0.0-sandbox", "revision": "sandbox"]) }
        api.get("user") { _, context in try JSONAnswer.response(gitLab.answers.user(context.gitLabUser)) }
        api.get("users") { request, _ in
            let wanted = request.queryItems["username"]
            let users = GitLabUser.members.filter { user in wanted.map { user.username == $0.lowercased() } ?? true }
            return try GitLabPage(request).response(users.map(gitLab.answers.user), gitLab.answers.address)
        }
        api.get("personal_access_tokens/self") { _, context in
            let user = context.gitLabUser
            let answer: NamedParts = [
                "id": user.id, "name": "sandbox", "revoked": false, "active": true, "scopes": user.scopes, "user_id": user.id,
                "created_at": gitLab.answers.time(gitLab.answers.createdAt), "expires_at": String?.none,
            ]
            return try JSONAnswer.response(answer)
        }
    }
}

/// A project is named by its number or by its whole path in one segment; an old path leads to the number.
private struct ProjectCheck: RouterMiddleware {
    let gitLab: LocalGitLab

    func handle(
        _ request: Request,
        context: SandboxContext,
        next: @concurrent (Request, SandboxContext) async throws -> Response
    ) async throws -> Response {
        let named = context.decoded("project")
        if named == String(GitLabNames.projectID) { return try await next(request, context) }
        if let fork = gitLab.fork(in: context) {
            try check(fork, request, context)
            return try await next(request, context)
        }
        let parts = named.split(separator: "/", maxSplits: 1).map(String.init)
        switch parts.count == 2 ? gitLab.answers.names.find(owner: parts[0], parts[1]) : .unknown {
        case .here: return try await next(request, context)
        case .moved: return try moved(request)
        case .unknown: throw GitLabRefusal.notFound("Project")
        }
    }

    /// Others may not even see a private fork; of its owner's calls those are answered that open a merge request.
    private func check(_ fork: Fork, _ request: Request, _ context: SandboxContext) throws {
        guard context.gitLabUser.username == fork.owner else { throw GitLabRefusal.notFound("Project") }
        let isOpening = request.method == .post && request.normalPath.hasSuffix("/merge_requests")
        guard request.method == .get || isOpening else { throw GitLabRefusal.forbidden }
    }

    private func moved(_ request: Request) throws -> Response {
        guard request.method == .get else {
            throw GitLabRefusal(.methodNotAllowed, message: "405 Non GET methods are not allowed for moved projects")
        }
        let rest = request.uri.path.split(separator: "/", omittingEmptySubsequences: false).dropFirst(6).joined(separator: "/")
        let address =
            "\(gitLab.answers.root)/api/v4/projects/\(GitLabNames.projectID)" + (rest.isEmpty ? "" : "/" + rest)
            + (request.uri.query.map { "?" + $0 } ?? "")
        return try JSONAnswer.response(
            "This resource has been moved permanently to \(address)", status: .movedPermanently, headers: [.location: address])
    }
}

extension LocalGitLab {
    /// The fork that the path names by its number or its own path.
    func fork(in context: SandboxContext) -> Fork? {
        let named = context.decoded("project")
        if let id = Int(named) { return forks.fork(id) }
        let parts = named.split(separator: "/", maxSplits: 1).map(String.init)
        return parts.count == 2 && parts[1].lowercased() == answers.names.current.lowercased() ? forks.fork(of: parts[0]) : nil
    }
}

/// Members and their access levels; the project's only group has none of its own.
struct GitLabMemberRoutes {
    let gitLab: LocalGitLab

    func add(to project: some RouterMethods<SandboxContext>) {
        for path in ["members", "members/all"] {
            project.get("\(path)") { request, _ in
                let query = request.queryItems["query"]?.lowercased() ?? ""
                let members = GitLabUser.members.filter { query.isEmpty || $0.username.contains(query) }
                return try GitLabPage(request).response(members.map(gitLab.answers.member), gitLab.answers.address)
            }
            project.get("\(path)/:user") { _, context in
                let id = context.parameters.get("user", as: Int.self)
                guard let member = GitLabUser.members.first(where: { $0.id == id }) else { throw GitLabRefusal.notFound() }
                return try JSONAnswer.response(gitLab.answers.member(member))
            }
        }
    }
}
