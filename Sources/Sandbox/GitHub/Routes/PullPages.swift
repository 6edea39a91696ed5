import Hummingbird

/// Plain pages behind `html_url`: the list of pull requests, and one with its comments as they were written.
struct PullPages {
    let host: GitHubHost

    func add(to pages: some RouterMethods<SandboxContext>) {
        pages.get("pulls") { _, _ in
            var page = HTMLPage(title: "\(host.answers.links.names.fullName): pull requests")
            for pull in host.read(\.pulls).reversed() { page.paragraph("#\(pull.number) \(pull.title) (\(pull.state.rawValue))") }
            return page.response
        }
        pages.get("pull/:number") { _, context in
            let number = context.parameters.get("number", as: Int.self) ?? 0
            guard let pull = host.read({ $0.pull(number) }) else { throw HTTPError(.notFound) }
            return page(pull).response
        }
    }

    private func page(_ pull: PullRequest) -> HTMLPage {
        var page = HTMLPage(title: "#\(pull.number) \(pull.title)")
        let state = pull.merge == nil ? pull.state.rawValue : "merged"
        page.paragraph("\(state), \(pull.headBranch) into \(pull.baseBranch), head commit \(pull.headSHA)")
        if let body = pull.body { page.preformatted(body) }
        let (statuses, comments) = host.read { state in
            (state.latestStatuses(pull.headSHA), state.comments.filter { $0.number == pull.number })
        }
        for status in statuses {
            page.paragraph("\(status.context): \(status.state). \(status.description ?? "") \(status.targetURL ?? "")")
        }
        for comment in comments {
            page.heading("\(comment.login), \(TimeText.gitHub(comment.updatedAt))")
            page.preformatted(comment.body)
        }
        return page
    }
}
