package import DbtArtifacts
package import DataDiff
import Graph
import Lineage
package import Relational
import Reports
package import Store

/// Decides from two manifests and the job's results what is compared and how; pure but for asking for columns.
package struct ReviewPlanner: Sendable {
    /// The columns of a relation of the change; nil when they cannot be had.
    package typealias Columns = @Sendable (RelationName) async -> [String]?

    private let comparison: ManifestComparison
    /// What became of each node in the pull request job, by unique_id; nil when the job's results are not known.
    private let results: [String: RunStatus]?
    private let settings: CISettings
    private let dataSourceType: String
    private let columns: Columns
    private let tests: [String: [ManifestNode]]
    /// When both sides' tables were built, by unique_id, as far as known.
    private let buildTimes: [String: BuildTimes]
    private let wishes: ReviewWishes
    private let renamed: RenamedNodes
    private let paths: ChangedPaths
    private let remapping: Remapping

    package init(
        _ comparison: ManifestComparison, results: [String: RunStatus]?, buildTimes: [String: BuildTimes] = [:], settings: CISettings,
        dataSourceType: String, wishes: ReviewWishes = ReviewWishes(), columns: @escaping Columns = { _ in nil }
    ) {
        self.wishes = wishes
        renamed = RenamedNodes(comparison)
        paths = ChangedPaths(wishes.changedFiles, nodes: comparison.modified.filter { $0.resourceType.isData }.map(\.head))
        remapping = Remapping(wishes.remaps, columns: columns)
        self.comparison = comparison
        self.results = results
        self.buildTimes = buildTimes
        self.settings = settings
        self.dataSourceType = dataSourceType
        self.columns = columns
        tests = comparison.head.testsByNode()
    }

    /// Reads the files of a request and plans.
    ///
    /// - Throws: `RunTrouble` naming the file that cannot be read.
    @concurrent
    package static func plan(_ request: ReviewPlanRequest, columns: @escaping Columns = { _ in nil }) async throws -> ReviewPlan {
        do {
            let base = try Manifest(contentsOf: request.baseManifest)
            let head = try Manifest(contentsOf: request.head.manifest)
            let results = try request.head.runResults.map { try RunResults(contentsOf: $0) }
            let planner = ReviewPlanner(
                ManifestComparison(base: base, head: head), results: results.isEmpty ? nil : results.status,
                // Without them the review only knows less.
                buildTimes: BuildTimes.all(base: request.baseResults.compactMap { try? RunResults(contentsOf: $0) }, head: results),
                settings: request.settings, dataSourceType: request.dataSource.type, wishes: request.wishes, columns: columns)
            return await planner.plan()
        } catch let error as ArtifactError {
            throw RunTrouble("\(error)")
        }
    }

    /// The plan: modified models first, then downstream ones, each in dependency order.
    package func plan() async -> ReviewPlan {
        let impact = Impact(of: comparison).nodes
        var plan = ReviewPlan()
        for affected in affectedNodes(impact) { plan.models.append(await model(affected)) }
        let paired = Set(renamed.origins.values.map(\.base.uniqueID))
        plan.removed = comparison.removed.filter { $0.resourceType.isData && !paired.contains($0.uniqueID) }.map { ModelName($0.base) }
        plan.exposures = exposures()
        plan.leftOut = impact.filter { !isWanted($0) }.map { ModelName($0.head) }
        let notes = PlanNotes(
            comparison, impact: impact, plan: plan, scope: wishes.scope, dataSourceType: dataSourceType, noun: wishes.noun)
        plan.notes = notes.all + remapping.notes(onPlan: plan)
        plan.problems = notes.problems
        if let reason = notes.strangeAdapter {
            for index in plan.models.indices { plan.models[index].step = .leave(reason) }
        }
        if results == nil, notes.strangeAdapter == nil, plan.diffCount < plan.models.count {
            plan.problems.append(
                "The \(wishes.noun) job left no run_results.json, so it is not known which models it built; nothing was compared.")
        }
        return plan
    }

    private struct Affected {
        let base: ManifestNode?
        let head: ManifestNode
        let origin: ModelReport.Origin
        let cause: String?
    }

    /// With Slim CI on, only what is changed itself (its own code, or that of an ephemeral model it contains), and what somebody asked for.
    private func isWanted(_ node: AffectedNode) -> Bool {
        node.isDirect || !settings.slimCI || wishes.scope.allDownstream
            || wishes.scope.models.contains { ModelNames(node.head).match($0) }
            || (try? ModelDiffSettings(node.head))?.diffWhenDownstream == true
    }

    private func affectedNodes(_ impact: [AffectedNode]) -> [Affected] {
        let affected = impact.filter(isWanted).map { node in
            let older = renamed.origins[node.uniqueID]
            return Affected(
                base: older?.base ?? comparison.base.node(node.uniqueID), head: node.head, origin: origin(node.cause, older),
                cause: cause(node, older))
        }
        let place = Dictionary(
            comparison.graph.topologicalOrder().nodes.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        func rank(_ affected: Affected) -> (Int, Int) {
            if case .downstream = affected.origin { return (1, place[affected.head.uniqueID, default: .max]) }
            return (0, place[affected.head.uniqueID, default: .max])
        }
        return affected.sorted { rank($0) < rank($1) }
    }

    private func cause(_ node: AffectedNode, _ older: RenamedNodes.Origin?) -> String? {
        if let older {
            return "renamed from \(ModelName(older.base).name), " + (older.isSame ? "with the same content" : "and changed")
        }
        return switch node.cause {
        case .modified(let modifications):
            ModificationWords.text(modifications, of: node.head.resourceType, package: node.head.packageName)
        case .inlined(let via): "the ephemeral \(via.map(name).joined(separator: ", ")) in its code"
        case .added, .downstream: nil
        }
    }

    private func origin(_ cause: AffectedNode.Cause, _ older: RenamedNodes.Origin?) -> ModelReport.Origin {
        switch cause {
        case .added where older != nil: .modified(reasons: ["renamed"])
        case .added: .added
        case .modified(let modifications): .modified(reasons: modifications.map(\.reason.rawValue))
        case .inlined(let via): .downstream(of: via.map(name), distance: 1)
        case .downstream(let distance, let via): .downstream(of: via.map(name), distance: distance)
        }
    }

    private func model(_ affected: Affected) async -> ReviewPlan.Model {
        let (base, head) = (affected.base, affected.head)
        let a = base.flatMap { $0.isEphemeral ? nil : relation(of: $0, in: comparison.base) }
        let b = head.isEphemeral ? nil : relation(of: head, in: comparison.head)
        return ReviewPlan.Model(
            name: ModelName(head), origin: affected.origin, relationA: a?.description, relationB: b?.description,
            step: await step(head, hasBase: base != nil, a, b), cause: affected.cause, path: paths.path(of: head))
    }

    private func step(_ head: ManifestNode, hasBase: Bool, _ a: RelationName?, _ b: RelationName?) async -> ReviewPlan.Model.Step {
        guard let b else { return .leave("The manifest names no table for it.") }
        if let reason = notBuilt(head.uniqueID) { return .leave(reason) }
        guard hasBase else { return .leave("It is new: production has nothing to compare it with.") }
        guard let a else { return .leave("It was ephemeral in production, so there is no table to compare it with.") }
        guard a != b else {
            return .leave("The \(wishes.noun) job builds it into production's own table \(a), so there is nothing to compare.")
        }
        do {
            let model = try ModelDiffSettings(head)
            guard !model.neverDiff else { return .leave("Its meta says never_diff.") }
            var request = DiffRequest(
                a: .relation(a), b: .relation(b), key: await key(of: head, b),
                columns: ColumnChoice(exclude: settings.columnsToIgnore.ignorePatterns),
                sampling: settings.sampling.resolved(dataSourceType: dataSourceType), profile: settings.profile)
            try request.apply(model, window: settings.window)
            request.columns.mappings = await remapping.mappings(of: head, a, b, beside: request.columns.mappings)
            request.buildTimes = buildTimes[head.uniqueID]
            return .diff(request)
        } catch {
            return .leave("Its settings in meta cannot be read: \(error).")
        }
    }

    /// Why there is no data of this change; nil when the job built the model.
    private func notBuilt(_ id: String) -> String? {
        guard let results else { return "It is not known whether the \(wishes.noun) job built it." }
        guard let status = results[id] else { return "The \(wishes.noun) job did not build it." }
        if status.isBuilt { return nil }
        return status == .skipped
            ? "The \(wishes.noun) job skipped it, because something it reads was not built."
            : "The \(wishes.noun) job could not build it (\(status.rawValue))."
    }

    /// What the project says is believed as it is; only a guess needs to know the real columns.
    private func key(of node: ManifestNode, _ relation: RelationName) async -> KeyChoice {
        let finder = PrimaryKeyFinder(tag: settings.primaryKeyTag)
        let attached = tests[node.uniqueID, default: []]
        var found = finder.search(node, tests: attached, columns: nil).key
        if found == nil || found?.source == .nameGuess || found?.source == .constraint, let columns = await columns(relation) {
            found = finder.search(node, tests: attached, columns: columns).key
        }
        return found.map { KeyChoice(columns: $0.columns, source: $0.source.rawValue) } ?? .missing
    }

    /// Snowflake folds what dbt did not quote to upper case; the diff quotes every name.
    private func relation(of node: ManifestNode, in manifest: Manifest) -> RelationName? {
        guard let relation = node.relation else { return nil }
        guard manifest.metadata.adapterType == "snowflake" else { return relation.name }
        let parts = zip(relation.name.parts, relation.quotedParts).map { $1 ? $0 : $0.uppercased() }
        guard let identifier = parts.last else { return relation.name }
        return RelationName(
            database: parts.count > 2 ? parts[0] : nil, namespace: parts.count > 1 ? parts[parts.count - 2] : nil, identifier: identifier)
    }

    private func exposures() -> [Reports.AffectedExposure] {
        let affected = Set(comparison.modified.map(\.uniqueID)).union(comparison.downstream.map(\.uniqueID))
        return comparison.exposures.map { exposure in
            Reports.AffectedExposure(
                name: exposure.label ?? exposure.name, type: exposure.type ?? "exposure", owner: exposure.owner, url: exposure.url,
                via: exposure.dependsOnNodes.filter(affected.contains).map(name))
        }
    }

    private func name(_ id: String) -> String { comparison.head.node(id).map { ModelName($0).name } ?? id }
}

extension ModelName {
    init(_ node: ManifestNode) {
        let name = node.version.map { "\(node.name).v\($0)" } ?? node.name
        self.init(uniqueID: node.uniqueID, name: name, resourceType: node.resourceType.rawValue)
    }
}

extension String {
    /// The patterns of a text with one per line.
    var ignorePatterns: [String] {
        split(whereSeparator: \.isNewline).map { $0.trimmingPrefix { $0 == " " || $0 == "\t" } }
            .map { String($0.reversed().drop { $0.isWhitespace }.reversed()) }
            .filter { !$0.isEmpty && !$0.hasPrefix("#") }
    }
}
