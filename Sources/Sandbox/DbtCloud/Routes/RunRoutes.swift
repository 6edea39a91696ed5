import Foundation
import Hummingbird

/// Runs: list, read, cancel, retry, artifacts; and single steps.
struct RunRoutes {
    let cloud: DbtCloud

    func add(to account: some RouterMethods<SandboxContext>) {
        account.get("runs") { request, _ in try list(request.queryItems) }
        account.get("runs/:run") { request, context in
            try JSONAnswer.response(Envelope(RunAnswer(try run(context), cloud: cloud, related: request.queryItems.related)))
        }
        account.post("runs/:run/cancel") { _, context in
            let run = try run(context)
            return try JSONAnswer.response(Envelope(RunAnswer(cloud.cancel(run.id) ?? run, cloud: cloud, related: [])))
        }
        account.get("runs/:run/retry") { _, context in try retryPoint(context) }
        account.post("runs/:run/retry") { _, context in try retry(context) }
        account.get("runs/:run/artifacts") { request, context in
            let files = try RunArtifacts(run: try run(context)).list(step: request.queryItems.integer("step"))
            return try JSONAnswer.response(Envelope(files))
        }
        account.get("runs/:run/artifacts/**") { request, context in
            let path = context.parameters.getCatchAll().joined(separator: "/")
            return try RunArtifacts(run: try run(context)).response(path: path, step: request.queryItems.integer("step"))
        }
        account.get("steps/:step") { request, context in try step(request, context) }
    }

    private func run(_ context: SandboxContext) throws -> Run {
        let id = context.parameters.get("run") ?? ""
        guard let run = Int(id).flatMap({ number in cloud.read { $0.run(number) } }) else { throw DbtCloudFailure.notFound("run \(id)") }
        return run
    }

    private func list(_ query: QueryItems) throws -> Response {
        let filter = try RunFilter(query)
        let runs = filter.apply(to: cloud.read(\.runs), dbtVersion: cloud.dbtVersion)
        let page = try ListPage(runs, query: query, order: filter.order)
        let related = query.related
        return try JSONAnswer.response(Envelope(page.items.map { RunAnswer($0, cloud: cloud, related: related) }, extra: page.extra))
    }

    private struct RetryPointAnswer: Encodable {
        let failedStep: String
        let skippedSteps: [String]
    }

    private func retryPoint(_ context: SandboxContext) throws -> Response {
        let run = try run(context)
        switch cloud.retryPoint(run) {
        case .possible(let failed, let skipped):
            return try JSONAnswer.response(Envelope(RetryPointAnswer(failedStep: failed.command ?? failed.name, skippedSteps: skipped)))
        case .impossible(let reason):
            throw DbtCloudFailure(status: .badRequest, message: "Run \(run.id) cannot be retried: \(reason)")
        }
    }

    private func retry(_ context: SandboxContext) throws -> Response {
        let run = try run(context)
        guard let retried = cloud.retry(run) else { return try retryPoint(context) }
        return try JSONAnswer.response(Envelope(RunAnswer(retried, cloud: cloud, related: ["trigger"])))
    }

    private func step(_ request: Request, _ context: SandboxContext) throws -> Response {
        let id = context.parameters.get("step") ?? ""
        let runs = cloud.read(\.runs)
        for run in runs {
            if let step = run.steps.first(where: { String($0.id) == id }) {
                let full = request.queryItems.related.contains("debug_logs")
                return try JSONAnswer.response(Envelope(RunStepAnswer(step, run: run, full: full, now: cloud.time())))
            }
        }
        throw DbtCloudFailure.notFound("step \(id)")
    }
}
