import Foundation
import Hummingbird

/// Check runs, which only Apps may write.
struct CheckRunRoutes {
    let host: GitHubHost
    private static let statuses = ["queued", "in_progress", "completed"]
    private static let conclusions = [
        "action_required", "cancelled", "failure", "neutral", "success", "skipped", "stale", "timed_out",
    ]

    func add(to repository: some RouterMethods<SandboxContext>) {
        repository.post("check-runs") { request, context in try await create(request, context) }
        repository.get("check-runs/:run") { _, context in try JSONAnswer.response(host.answers.checkRun(try run(context))) }
        repository.patch("check-runs/:run") { request, context in
            try context.requireWrite()
            let run = try run(context)
            guard run.appID == context.caller?.appID else {
                throw GitHubFailure(
                    status: .forbidden, message: "Invalid app_id `\(run.appID)` - check run can only be modified by its App.")
            }
            let fields = try await request.fields(context: context)
            let changed = try Self.apply(fields, to: run, now: host.now())
            host.change { state in
                if let index = state.checkRuns.firstIndex(where: { $0.id == run.id }) { state.checkRuns[index] = changed }
            }
            if changed.status == "completed", run.status != "completed" { emit("completed", changed, login: context.login) }
            return try JSONAnswer.response(host.answers.checkRun(changed))
        }
        repository.get("check-runs/:run/annotations") { request, context in
            let annotations = try run(context).annotations.map { host.answers.annotation($0) }
            return try GitHubPage(request).response(annotations, links: host.answers.links)
        }
        // What the buttons on the page do; only the check's own App is told.
        repository.post("check-runs/:run/rerequest") { _, context in
            let run = try run(context)
            host.emit(
                "check_run", action: "rerequested", login: context.login, app: run.appID, ["check_run": host.answers.checkRun(run)])
            return try JSONAnswer.response([String: String](), status: .created)
        }
        repository.post("check-suites/:suite/rerequest") { _, context in
            let id = context.parameters.get("suite", as: Int.self)
            guard let run = host.read({ state in state.checkRuns.first { $0.id + 1 == id } }) else { throw GitHubFailure.notFound }
            host.emit(
                "check_suite", action: "rerequested", login: context.login, app: run.appID,
                ["check_suite": ["id": Listed.Item(run.id + 1), "head_sha": Listed.Item(run.headSHA)]])
            return try JSONAnswer.response([String: String](), status: .created)
        }
    }

    private func run(_ context: SandboxContext) throws -> CheckRun {
        let id = context.parameters.get("run", as: Int.self)
        guard let run = host.read({ state in state.checkRuns.first { $0.id == id } }) else { throw GitHubFailure.notFound }
        return run
    }

    /// The check runs of a commit, newest first.
    func list(_ revision: String, _ request: Request) async throws -> Response {
        guard let sha = try await host.repository.resolve(revision) else { throw GitHubFailure.notFound }
        let query = request.queryItems
        let runs = host.read(\.checkRuns).reversed().filter { run in
            run.headSHA == sha && (query["check_name"].map { $0 == run.name } ?? true) && (query["status"].map { $0 == run.status } ?? true)
        }
        .filter { run in
            // Unless all are asked for, an App's newest of each name.
            query["filter"] == "all"
                || !host.read(\.checkRuns).contains {
                    $0.headSHA == run.headSHA && $0.name == run.name && $0.appID == run.appID && $0.id > run.id
                }
        }
        let page = GitHubPage(request)
        let shown = runs.dropFirst(page.offset).prefix(page.size).map { host.answers.checkRun($0) }
        let answer: NamedParts = ["total_count": runs.count, "check_runs": shown]
        return try JSONAnswer.response(answer, headers: page.headers(total: runs.count, links: host.answers.links))
    }

