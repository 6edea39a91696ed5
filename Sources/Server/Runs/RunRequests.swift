import CIPipeline
import HTTPTypes
import Hummingbird
import Reports
import Store
import Web

/// The buttons of a run's page.
struct RunRequests: Sendable {
    let server: ServerContext

    func add(to pages: RouterGroup<ServerRequestContext>) {
        pages.post("runs/:id") { request, context in try await take(request, context) }
    }

    /// What a button asks for.
    private enum Wish {
        case step(RunActions.Step)
        case add(DiffScope)
    }

    private func take(_ request: Request, _ context: ServerRequestContext) async throws -> Response {
        let caller = try context.administrator()
        let form = try await FormRequest(request, context, server)
        let run = try await server.store.run(try context.number("id"))
        guard let wish = try Self.wish(form, run) else { throw Problem(.badRequest, "The form asks for nothing that a run can do.") }
        return try PassingNotice(server: server).redirect(to: Route.run(run.id), await notice(wish, run, caller.name), context)
    }

    private static func wish(_ form: FormRequest, _ run: RunRecord) throws -> Wish? {
        switch form.action {
        case RunActions.Field.addAll: .add(DiffScope(allDownstream: true))
        case RunActions.Field.addChosen: .add(DiffScope(models: try names(chosen(form), run)))
        case let action: RunActions.Step(rawValue: action).map(Wish.step)
        }
    }

    private static func chosen(_ form: FormRequest) -> [String] {
        form.fields.keys.filter { $0.hasPrefix(RunActions.Field.model) }.map { String($0.dropFirst(RunActions.Field.model.count)) }.sorted()
    }

    /// Models by the names that people know them by, where those tell them apart.
    private static func names(_ ids: [String], _ run: RunRecord) throws -> [String] {
        let known = try run.decodedState().plan?.leftOut ?? []
        return ids.map { id in
            guard let name = known.first(where: { $0.uniqueID == id })?.name, known.count(where: { $0.name == name }) == 1 else {
                return id
            }
            return name
        }
    }

    /// Does it, and says what came of it.
    private func notice(_ wish: Wish, _ run: RunRecord, _ who: String) async -> PageNotice {
        do {
            switch try await answer(wish, run, who) {
            case .taken: return PageNotice(.ok, Self.taken(wish, run))
            case .impossible(let reason): return PageNotice(.failed, reason)
            }
        } catch {
            let problem = Problem(error)
            return PageNotice(.failed, [problem.detail, problem.hint].compactMap(\.self).joined(separator: " "))
        }
    }

    private func answer(_ wish: Wish, _ run: RunRecord, _ who: String) async throws -> RequestAnswer {
        switch wish {
        case .step(.confirm): return try await server.pipeline.confirm(run: run.id, by: who)
        case .step(.rerun): return try await server.pipeline.rerun(run: run.id, by: who)
        case .step(.cancel): return try await server.pipeline.cancel(run: run.id, by: who)
        case .add(let scope):
            guard scope.allDownstream || !scope.models.isEmpty else { return .impossible("No model was chosen.") }
            return try await server.pipeline.extend(run: run.id, scope, by: who)
        }
    }

    private static func taken(_ wish: Wish, _ run: RunRecord) -> String {
        switch wish {
        case .step(.confirm): return "Confirmed: the comparison has begun."
        case .step(.rerun): return "The review of commit \(run.headSHA.prefix(7)) was begun again."
        case .step(.cancel): return "The run was told to end. A rerun begins it again."
        case .add(let scope) where scope.allDownstream: return "All downstream models are added to this run."
        case .add(let scope):
            let names = scope.models
            let shown = names.prefix(5).joined(separator: ", ") + (names.count > 5 ? " and \(names.count - 5) more" : "")
            return "Added to this run: \(shown)."
        }
    }
}
