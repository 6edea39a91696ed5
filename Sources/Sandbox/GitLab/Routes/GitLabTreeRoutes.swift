import Foundation
import HTTPTypes
import Hummingbird

/// What settings are checked against: the tree of files, and the project's labels.
struct GitLabTreeRoutes {
    let gitLab: LocalGitLab
    private var answers: GitLabAnswers { gitLab.answers }

    func add(to project: some RouterMethods<SandboxContext>) {
        project.get("repository/tree") { request, _ in try await tree(request) }
        project.get("labels") { request, _ in
            let search = request.queryItems["search"]?.lowercased() ?? ""
            let found = gitLab.read(\.host.labels).filter { search.isEmpty || $0.name.lowercased().contains(search) }
            return try GitLabPage(request).response(found.map(answers.label), answers.address)
        }
        project.post("labels") { request, context in
            try context.require(20)
            let fields = try await request.parameters(context: context)
            guard let name = try fields.string("name"), !name.isEmpty else { throw GitLabRefusal(.badRequest, error: "name is missing") }
            guard !gitLab.read(\.host.labels).contains(where: { $0.name == name }) else {
                throw GitLabRefusal(.conflict, message: "Label already exists")
            }
            return try JSONAnswer.response(answers.label(gitLab.change { $0.host.label(named: name) }), status: .created)
        }
        project.get("labels/:label") { _, context in
            let named = context.decoded("label")
            guard let label = gitLab.read({ state in state.host.labels.first { $0.name == named || String($0.id) == named } }) else {
                throw GitLabRefusal.notFound("Label")
            }
            return try JSONAnswer.response(answers.label(label))
        }
        project.get("merge_requests/:number/resource_label_events") { request, context in
            let number = try gitLab.mergeRequest(context).number
            let events = gitLab.read { state in state.host.labelEvents.filter { $0.number == number } }
            return try GitLabPage(request).response(events.map(answers.labelEvent), answers.address)
        }
    }

    private func tree(_ request: Request) async throws -> Response {
        let query = request.queryItems
        guard let sha = try await gitLab.repository.resolve(query["ref"] ?? GitLabNames.defaultBranch) else {
            throw GitLabRefusal.notFound("Tree")
        }
        let folder = (query["path"] ?? "").split(separator: "/").joined(separator: "/")
        let isRecursive = query["recursive"] == "true" || query["recursive"] == "True"
        var entries = try await gitLab.repository.tree(at: sha, isRecursive: isRecursive || !folder.isEmpty)
        if !folder.isEmpty {
            let depth = folder.split(separator: "/").count + 1
            entries = entries.filter {
                $0.path.hasPrefix(folder + "/") && (isRecursive || $0.path.split(separator: "/").count == depth)
            }
        }
        let all = entries.map { entry -> NamedParts in
            [
                "id": entry.sha, "name": entry.path.split(separator: "/").last.map(String.init) ?? "",
                "type": entry.isFolder ? "tree" : "blob",
                "path": entry.path, "mode": entry.isFolder ? "040000" : "100644",
            ]
        }
        guard query["pagination"] == "keyset" else { return try GitLabPage(request).response(all, answers.address) }
        return try keyset(request, entries, all)
    }

    /// Pages that begin after the entry whose object name the token is: <https://docs.gitlab.com/api/rest/#keyset-based-pagination>.
    private func keyset(_ request: Request, _ entries: [GitEntry], _ all: [NamedParts]) throws -> Response {
        let token = request.queryItems["page_token"]
        let start = token.flatMap { token in entries.firstIndex { Self.token($0) == token } }.map { $0 + 1 } ?? 0
        let end = min(start + GitLabPage(request).size, all.count)
        var headers = HTTPFields()
        if end < all.count, end > start, let name = HTTPField.Name("Link") {
            let others = (request.uri.query ?? "").split(separator: "&").filter { !$0.hasPrefix("page_token=") }
            let query = (others + ["page_token=\(Self.token(entries[end - 1]))"]).joined(separator: "&")
            headers[name] = "<\(answers.address.url)\(request.uri.path)?\(query)>; rel=\"next\""
        }
        return try JSONAnswer.response(Array(all[start..<max(start, end)]), headers: headers)
    }

    /// One object may lie at several paths, so the path belongs to it.
    private static func token(_ entry: GitEntry) -> String { Data(entry.path.utf8).map { String($0, radix: 16) }.joined() }
}
