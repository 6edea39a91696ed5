import Foundation
import Hummingbird

/// Pull requests: list, open, read, change, files, commits, merge.
struct PullRoutes {
    let host: GitHubHost
    private var links: GitHubLinks { host.answers.links }

    func add(to repository: some RouterMethods<SandboxContext>) {
        repository.get("pulls") { request, _ in try list(request) }
        repository.post("pulls") { request, context in try await open(request, context) }
        repository.get("pulls/:number") { request, context in
            let pull = try pull(context)
            if request.headers[.accept]?.contains("diff") == true {
                return JSONAnswer.text(try await host.repository.git(["diff", try await host.mergeBase(of: pull), pull.headSHA]))
            }
            return try JSONAnswer.response(try await host.pullAnswer(pull))
        }
        repository.patch("pulls/:number") { request, context in
            try context.requireWrite()
            let fields = try await request.fields(context: context)
            let changed = try await PullChange(host: host, login: context.login).apply(fields, to: try pull(context))
            return try JSONAnswer.response(try await host.pullAnswer(changed))
        }
        repository.get("pulls/:number/files") { request, context in
            let pull = try pull(context)
            let files = try await host.repository.changes(from: try await host.mergeBase(of: pull), to: pull.headSHA)
            return try GitHubPage(request).response(files.prefix(3000).map { host.answers.file($0, at: pull.headSHA) }, links: links)
        }
        repository.get("pulls/:number/commits") { request, context in
            let pull = try pull(context)
            let range = "\(try await host.mergeBase(of: pull))..\(pull.headSHA)"
            let commits = try await host.repository.commits(range, limit: 250, oldestFirst: true)
            return try GitHubPage(request).response(commits.map { host.answers.commit($0) }, links: links)
        }
        repository.get("pulls/:number/merge") { _, context in
            guard try pull(context).merge != nil else { throw GitHubFailure.notFound }
            return Response(status: .noContent)
        }
        repository.put("pulls/:number/merge") { request, context in try await merge(request, context) }
        repository.get("pulls/:number/comments") { request, context in
            _ = try pull(context)
            return try GitHubPage(request).response([String](), links: links)
        }
        repository.get("pulls/:number/reviews") { request, context in
            _ = try pull(context)
            return try GitHubPage(request).response([String](), links: links)
        }
    }

    private func pull(_ context: SandboxContext) throws -> PullRequest {
        guard let number = context.parameters.get("number", as: Int.self), let pull = host.read({ $0.pull(number) }) else {
            throw GitHubFailure.notFound
        }
        return pull
    }

    private func list(_ request: Request) throws -> Response {
        let query = request.queryItems
        let state = query["state"] ?? "open"
        let head = query["head"].map { $0.split(separator: ":").last.map(String.init) ?? $0 }
        let rising = query["direction"].map { $0 == "asc" } ?? false
        let pulls = host.read(\.pulls).filter { pull in
            (state == "all" || pull.state.rawValue == state)
                && (head.map { $0 == pull.headBranch } ?? true)
                && (query["base"].map { $0 == pull.baseBranch } ?? true)
        }
        let sorted = pulls.sorted { first, second in
            query["sort"] == "updated" ? (first.updatedAt, first.number) < (second.updatedAt, second.number) : first.number < second.number
        }
        let repository = host.repositoryAnswer()
        let answers = (rising ? sorted : sorted.reversed()).map { pull in
            host.answers.pull(pull, labels: host.read { $0.labels(of: pull) }, repository: repository)
        }
        return try GitHubPage(request).response(answers, links: links)
    }

    private func open(_ request: Request, _ context: SandboxContext) async throws -> Response {
        let fields = try await request.fields(context: context)
        guard let title = try fields.string("title"), !title.isEmpty else {
            throw GitHubFailure.invalid("PullRequest", "title", "missing_field")
        }
        let (fork, head) = try side(try fields.string("head") ?? "")
        let base = try fields.string("base") ?? ""
        let references = try await host.repository.references()
        let number = host.read { $0.pulls.count + 1 }
        let fetched: String?
        if let fork {
            fetched = try await host.forks.fetch(head, of: fork, to: GitHubHost.headReference(number))
        } else {
            fetched = references["refs/heads/\(head)"]
        }
        guard let headSHA = fetched else { throw GitHubFailure.invalid("PullRequest", "head") }
        guard let baseSHA = references["refs/heads/\(base)"] else { throw GitHubFailure.invalid("PullRequest", "base") }
        if host.read({ state in
            state.pulls.contains { $0.state == .open && $0.headBranch == head && $0.baseBranch == base && $0.fork == fork }
        }) {
            let message = "A pull request already exists for \(GitHubNames.owner):\(head)."
            throw GitHubFailure.invalid("PullRequest", "head", "custom", message)
        }
        guard try await host.repository.divergence(base: baseSHA, head: headSHA).ahead > 0 else {
            throw GitHubFailure.invalid("PullRequest", "base", "custom", "No commits between \(base) and \(head)")
        }
        let body = try fields.string("body")
        let isDraft = try fields.bool("draft") ?? false
        let time = host.now()
        let author = context.login
        let pull = host.change { state in
            state.addPull { number, id in
                PullRequest(
                    number: number, id: id, author: author, title: title, body: body, isDraft: isDraft, headBranch: head, headSHA: headSHA,
                    baseBranch: base, baseSHA: baseSHA, createdAt: time, updatedAt: time, fork: fork)
            }
        }
        try await host.emitPullRequest("opened", pull, login: author)
        return try JSONAnswer.response(try await host.pullAnswer(pull), status: .created)
    }

    /// `owner:branch`, which may be a fork's, or `branch`.
    private func side(_ text: String) throws -> (fork: Fork?, branch: String) {
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return (nil, text) }
        if parts[0].lowercased() == GitHubNames.owner { return (nil, parts[1]) }
        guard let fork = host.forks.fork(of: parts[0]) else { throw GitHubFailure.invalid("PullRequest", "head") }
        return (fork, parts[1])
    }

    private func merge(_ request: Request, _ context: SandboxContext) async throws -> Response {
        try context.requireWrite()
        let pull = try pull(context)
        let fields = try await request.fields(context: context)
        let text = try fields.string("merge_method") ?? "merge"
        guard let method = MergeButton.Method(rawValue: text) else {
            throw GitHubFailure(status: .methodNotAllowed, message: "Merge method \(text) is not allowed on this repository.")
        }
        let title = try fields.string("commit_title")
        let body = try fields.string("commit_message")
        let message = title.map { title in body.map { "\(title)\n\n\($0)" } ?? title }
        let outcome = try await MergeButton(host: host, login: context.login)
            .press(pull, method: method, expected: try fields.string("sha"), message: message)
        switch outcome {
        case .merged(let sha):
            let answer: NamedParts = ["sha": sha, "merged": true, "message": "Pull Request successfully merged"]
            return try JSONAnswer.response(answer)
        case .refused(let status, let message):
            throw GitHubFailure(status: .init(code: status), message: message)
        }
    }
}
