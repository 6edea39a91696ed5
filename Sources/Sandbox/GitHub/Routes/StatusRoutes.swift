import Foundation
import Hummingbird

/// Commit statuses: setting one, all of a commit, and the combined view.
struct StatusRoutes {
    let host: GitHubHost
    private var links: GitHubLinks { host.answers.links }

    func add(to repository: some RouterMethods<SandboxContext>) {
        repository.post("statuses/**") { request, context in try await create(request, context) }
        repository.get("statuses/**") { request, context in try await list(context.rest, request) }
    }

    private func create(_ request: Request, _ context: SandboxContext) async throws -> Response {
        try context.requireWrite()
        let sha = context.rest
        // Only a full object name is taken here, and it must be a commit of the repository.
        guard sha.count == 40, try await host.repository.resolve(sha) == sha else {
            throw GitHubFailure(status: .unprocessableContent, message: "No commit found for SHA: \(sha)")
        }
        let fields = try await request.fields(context: context)
        guard let state = try fields.string("state"), StatusRecord.states.contains(state) else {
            throw GitHubFailure.invalid("Status", "state", "invalid", "state is not included in the list")
        }
        let description = try fields.string("description")
        guard (description?.unicodeScalars.count ?? 0) <= StatusRecord.descriptionLimit else {
            let message = "description is too long (maximum is \(StatusRecord.descriptionLimit) characters)"
            throw GitHubFailure.invalid("Status", "description", "custom", message)
        }
        let target = try fields.string("target_url")
        if let target, !target.isEmpty, !target.hasPrefix("http://"), !target.hasPrefix("https://") {
            throw GitHubFailure.invalid("Status", "target_url", "custom", "target_url must use http(s) scheme")
        }
        let name = try fields.string("context") ?? "default"
        let login = context.login
        let time = host.now()
        let status = host.change { record in
            let status = StatusRecord(
                id: record.nextID(), sha: sha, state: state, targetURL: target, description: description, context: name, login: login,
                createdAt: time)
            record.statuses.append(status)
            return status
        }
        return try JSONAnswer.response(host.answers.status(status), status: .created)
    }

    /// Every status of a commit, newest first.
    func list(_ revision: String, _ request: Request) async throws -> Response {
        let sha = try await resolve(revision)
        let statuses = host.read { state in state.statuses.filter { $0.sha == sha } }
        return try GitHubPage(request).response(statuses.reversed().map { host.answers.status($0) }, links: links)
    }

    /// One word for all contexts, and the newest status of each.
    func combined(_ revision: String, _ request: Request) async throws -> Response {
        let sha = try await resolve(revision)
        let (state, statuses) = host.read { ($0.combinedState(sha), $0.latestStatuses(sha)) }
        return try JSONAnswer.response(
            host.answers.combined(sha, state: state, statuses: statuses, repository: host.repositoryAnswer()))
    }

    private func resolve(_ revision: String) async throws -> String {
        guard let sha = try await host.repository.resolve(revision) else { throw GitHubFailure.notFound }
        return sha
    }
}
