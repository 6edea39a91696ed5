/// The addresses of the local GitHub's objects.
struct GitHubLinks: Sendable {
    let address: SandboxAddress
    let names = RepositoryNames()

    /// Root of the REST API.
    var api: String { address.url + "/github" }
    var repository: String { "\(api)/repos/\(names.fullName)" }
    /// The repository's page for people.
    var page: String { "\(api)/\(names.fullName)" }

    func user(_ login: String) -> [String: String] {
        let url = "\(api)/users/\(login)"
        return [
            "url": url, "html_url": "\(api)/\(login)", "avatar_url": "", "followers_url": "\(url)/followers",
            "following_url": "\(url)/following{/other_user}", "gists_url": "\(url)/gists{/gist_id}",
            "starred_url": "\(url)/starred{/owner}{/repo}", "subscriptions_url": "\(url)/subscriptions",
            "organizations_url": "\(url)/orgs", "repos_url": "\(url)/repos", "events_url": "\(url)/events{/privacy}",
            "received_events_url": "\(url)/received_events",
        ]
    }

    /// The repository's addresses and address templates, by field name.
    var repositoryFields: [String: String] {
        var fields = ["url": repository, "html_url": page, "svn_url": page]
        for (name, path) in Self.templates { fields[name + "_url"] = repository + path }
        return fields
    }

    private static let templates = [
        "forks": "/forks", "keys": "/keys{/key_id}", "collaborators": "/collaborators{/collaborator}", "teams": "/teams",
        "hooks": "/hooks", "issue_events": "/issues/events{/number}", "events": "/events", "assignees": "/assignees{/user}",
        "branches": "/branches{/branch}", "tags": "/tags", "blobs": "/git/blobs{/sha}", "git_tags": "/git/tags{/sha}",
        "git_refs": "/git/refs{/sha}", "trees": "/git/trees{/sha}", "statuses": "/statuses/{sha}", "languages": "/languages",
        "stargazers": "/stargazers", "contributors": "/contributors", "subscribers": "/subscribers", "subscription": "/subscription",
        "commits": "/commits{/sha}", "git_commits": "/git/commits{/sha}", "comments": "/comments{/number}",
        "issue_comment": "/issues/comments{/number}", "contents": "/contents/{+path}", "compare": "/compare/{base}...{head}",
        "merges": "/merges", "archive": "/{archive_format}{/ref}", "downloads": "/downloads", "issues": "/issues{/number}",
        "pulls": "/pulls{/number}", "milestones": "/milestones{/number}", "notifications": "/notifications{?since,all,participating}",
        "labels": "/labels{/name}", "releases": "/releases{/id}", "deployments": "/deployments",
    ]

    func pull(_ number: Int) -> [String: String] {
        [
            "url": "\(repository)/pulls/\(number)", "html_url": "\(page)/pull/\(number)", "diff_url": "\(page)/pull/\(number).diff",
            "patch_url": "\(page)/pull/\(number).patch", "issue_url": "\(repository)/issues/\(number)",
            "commits_url": "\(repository)/pulls/\(number)/commits", "review_comments_url": "\(repository)/pulls/\(number)/comments",
            "review_comment_url": "\(repository)/pulls/comments{/number}", "comments_url": "\(repository)/issues/\(number)/comments",
        ]
    }
}
