import Hummingbird

/// GitHub's REST API for the one repository, and two plain pages for people.
struct GitHubRoutes {
    let host: GitHubHost

    func add(to router: Router<SandboxContext>) {
        AccountRoutes(host: host).add(to: router.group("/github"))
        let repository = router.group("/github/repos/\(GitHubNames.owner)/\(GitHubNames.repository)")
        RepositoryRoutes(host: host).add(to: repository)
        CommitRoutes(host: host).add(to: repository)
        PullRoutes(host: host).add(to: repository)
        IssueRoutes(host: host).add(to: repository)
        CommentRoutes(host: host).add(to: repository)
        StatusRoutes(host: host).add(to: repository)
        CheckRunRoutes(host: host).add(to: repository)
        HookRoutes(host: host).add(to: repository)
        PullPages(host: host).add(to: router.group("/github/\(GitHubNames.owner)/\(GitHubNames.repository)"))
    }
}
