import Hummingbird

/// Plain pages behind `web_url`: the list of merge requests, and one with its notes as they were written.
struct GitLabPages {
    let gitLab: LocalGitLab

    func add(to pages: some RouterMethods<SandboxContext>) {
        pages.get("merge_requests") { _, _ in
            var page = HTMLPage(title: "\(gitLab.answers.names.fullName): merge requests")
            for request in gitLab.read(\.host.pulls).reversed() {
                page.paragraph("!\(request.number) \(request.title) (\(request.gitLabState))")
            }
            return page.response
        }
        pages.get("merge_requests/:number") { _, context in
            let number = context.parameters.get("number", as: Int.self) ?? 0
            guard let request = gitLab.read({ $0.host.pull(number) }) else { throw HTTPError(.notFound) }
            return page(request).response
        }
    }

    private func page(_ request: PullRequest) -> HTMLPage {
        var page = HTMLPage(title: "!\(request.number) \(request.title)")
        page.paragraph("\(request.gitLabState), \(request.headBranch) into \(request.baseBranch), head commit \(request.headSHA)")
        if let body = request.body { page.preformatted(body) }
        let (jobs, notes) = gitLab.read { state in
            (
                state.pipelines.statuses(request.headSHA, all: false),
                state.host.comments.filter { $0.number == request.number }
            )
        }
        for job in jobs { page.paragraph("\(job.name): \(job.status). \(job.description ?? "") \(job.targetURL ?? "")") }
        for note in notes {
            page.heading("\(note.login), \(TimeText.gitHub(note.updatedAt))")
            page.preformatted(note.body)
        }
        return page
    }
}
