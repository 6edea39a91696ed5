import Hummingbird

/// GitHub's REST API for the one repository, and two plain pages for people.
struct GitHubRoutes {
    let host: GitHubHost

    func add(to router: Router<SandboxContext>) {
        AccountRoutes(host: host).add(to: router.group("/github"))
        AppRoutes(host: host).add(to: router.group("/github"))
        AppPages(host: host).add(to: router)
        // By its name, which the middleware has compared, and by its number, which outlives names.
        add(toRepository: router.group("/github/repos/:owner/:repository"))
        add(toRepository: router.group("/github/repositories/:id"))
        PullPages(host: host).add(to: router.group("/github/\(GitHubNames.owner)/:repository"))
    }

    private func add(toRepository repository: RouterGroup<SandboxContext>) {
        AppRoutes(host: host).add(toRepository: repository)
        RepositoryRoutes(host: host).add(to: repository)
        ForkRoutes(host: host).add(to: repository)
        TreeRoutes(host: host).add(to: repository)
        CommitRoutes(host: host).add(to: repository)
        PullRoutes(host: host).add(to: repository)
        IssueRoutes(host: host).add(to: repository)
        CommentRoutes(host: host).add(to: repository)
        StatusRoutes(host: host).add(to: repository)
        CheckRunRoutes(host: host).add(to: repository)
        HookRoutes(host: host).add(to: repository)
    }
}
