import CIPipeline
import Foundation
import Hummingbird
import NIOCore
import Reports
import SourceControl
import Store

/// Runs: our own resource, and the list that Datafold's SDK reads.
struct RunAPI: Sendable {
    let server: ServerContext

    func add(to api: RouterGroup<ServerRequestContext>) {
        api.get("runs") { request, _ in try await list(request) }
        api.get("runs/:id") { _, context in try await run(try context.number("id")) }
        api.post("runs/:id/cancel") { _, context in try await cancel(try context.number("id"), context) }
        api.post("runs/:id/confirm") { _, context in try await confirm(try context.number("id"), context) }
        api.post("runs/:id/rerun") { _, context in try await rerun(try context.number("id"), context) }
        api.post("runs/:id/diff") { request, context in try await diff(try context.number("id"), request, context) }
        api.get("ci/:id/runs") { request, context in try await sdkList(try context.number("id"), request) }
    }

    private func list(_ request: Request) async throws -> Response {
        var query = RunQuery()
        query.limit = try request.number("limit", usual: 50, 1...1_000)
        query.offset = try request.number("offset", usual: 0, 0...10_000_000)
        var views: [RunView] = []
        for run in try await server.store.runs(query) { views.append(try await view(run)) }
        return try JSONReply.response(views)
    }

    private func view(_ run: RunRecord) async throws -> RunView {
        let config = try await server.store.ciConfig(run.ciConfigId)
        let repository = try await server.store.repository(config.repositoryId)
        return RunView(run, config: config, repository: repository, url: server.links.run(run.id))
    }

    private func run(_ id: Int) async throws -> Response {
        let run = try await server.store.run(id)
        let state = try run.decodedState()
        let config = try await server.store.ciConfig(run.ciConfigId)
        let diffs = try await server.store.diffs(run: id, attempt: run.attempt)
        let repository = try await server.store.repository(config.repositoryId)
        let report = try RunReport(configuration: config.name, links: server.links)
            .report(id, state, diffs: diffs, repository: repository, now: run.finishedAt ?? server.time.now())
        let view = RunDetailView(
            run: try await view(run), comment: state.comment?.url,
            build: state.build.map { .init(id: $0.id, url: $0.url, status: $0.status) },
            report: ReportView(report, diffs: diffs),
            timeline: try await server.store.events(ofRun: id).map {
                .init(at: Self.time($0.at), attempt: $0.attempt, kind: $0.kind, message: $0.message)
            })
        return try JSONReply.response(view)
    }

    private struct StatusView: Encodable {
        let id: Int
        let status: String
    }

    private func status(_ id: Int) async throws -> Response {
        let run = try await server.store.run(id)
        return try JSONReply.response(StatusView(id: id, status: RunPhase(rawValue: run.phase)?.apiStatus ?? run.phase))
    }

    private func cancel(_ id: Int, _ context: ServerRequestContext) async throws -> Response {
        _ = try await server.store.run(id)
        try await server.pipeline.intake.interrupt(id, .cancelled(by: context.caller?.name ?? "the API"))
        return try await status(id)
    }

    private func confirm(_ id: Int, _ context: ServerRequestContext) async throws -> Response {
        try await answer(id, try await server.pipeline.confirm(run: id, by: context.caller?.name ?? "the API"))
    }

    private func rerun(_ id: Int, _ context: ServerRequestContext) async throws -> Response {
        try await answer(id, try await server.pipeline.rerun(run: id, by: context.caller?.name ?? "the API"))
    }

    /// Which downstream models are to be compared, too.
    private struct DiffWish: Decodable {
        /// All of them.
        var downstream: Bool?
        /// Names or shell patterns.
        var models: [String]?
    }

    /// Extends a run: `{"downstream": true}` or `{"models": ["fct_*"]}`.
    private func diff(_ id: Int, _ request: Request, _ context: ServerRequestContext) async throws -> Response {
        let body = try await request.body.collect(upTo: 1 << 20)
        guard let wish = try? JSONDecoder().decode(DiffWish.self, from: Data(body.readableBytesView)),
            wish.downstream == true || wish.models?.isEmpty == false
        else { throw Problem(.badRequest, "The body must be {\"downstream\": true} or {\"models\": [\"NAME or pattern\"]}.") }
        let scope = DiffScope(allDownstream: wish.downstream ?? false, models: wish.models ?? [])
        return try await answer(id, try await server.pipeline.extend(run: id, scope, by: context.caller?.name ?? "the API"))
    }

    private func answer(_ id: Int, _ answer: RequestAnswer) async throws -> Response {
        if case .impossible(let reason) = answer { throw Problem(.conflict, reason) }
        return try await status(id)
    }

    private struct SDKRunView: Encodable {
        let id: Int
        let baseBranch: String
        let baseSha: String
        let prBranch: String
        let prSha: String
        let prNum: String
        let status: String
        let source: String
    }

    private func sdkList(_ config: Int, _ request: Request) async throws -> Response {
        _ = try await server.store.ciConfig(config)
        var query = RunQuery()
        query.ciConfigID = config
        query.limit = try request.number("limit", usual: 100, 1...1_000)
        query.offset = try request.number("offset", usual: 0, 0...10_000_000)
        query.headSHA = request.uri.queryParameters.get("pr_sha")
        if let text = request.uri.queryParameters.get("pr_num") {
            guard let number = Int(text) else { throw Problem(.badRequest, "The parameter 'pr_num' must be a pull request's number.") }
            query.changeNumber = number
        }
        let views = try await server.store.runs(query).map { run in
            SDKRunView(
                id: run.id, baseBranch: run.change.baseBranch, baseSha: run.change.baseSHA, prBranch: run.change.headBranch,
                prSha: run.headSHA, prNum: String(run.changeNumber),
                status: RunPhase(rawValue: run.phase)?.apiStatus ?? run.phase, source: "ci")
        }
        return try JSONReply.response(views)
    }

    /// ISO 8601 in UTC, with milliseconds.
    static func time(_ seconds: Double) -> String {
        Date(timeIntervalSince1970: seconds)
            .formatted(.iso8601.year().month().day().time(includingFractionalSeconds: true).timeZone(separator: .omitted))
    }
}
