import CIPipeline
import Foundation
import HTTPTypes
import Hummingbird
import SourceControl
import Store

/// Reviews that a pipeline asks for, as Datafold's `ci trigger` does.
struct TriggerAPI: Sendable {
    let server: ServerContext

    func add(to api: RouterGroup<ServerRequestContext>) {
        api.post("ci/:id/trigger") { request, context in try await trigger(try context.number("id"), request, context) }
    }

    private struct Call: Decodable {
        let pr_number: Int
        let pr_sha: String
    }

    private static let unreviewed = [RunPhase.skipped, .cancelled].map(\.rawValue)

    private struct Answer: Encodable {
        let ciRunId: Int
    }

    /// A commit that has a run is answered with that run, unless nothing was reviewed in it, for instance for the lack of a label.
    private func trigger(_ id: Int, _ request: Request, _ context: ServerRequestContext) async throws -> Response {
        let config = try await server.store.ciConfig(id)
        let body = try await request.body.collect(upTo: 1 << 20)
        guard let call = try? JSONDecoder().decode(Call.self, from: Data(body.readableBytesView)) else {
            throw Problem(.badRequest, "The body must be JSON with at least pr_number (a number) and pr_sha (a text).")
        }
        var query = RunQuery()
        query.ciConfigID = config.id
        query.changeNumber = call.pr_number
        query.headSHA = call.pr_sha.lowercased()
        query.limit = 1
        let known = try await server.store.runs(query).first
        if let run = known, !Self.unreviewed.contains(run.phase) { return try JSONReply.response(Answer(ciRunId: run.id)) }
        let repository = try await server.store.repository(config.repositoryId)
        guard config.isActive, !config.settings.skipPullRequests else {
            throw Problem(.conflict, "CI configuration \(config.name) reviews no \(repository.noun)s.")
        }
        let change: ChangeRequest
        do throws(SourceControlError) {
            change = try await server.pipeline.changeRequest(call.pr_number, of: repository)
        } catch {
            throw Problem(error.code == .notFound ? .notFound : .badGateway, error.message)
        }
        guard change.state == .open, change.headSHA.lowercased() == call.pr_sha.lowercased() else {
            throw Problem(
                .conflict,
                "\(change.capitalizedNoun) \(call.pr_number) is \(change.state.rawValue) at commit \(change.headSHA.prefix(7)), so commit "
                    + "\(call.pr_sha.prefix(7)) is not reviewed.")
        }
        let who = context.caller?.name ?? "the API"
        guard let run = try await server.pipeline.review(change, config, askedForBy: who) else {
            throw Problem(.conflict, "CI configuration \(config.name) does not review \(change.noun) \(call.pr_number).")
        }
        return try JSONReply.response(Answer(ciRunId: run.id))
    }
}