    private func create(_ request: Request, _ context: SandboxContext) async throws -> Response {
        try context.requireWrite()
        let fields = try await request.fields(context: context)
        guard let name = try fields.string("name"), !name.isEmpty else { throw GitHubFailure.invalid("CheckRun", "name", "missing_field") }
        guard let sha = try fields.string("head_sha"), try await host.repository.resolve(sha) == sha else {
            throw GitHubFailure.invalid("CheckRun", "head_sha")
        }
        let time = host.now()
        let id = host.change { state in
            // The check suite of a run takes the number after it.
            defer { _ = state.nextID() }
            return state.nextID()
        }
        let run = try Self.apply(
            fields, to: CheckRun(id: id, name: name, headSHA: sha, appID: context.caller?.appID ?? 0, startedAt: time), now: time)
        host.change { $0.checkRuns.append(run) }
        emit("created", run, login: context.login)
        if run.status == "completed" { emit("completed", run, login: context.login) }
        return try JSONAnswer.response(host.answers.checkRun(run), status: .created)
    }

    private static func apply(_ fields: RequestFields, to run: CheckRun, now: Date) throws -> CheckRun {
        var run = run
        run.name = try fields.string("name") ?? run.name
        run.detailsURL = try fields.string("details_url") ?? run.detailsURL
        run.externalID = try fields.string("external_id") ?? run.externalID
        run.status = try fields.string("status") ?? run.status
        run.startedAt = try fields.string("started_at").flatMap(TimeText.parse) ?? run.startedAt
        if let conclusion = try fields.string("conclusion") {
            guard conclusions.contains(conclusion) else { throw GitHubFailure.invalid("CheckRun", "conclusion") }
            run.conclusion = conclusion
            run.status = "completed"
        }
        guard statuses.contains(run.status) else { throw GitHubFailure.invalid("CheckRun", "status") }
        if run.status == "completed" {
            guard run.conclusion != nil else { throw GitHubFailure.invalid("CheckRun", "conclusion", "missing_field") }
            run.completedAt = try fields.string("completed_at").flatMap(TimeText.parse) ?? run.completedAt ?? now
        }
        let output = fields.object("output")
        if fields.has("output"), try output.string("summary") == nil || output.string("title") == nil {
            throw GitHubFailure(
                status: .unprocessableContent,
                message: "Invalid request.\n\nFor 'properties/output', \"title\" and \"summary\" weren't supplied.")
        }
        run.title = try output.string("title") ?? run.title
        run.summary = try output.string("summary") ?? run.summary
        run.text = try output.string("text") ?? run.text
        if case .array(let annotations) = output.values["annotations"] {
            guard annotations.count <= Annotation.batch else {
                throw GitHubFailure(
                    status: .unprocessableContent,
                    message: "Invalid request.\n\nNo more than \(Annotation.batch) items are allowed; \(annotations.count) were supplied.")
            }
            run.annotations += try annotations.map(Self.annotation)
        }
        return run
    }

    private static func annotation(_ value: JSONValue) throws -> Annotation {
        guard case .object(let object) = value else { throw GitHubFailure.invalid("CheckRun", "annotations") }
        let fields = RequestFields(values: object)
        guard let path = try fields.string("path"), !path.isEmpty, !path.hasPrefix("/"), let start = try fields.integer("start_line"),
            start > 0,
            let end = try fields.integer("end_line"), end >= start, let level = try fields.string("annotation_level"),
            Annotation.levels.contains(level), let message = try fields.string("message"), !message.isEmpty, message.utf8.count <= 65_536
        else { throw GitHubFailure.invalid("CheckRun", "annotations") }
        let title = try fields.string("title")
        guard (title?.count ?? 0) <= 255 else { throw GitHubFailure.invalid("CheckRun", "annotations") }
        return Annotation(path: path, startLine: start, endLine: end, level: level, title: title, message: message)
    }

    private func emit(_ action: String, _ run: CheckRun, login: String) {
        host.emit("check_run", action: action, login: login, ["check_run": host.answers.checkRun(run)])
    }
}
