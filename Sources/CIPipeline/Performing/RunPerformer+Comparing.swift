import Logging
import SourceControl
import Store

extension RunPerformer {
    func findBase(mayWait: Bool, _ desk: Desk) async throws -> RunEvent {
        let isMergeBase = desk.config.settings.baseCommitStrategy == .mergeBase
        let history = try await histories.history(of: desk.run.id, now: time.now(), lasting: limits.historySeconds) {
            try await readHistory(isMergeBase, desk)
        }
        switch try await connections.builds(desk.config).baseBuild(history: history, mergeBase: isMergeBase) {
        case .use(let base): return .baseFound(base)
        case .underWay(let runID, let otherwise):
            if mayWait { return .baseUnderWay(runID) }
            return otherwise.map(RunEvent.baseFound)
                ?? .baseMissing("Production's run \(runID) of the base commit is still under way, and no earlier run has artifacts.")
        case .none(let reason): return .baseMissing(reason)
        }
    }

    /// The wanted commit and those before it.
    private func readHistory(_ isMergeBase: Bool, _ desk: Desk) async throws -> [Commit] {
        let host = try host(desk)
        let tip = try await host.tip(of: desk.state.change.baseBranch)
        let wanted = isMergeBase ? try await host.mergeBase(of: tip.sha, and: desk.state.change.headSHA) : tip
        return try await host.history(from: wanted.sha, limit: limits.historyLength)
    }

    func compare(_ head: HeadArtifacts, _ manifest: String, _ scope: DiffScope, _ desk: Desk) async throws -> RunEvent {
        let source = try await store.dataSource(desk.config.dataSourceId)
        let (wishes, notes) = try await wishes(scope, desk)
        let request = ReviewPlanRequest(
            baseManifest: manifest, head: head, baseResults: try await productionResults(desk), settings: desk.config.settings,
            dataSource: source, wishes: wishes)
        var plan = try await connections.plan(request)
        plan.notes += notes
        if desk.config.settings.materialize, source.tempSchema?.isEmpty ?? true {
            plan.notes.append("The data source \(source.name) has no temporary schema, so the rows that differ are not kept as tables.")
        }
        return .compared(plan, for: scope)
    }

    /// What a pull request says itself; a host that refuses one of the lists for good costs the review no more than that.
    private func wishes(_ scope: DiffScope, _ desk: Desk) async throws -> (ReviewWishes, notes: [String]) {
        let host = try host(desk)
        let change = desk.state.change
        var notes: [String] = []
        let commits = try await unlessRefused("the \(change.noun)'s commits", &notes) { () async throws(SourceControlError) in
            try await host.commits(of: change.number)
        }
        let files = try await unlessRefused("the \(change.noun)'s files", &notes) { () async throws(SourceControlError) in
            try await host.changedFiles(of: change.number).paths
        }
        let comments = try await unlessRefused("the \(change.noun)'s comments", &notes) { () async throws(SourceControlError) in
            try await trustedComments(host, change)
        }
        let remaps =
            commits.alongFirstParents(from: change.headSHA).flatMap { ColumnRemap.all(in: $0.message, source: .commit) }
            + comments.flatMap { ColumnRemap.all(in: $0.body, source: .comment) }
        return (ReviewWishes(scope: scope, remaps: remaps, changedFiles: files, noun: change.noun), notes)
    }

    /// Comments with renamed columns, of people who may change code.
    private func trustedComments(_ host: any SourceControlHost, _ change: ChangeRequest) async throws(SourceControlError) -> [ChangeComment]
    {
        var trusted: [ChangeComment] = []
        var roles: [String: RepositoryRole] = [:]
        for comment in try await host.comments(on: change.number) where ChangeCommand.all(in: comment.body).contains(.remap) {
            if roles[comment.author] == nil { roles[comment.author] = try await host.role(of: comment.author) }
            if roles[comment.author]?.mayWrite == true { trusted.append(comment) }
        }
        return trusted
    }

    private func unlessRefused<Element: Sendable>(
        _ what: String, _ notes: inout [String], _ body: () async throws(SourceControlError) -> [Element]
    ) async throws -> [Element] {
        do throws(SourceControlError) {
            return try await body()
        } catch {
            guard !error.isTransient, error.code != .cancelled else { throw error }
            notes.append("The host does not show \(what): \(error.message)")
            return []
        }
    }

    /// What built production's tables; a review goes on without, and then only cannot say how old they are.
    private func productionResults(_ desk: Desk) async throws -> [String] {
        guard let base = desk.state.base else { return [] }
        do {
            return try await connections.builds(desk.config).buildResults(ofRun: base.newestRunID ?? base.runID)
        } catch {
            try Task.checkCancellation()
            logger.debug("could not fetch production's run results", metadata: ["run": "\(desk.run.id)", "error": "\(error)"])
            return []
        }
    }
}
