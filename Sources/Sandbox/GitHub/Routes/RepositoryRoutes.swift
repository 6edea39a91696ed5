import Foundation
import HTTPTypes
import Hummingbird

/// The repository itself: its description, branches, references, files, labels and collaborators.
struct RepositoryRoutes {
    let host: GitHubHost
    private var links: GitHubLinks { host.answers.links }

    func add(to repository: some RouterMethods<SandboxContext>) {
        repository.get("/") { _, context in
            let role = GitHubUser.named(context.login)?.role ?? "write"
            let roles = ["read": "pull", "triage": "triage", "write": "push", "maintain": "maintain", "admin": "admin"]
            let order = ["read", "triage", "write", "maintain", "admin"]
            let rank = order.firstIndex(of: role) ?? -1
            let permissions = Dictionary(uniqueKeysWithValues: order.enumerated().map { (roles[$1] ?? $1, $0 <= rank) })
            return try JSONAnswer.response(Joined(host.repositoryAnswer(), ["permissions": permissions]))
        }
        repository.patch("/") { request, context in
            guard GitHubUser.named(context.login)?.role == "admin" else { throw GitHubFailure.forbidden }
            if let name = try await request.fields(context: context).string("name") { host.rename(to: name, login: context.login) }
            return try JSONAnswer.response(host.repositoryAnswer())
        }
        repository.get("branches") { request, _ in try await branches(request) }
        repository.get("branches/**") { _, context in try await branch(context.rest) }
        repository.get("git/ref/**") { _, context in try await reference(context.rest) }
        repository.get("git/refs/**") { _, context in try await reference(context.rest) }
        repository.delete("git/refs/**") { _, context in
            try context.requireWrite()
            let name = "refs/" + context.rest
            guard try await host.repository.references()[name] != nil else {
                throw GitHubFailure(status: .unprocessableContent, message: "Reference does not exist")
            }
            try await host.repository.deleteReference(name)
            try await host.lookForPushes()
            return Response(status: .noContent)
        }
        repository.get("contents") { request, _ in try await contents("", request) }
        repository.get("contents/**") { request, context in try await contents(context.rest, request) }
        repository.get("labels") { request, _ in
            try GitHubPage(request).response(host.read(\.labels).map(host.answers.label), links: links)
        }
        repository.post("labels") { request, context in try await addLabel(request, context) }
        repository.get("collaborators") { request, _ in
            let users = GitHubUser.all.filter { $0.role != "none" }
            return try GitHubPage(request).response(users.map { host.answers.user($0.login) }, links: links)
        }
        repository.get("collaborators/:login/permission") { _, context in try permission(context.decoded("login")) }
        repository.get("collaborators/:login") { _, context in
            let known = GitHubUser.named(context.decoded("login")).map { $0.role != "none" } ?? false
            guard known else { throw GitHubFailure.notFound }
            return Response(status: .noContent)
        }
    }

    // MARK: - Branches and references

    private struct BranchCommit: Encodable {
        let sha: String
        let url: String
    }

    private func branches(_ request: Request) async throws -> Response {
        let heads = try await host.repository.references().compactMap { name, sha in
            name.hasPrefix("refs/heads/") ? (String(name.dropFirst("refs/heads/".count)), sha) : nil
        }
        let answers = heads.sorted { $0.0 < $1.0 }.map { name, sha -> NamedParts in
            ["name": name, "commit": BranchCommit(sha: sha, url: "\(links.repository)/commits/\(sha)"), "protected": false]
        }
        return try GitHubPage(request).response(answers, links: links)
    }

    private func branch(_ name: String) async throws -> Response {
        guard let sha = try await host.repository.references()["refs/heads/\(name)"], let commit = try await host.repository.commit(sha)
        else {
            throw GitHubFailure(status: .notFound, message: "Branch not found")
        }
        let addresses = ["self": "\(links.repository)/branches/\(name)", "html": "\(links.page)/tree/\(name)"]
        let answer: NamedParts = [
            "name": name, "commit": host.answers.commit(commit), "protected": false, "_links": addresses,
            "protection_url": "\(links.repository)/branches/\(name)/protection",
        ]
        return try JSONAnswer.response(answer)
    }

