import CIPipeline
import DataDiff
import DiffEngine
import Relational
import Reports
import SQL
import Warehouse

/// Runs the diffs of a plan on this machine, several at once, and puts the report together.
struct LocalReview: Sendable {
    let plan: ReviewPlan
    let warehouse: Warehouse
    let threads: Int
    let rows: Int
    /// Never a sample, whatever a model's settings say.
    let isExact: Bool
    /// Keeps all rows that are found.
    let kept: KeptModels

    /// - Parameter show: told how far the review is.
    func run(_ show: @escaping @Sendable (String) -> Void) async throws -> ReviewReport {
        let results = try await diffs(show)
        let models = plan.models.map { model in
            let outcome: ModelReport.Outcome =
                switch model.step {
                case .leave(let reason): .notDiffed(reason)
                case .diff: results[model.name.uniqueID].map { .finished($0) } ?? .notDiffed("It was not compared.")
                }
            return ModelReport(
                model: model.name, origin: model.origin, outcome: outcome, relationA: model.relationA, relationB: model.relationB,
                cause: model.cause)
        }
        return ReviewReport(
            models: models, removed: plan.removed, exposures: plan.exposures, problems: plan.problems, notes: plan.notes
        ).explained()
    }

    private func diffs(_ show: @escaping @Sendable (String) -> Void) async throws -> [String: DiffResult] {
        var waiting = plan.requests[...]
        var results: [String: DiffResult] = [:]
        return try await withThrowingTaskGroup(of: (String, DiffResult).self) { group in
            func startNext() {
                guard let (id, planned) = waiting.popFirst() else { return }
                var request = planned
                request.sampleRowLimit = rows
                if isExact { request.sampling.isEnabled = false }
                let engine = DiffEngine(warehouse, keepers: kept.keepers(id))
                group.addTask { [request, id] in (id, try await engine.run(request)) }
            }
            for _ in 0..<threads { startNext() }
            show("0 of \(plan.diffCount) models compared")
            for try await (id, result) in group {
                results[id] = result
                show("\(results.count) of \(plan.diffCount) models compared")
                startNext()
            }
            return results
        }
    }
}

extension Warehouse {
    /// Column names of a relation; nil when they cannot be read, which the diff itself will report.
    func columnNames(of relation: RelationName) async -> [String]? {
        try? await describe(Select([.all], from: .relation(relation))).map(\.name)
    }
}
