import Foundation
import HTTPTypes
import Hummingbird

/// Branches, commits, merge base and comparison.
struct GitLabRepositoryRoutes {
    let gitLab: LocalGitLab
    private var answers: GitLabAnswers { gitLab.answers }
    private var repository: GitRepository { gitLab.repository }

    func add(to project: some RouterMethods<SandboxContext>) {
        project.get("repository/branches") { request, _ in
            var branches: [NamedParts] = []
            for (name, sha) in try await heads().sorted(by: { $0.key < $1.key }) {
                if let commit = try await repository.commit(sha) { branches.append(answers.branch(name, commit)) }
            }
            return try GitLabPage(request).response(branches, answers.address)
        }
        project.get("repository/branches/:branch") { _, context in
            let name = context.decoded("branch")
            guard let sha = try await heads()[name], let commit = try await repository.commit(sha) else {
                throw GitLabRefusal.notFound("Branch")
            }
            return try JSONAnswer.response(answers.branch(name, commit))
        }
        project.delete("repository/branches/:branch") { _, context in
            try context.require(30)
            let name = context.decoded("branch")
            guard try await heads()[name] != nil else { throw GitLabRefusal.notFound("Branch") }
            try await repository.deleteReference("refs/heads/\(name)")
            try await gitLab.lookForPushes()
            return Response(status: .noContent)
        }
        project.get("repository/commits") { request, _ in try await commits(request) }
        project.get("repository/commits/:sha") { _, context in
            let commit = try await commit(context.decoded("sha"))
            var answer = answers.commit(commit)
            let pipeline = gitLab.read { state in state.pipelines.all.last { $0.sha == commit.sha } }
            // Assigned by subscript, an absent one would leave the field out.
            answer.parts.updateValue(pipeline.map { gitLab.pipelineAnswer($0) }, forKey: "last_pipeline")
            let status = pipeline.map { pipeline in gitLab.read { $0.pipelines.status(of: pipeline) } }
            answer.parts.updateValue(status, forKey: "status")
            return try JSONAnswer.response(answer)
        }
        project.get("repository/commits/:sha/merge_requests") { request, context in
            let sha = try await commit(context.decoded("sha")).sha
            var found: [NamedParts] = []
            for mergeRequest in gitLab.read(\.host.pulls) where try await repository.isAncestor(sha, of: mergeRequest.headSHA) {
                guard try await !repository.isAncestor(sha, of: mergeRequest.baseSHA) || mergeRequest.merge?.commit == sha else { continue }
                found.append(gitLab.listed(mergeRequest))
            }
            return try GitLabPage(request).response(found, answers.address)
        }
        project.get("repository/merge_base") { request, _ in try await mergeBase(request) }
        project.get("repository/compare") { request, _ in try await compare(request) }
    }

    private func heads() async throws -> [String: String] {
        var heads: [String: String] = [:]
        for (name, sha) in try await repository.references() where name.hasPrefix("refs/heads/") {
            heads[String(name.dropFirst("refs/heads/".count))] = sha
        }
        return heads
    }

    private func commit(_ revision: String) async throws -> GitCommit {
        guard let sha = try await repository.resolve(revision), let commit = try await repository.commit(sha) else {
            throw GitLabRefusal.notFound("Commit")
        }
        return commit
    }

    /// GitLab counts no commits, so the headers name the next page and no total.
    private func commits(_ request: Request) async throws -> Response {
        let query = request.queryItems
        let page = GitLabPage(request)
        guard let sha = try await repository.resolve(query["ref_name"] ?? GitLabNames.defaultBranch) else {
            return try JSONAnswer.response([NamedParts]())
        }
        let all = try await repository.commits(sha, path: query["path"])
        let shown = query["first_parent"] == "true" ? Self.firstParents(all, from: sha) : all
        return try page.response(shown.map(answers.commit), answers.address)
    }

    private static func firstParents(_ commits: [GitCommit], from sha: String) -> [GitCommit] {
        let bySHA = Dictionary(commits.map { ($0.sha, $0) }) { first, _ in first }
        var walked: [GitCommit] = []
        var next: String? = sha
        while let wanted = next, let commit = bySHA[wanted] {
            walked.append(commit)
            next = commit.parents.first
        }
        return walked
    }

    private func mergeBase(_ request: Request) async throws -> Response {
        let names = request.queryItems.all("refs[]")
        guard names.count >= 2 else { throw GitLabRefusal(.badRequest, message: "400 Bad request - Provide at least 2 refs") }
        var base = try await commit(names[0]).sha
        for name in names.dropFirst() {
            guard let found = try await repository.mergeBase(base, try await commit(name).sha) else {
                throw GitLabRefusal.notFound("Merge Base")
            }
            base = found
        }
        return try JSONAnswer.response(answers.commit(try await commit(base)))
    }

    private func compare(_ request: Request) async throws -> Response {
        let query = request.queryItems
        let from = try await commit(query["from"] ?? "")
        let to = try await commit(query["to"] ?? "")
        let isStraight = query["straight"] == "true"
        let start = isStraight ? from.sha : try await repository.mergeBase(from.sha, to.sha) ?? from.sha
        let commits = try await repository.commits("\(from.sha)..\(to.sha)", oldestFirst: true)
        let answer: NamedParts = [
            "commit": answers.commit(to), "commits": commits.map(answers.commit),
            "diffs": try await repository.changes(from: start, to: to.sha).map(answers.file), "compare_timeout": false,
            "compare_same_ref": from.sha == to.sha, "web_url": "\(answers.page)/-/compare/\(from.sha)...\(to.sha)",
        ]
        return try JSONAnswer.response(answer)
    }
}