    /// - Parameter name: such as `heads/main`.
    private func reference(_ name: String) async throws -> Response {
        guard let sha = try await host.repository.references()["refs/\(name)"] else { throw GitHubFailure.notFound }
        let object = ["type": "commit", "sha": sha, "url": "\(links.repository)/git/commits/\(sha)"]
        let answer: NamedParts = [
            "ref": "refs/\(name)", "node_id": GitHubAnswers.nodeID("Ref", GitHubNames.repositoryID) + name,
            "url": "\(links.repository)/git/refs/\(name)", "object": object,
        ]
        return try JSONAnswer.response(answer)
    }

    // MARK: - Files

    private func contents(_ path: String, _ request: Request) async throws -> Response {
        let revision = request.queryItems["ref"] ?? GitHubNames.defaultBranch
        guard let sha = try await host.repository.resolve(revision) else {
            throw GitHubFailure(status: .notFound, message: "No commit found for the ref \(revision)")
        }
        guard let entries = try await host.repository.entries(path, at: sha) else { throw GitHubFailure.notFound }
        switch entries {
        case .folder(let list):
            return try JSONAnswer.response(list.map { content($0, sha: sha, revision: revision) })
        case .file(let entry):
            let bytes = try await host.repository.attempt(["cat-file", "blob", entry.sha]).standardOutput
            if request.headers[.accept]?.contains("raw") == true { return JSONAnswer.text(String(decoding: bytes, as: UTF8.self)) }
            var answer = content(entry, sha: sha, revision: revision)
            answer.parts["encoding"] = "base64"
            answer.parts["content"] = Data(bytes).base64EncodedString(options: [.lineLength64Characters, .endLineWithLineFeed]) + "\n"
            return try JSONAnswer.response(answer)
        }
    }

    private func content(_ entry: GitEntry, sha: String, revision: String) -> NamedParts {
        let path = entry.path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? entry.path
        return [
            "type": entry.isFolder ? "dir" : "file", "name": entry.path.split(separator: "/").last.map(String.init) ?? "",
            "path": entry.path, "sha": entry.sha, "size": entry.size, "url": "\(links.repository)/contents/\(path)?ref=\(revision)",
            "html_url": "\(links.page)/blob/\(sha)/\(path)", "git_url": "\(links.repository)/git/blobs/\(entry.sha)",
            "download_url": "\(links.page)/raw/\(sha)/\(path)",
        ]
    }

    // MARK: - Labels and people

    private func addLabel(_ request: Request, _ context: SandboxContext) async throws -> Response {
        try context.requireWrite()
        let fields = try await request.fields(context: context)
        guard let name = try fields.string("name"), !name.isEmpty else { throw GitHubFailure.invalid("Label", "name", "missing_field") }
        let color = try fields.string("color")
        let description = try fields.string("description")
        guard !host.read(\.labels).contains(where: { $0.name.lowercased() == name.lowercased() }) else {
            throw GitHubFailure.invalid("Label", "name", "already_exists")
        }
        let label = host.change { state in
            let label = state.label(named: name)
            if let index = state.labels.firstIndex(of: label) {
                state.labels[index].color = color ?? label.color
                state.labels[index].description = description
                return state.labels[index]
            }
            return label
        }
        return try JSONAnswer.response(host.answers.label(label), status: .created)
    }

    private func permission(_ login: String) throws -> Response {
        guard let user = GitHubUser.named(login) else { throw GitHubFailure.notFound }
        let answer: NamedParts = ["permission": user.permission, "role_name": user.role, "user": host.answers.user(user.login)]
        return try JSONAnswer.response(answer)
    }
}
