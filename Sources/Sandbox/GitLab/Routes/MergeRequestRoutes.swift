import Foundation
import HTTPTypes
import Hummingbird

/// Merge requests: list, open, read, change, files, commits, pipelines, merge.
struct MergeRequestRoutes {
    let gitLab: LocalGitLab
    private var answers: GitLabAnswers { gitLab.answers }

    func add(to project: some RouterMethods<SandboxContext>) {
        project.get("merge_requests") { request, _ in try list(request) }
        project.post("merge_requests") { request, context in try await open(request, context) }
        project.get("merge_requests/:number") { _, context in
            try JSONAnswer.response(try await gitLab.full(try gitLab.mergeRequest(context)))
        }
        project.put("merge_requests/:number") { request, context in
            let fields = try await request.parameters(context: context)
            // Reporters may sort merge requests, and no more.
            let isSorting = fields.values.keys.allSatisfy { ["labels", "add_labels", "remove_labels"].contains($0) }
            try context.require(isSorting ? 20 : 30)
            let change = MergeRequestChange(gitLab: gitLab, user: context.gitLabUser)
            let changed = try await change.apply(fields, to: try gitLab.mergeRequest(context))
            return try JSONAnswer.response(try await gitLab.full(changed))
        }
        project.put("merge_requests/:number/merge") { request, context in
            try context.require(30)
            let fields = try await request.parameters(context: context)
            let merge = MergeRequestMerge(gitLab: gitLab, user: context.gitLabUser)
            return try JSONAnswer.response(try await gitLab.full(try await merge.merge(try gitLab.mergeRequest(context), fields)))
        }
        parts(project)
    }

    private func parts(_ project: some RouterMethods<SandboxContext>) {
        project.get("merge_requests/:number/diffs") { request, context in
            try GitLabPage(request).response(try await files(try gitLab.mergeRequest(context)), answers.address)
        }
        project.get("merge_requests/:number/changes") { _, context in
            let mergeRequest = try gitLab.mergeRequest(context)
            var answer = try await gitLab.full(mergeRequest)
            answer.parts["changes"] = try await files(mergeRequest)
            answer.parts["overflow"] = false
            return try JSONAnswer.response(answer)
        }
        project.get("merge_requests/:number/commits") { request, context in
            let mergeRequest = try gitLab.mergeRequest(context)
            let range = "\(try await gitLab.mergeBase(of: mergeRequest))..\(mergeRequest.headSHA)"
            let newestFirst = try await gitLab.repository.commits(range)
            return try GitLabPage(request).response(newestFirst.map(answers.commit), answers.address)
        }
        project.get("merge_requests/:number/pipelines") { request, context in
            let head = try gitLab.mergeRequest(context).headSHA
            let pipelines = gitLab.read { state in state.pipelines.all.filter { $0.sha == head } }
            return try GitLabPage(request).response(pipelines.reversed().map(gitLab.pipelineAnswer), answers.address)
        }
    }

    private func files(_ request: PullRequest) async throws -> [NamedParts] {
        try await gitLab.repository.changes(from: try await gitLab.mergeBase(of: request), to: request.headSHA).map(answers.file)
    }

    private func list(_ request: Request) throws -> Response {
        let query = request.queryItems
        let state = query["state"] ?? "all"
        let rising = query["sort"] == "asc"
        let found = gitLab.read(\.host.pulls).filter { found in
            (state == "all" || found.gitLabState == state)
                && (query["source_branch"].map { $0 == found.headBranch } ?? true)
                && (query["target_branch"].map { $0 == found.baseBranch } ?? true)
        }
        return try GitLabPage(request).response((rising ? found : found.reversed()).map(gitLab.listed), answers.address)
    }

    private func open(_ request: Request, _ context: SandboxContext) async throws -> Response {
        let fork = gitLab.fork(in: context)
        if fork == nil { try context.require(30) }
        let fields = try await request.parameters(context: context)
        func required(_ field: String) throws -> String {
            guard let text = try fields.string(field), !text.isEmpty else { throw GitLabRefusal(.badRequest, error: "\(field) is missing") }
            return text
        }
        let (head, base, title) = (try required("source_branch"), try required("target_branch"), try required("title"))
        let references = try await gitLab.repository.references()
        guard let headSHA = try await source(head, fork, references) else { throw Self.missing("Source", head) }
        guard let baseSHA = references["refs/heads/\(base)"] else { throw Self.missing("Target", base) }
        if let other = gitLab.read({ state in
            state.host.pulls.first { $0.state == .open && $0.headBranch == head && $0.baseBranch == base && $0.fork == fork }
        }) {
            throw GitLabRefusal(.conflict, message: "Another open merge request already exists for this source branch: !\(other.number)")
        }
        let body = try fields.string("description")
        // Who may not sort merge requests opens one without labels, whatever is asked for.
        let labels = fork == nil ? try MergeRequestChange.names(fields, "labels") ?? [] : []
        let time = gitLab.now()
        let author = context.gitLabUser
        let opened = gitLab.change { state in
            let made = labels.map { state.host.label(named: $0) }
            let opened = state.host.addPull { number, id in
                PullRequest(
                    number: number, id: id, author: author.username, title: title, body: body, isDraft: PullRequest.isDraft(title: title),
                    headBranch: head, headSHA: headSHA, baseBranch: base, baseSHA: baseSHA, labels: made.map(\.id), createdAt: time,
                    updatedAt: time,
                    fork: fork)
            }
            for label in made { state.host.noteLabel(label, on: opened.number, isAdded: true, by: author.username, at: time) }
            return opened
        }
        try await gitLab.emitMergeRequest("open", opened, by: author)
        return try JSONAnswer.response(try await gitLab.full(opened), status: .created)
    }

    /// The commit of the branch to be merged; a fork's is brought into the project first.
    private func source(_ branch: String, _ fork: Fork?, _ references: [String: String]) async throws -> String? {
        guard let fork else { return references["refs/heads/\(branch)"] }
        let number = gitLab.read { $0.host.pulls.count + 1 }
        return try await gitLab.forks.fetch(branch, of: fork, to: LocalGitLab.headReference(number))
    }

    private static func missing(_ side: String, _ branch: String) -> GitLabRefusal {
        GitLabRefusal(.badRequest, message: "\(side) branch \"\(branch)\" does not exist")
    }
}

extension LocalGitLab {
    /// The merge request that the path names.
    func mergeRequest(_ context: SandboxContext) throws -> PullRequest {
        guard let number = context.parameters.get("number", as: Int.self), let request = read({ $0.host.pull(number) }) else {
            throw GitLabRefusal.notFound()
        }
        return request
    }
}
