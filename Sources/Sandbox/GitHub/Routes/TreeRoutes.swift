import Foundation
import Hummingbird

/// What settings are checked against: the whole tree of files, and a label by its name.
struct TreeRoutes {
    let host: GitHubHost
    private var links: GitHubLinks { host.answers.links }

    func add(to repository: some RouterMethods<SandboxContext>) {
        repository.get("git/trees/**") { request, context in try await tree(context.rest, request) }
        repository.get("labels/**") { _, context in
            let name = context.rest.lowercased()
            guard let label = host.read({ state in state.labels.first { $0.name.lowercased() == name } }) else {
                throw GitHubFailure.notFound
            }
            return try JSONAnswer.response(host.answers.label(label))
        }
    }

    private func tree(_ revision: String, _ request: Request) async throws -> Response {
        let name = revision == "HEAD" ? GitHubNames.defaultBranch : revision
        guard let sha = try await host.repository.resolve(name) else { throw GitHubFailure.notFound }
        let entries = try await host.repository.tree(at: sha, isRecursive: request.queryItems["recursive"] != nil)
        let answer: NamedParts = [
            "sha": sha, "url": "\(links.repository)/git/trees/\(sha)", "truncated": false,
            "tree": entries.map { entry -> NamedParts in
                [
                    "path": entry.path, "mode": entry.isFolder ? "040000" : "100644", "type": entry.isFolder ? "tree" : "blob",
                    "sha": entry.sha, "size": entry.size, "url": "\(links.repository)/git/blobs/\(entry.sha)",
                ]
            },
        ]
        return try JSONAnswer.response(answer)
    }
}
