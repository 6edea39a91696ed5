import Foundation
import Hummingbird

/// Commits and comparisons.
struct CommitRoutes {
    let host: GitHubHost
    private var links: GitHubLinks { host.answers.links }

    func add(to repository: some RouterMethods<SandboxContext>) {
        repository.get("commits") { request, _ in try await list(request) }
        // A reference may hold slashes, so what follows it is taken apart here.
        repository.get("commits/**") { request, context in try await below(context.rest, request) }
        repository.get("compare/**") { request, context in try await compare(context.rest, request) }
    }

    private func list(_ request: Request) async throws -> Response {
        let query = request.queryItems
        let page = GitHubPage(request)
        let revision = query["sha"].flatMap { $0.isEmpty ? nil : $0 } ?? GitHubNames.defaultBranch
        guard let sha = try await host.repository.resolve(revision) else { throw GitHubFailure.notFound }
        let path = query["path"]
        let commits = try await host.repository.commits(sha, path: path, skip: page.offset, limit: page.size)
        let total = try await host.repository.count(sha, path: path)
        return try page.response(items: commits.map { host.answers.commit($0) }, total: total, links: links)
    }

    private func below(_ rest: String, _ request: Request) async throws -> Response {
        let parts = rest.split(separator: "/").map(String.init)
        let statuses = StatusRoutes(host: host)
        let revision = parts.dropLast().joined(separator: "/")
        switch parts.count > 1 ? parts.last : nil {
        case "status": return try await statuses.combined(revision, request)
        case "statuses": return try await statuses.list(revision, request)
        case "check-runs": return try await CheckRunRoutes(host: host).list(revision, request)
        case "pulls": return try await pulls(revision, request)
        default: return try await single(rest, request)
        }
    }

    private func single(_ revision: String, _ request: Request) async throws -> Response {
        guard let sha = try await host.repository.resolve(revision), let commit = try await host.repository.commit(sha) else {
            throw GitHubFailure(status: .unprocessableContent, message: "No commit found for SHA: \(revision)")
        }
        let accept = request.headers[.accept] ?? ""
        if accept.contains("sha") { return JSONAnswer.text(sha) }
        let base = commit.parents.first ?? GitRepository.emptyTree
        if accept.contains("diff") { return JSONAnswer.text(try await host.repository.git(["diff", base, sha])) }
        return try JSONAnswer.response(host.answers.commit(commit, files: try await host.files(of: commit)))
    }

    /// The pull requests a commit belongs to.
    private func pulls(_ revision: String, _ request: Request) async throws -> Response {
        guard let sha = try await host.repository.resolve(revision) else { throw GitHubFailure.notFound }
        var found: [Joined] = []
        for pull in host.read(\.pulls) {
            let base = try await host.mergeBase(of: pull)
            let isMerge = pull.merge?.commit == sha
            let inHead = try await host.repository.isAncestor(sha, of: pull.headSHA)
            let inBase = try await host.repository.isAncestor(sha, of: base)
            if isMerge || (inHead && !inBase) {
                let labels = host.read { $0.labels(of: pull) }
                found.append(host.answers.pull(pull, labels: labels, repository: host.repositoryAnswer()))
            }
        }
        return try GitHubPage(request).response(found, links: links)
    }

    // MARK: - Comparison

    private func compare(_ range: String, _ request: Request) async throws -> Response {
        let names = range.components(separatedBy: "...")
        guard names.count == 2 else { throw GitHubFailure.notFound }
        // `owner:branch` names a fork; here only the repository itself exists.
        let plain = names.map { $0.hasPrefix("\(GitHubNames.owner):") ? String($0.dropFirst(GitHubNames.owner.count + 1)) : $0 }
        guard let base = try await host.repository.resolve(plain[0]), let head = try await host.repository.resolve(plain[1]),
            let mergeBase = try await host.repository.mergeBase(base, head)
        else { throw GitHubFailure.notFound }
        if request.headers[.accept]?.contains("diff") == true {
            return JSONAnswer.text(try await host.repository.git(["diff", mergeBase, head]))
        }
        return try await comparison(base: base, head: head, mergeBase: mergeBase, range: range, request)
    }

    private func comparison(base: String, head: String, mergeBase: String, range: String, _ request: Request) async throws -> Response {
        let repository = host.repository
        let counts = try await repository.divergence(base: base, head: head)
        let page = GitHubPage(request)
        let isPaged = request.queryItems["page"] != nil || request.queryItems["per_page"] != nil
        let commits = try await repository.commits(
            "\(base)..\(head)", skip: isPaged ? page.offset : 0, limit: isPaged ? page.size : 250, oldestFirst: true)
        // Files come with the first page only.
        let files = page.number == 1 ? try await repository.changes(from: mergeBase, to: head) : []
        guard let baseCommit = try await repository.commit(base), let common = try await repository.commit(mergeBase) else {
            throw GitHubFailure.notFound
        }
        let status =
            switch (counts.ahead, counts.behind) {
            case (0, 0): "identical"
            case (_, 0): "ahead"
            case (0, _): "behind"
            default: "diverged"
            }
        let answer: NamedParts = [
            "url": "\(links.repository)/compare/\(range)", "html_url": "\(links.page)/compare/\(range)",
            "permalink_url": "\(links.page)/compare/\(base.prefix(12))...\(head.prefix(12))",
            "diff_url": "\(links.page)/compare/\(range).diff",
            "patch_url": "\(links.page)/compare/\(range).patch", "base_commit": host.answers.commit(baseCommit),
            "merge_base_commit": host.answers.commit(common), "status": status, "ahead_by": counts.ahead, "behind_by": counts.behind,
            "total_commits": counts.ahead, "commits": commits.map { host.answers.commit($0) },
            "files": files.prefix(300).map { host.answers.file($0, at: head) },
        ]
        return try JSONAnswer.response(answer, headers: isPaged ? page.headers(total: counts.ahead, links: links) : [:])
    }
}
