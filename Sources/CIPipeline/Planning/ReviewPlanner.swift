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

    package init(
        _ comparison: ManifestComparison, results: [String: RunStatus]?, buildTimes: [String: BuildTimes] = [:], settings: CISettings,
        dataSourceType: String, columns: @escaping Columns = { _ in nil }
    ) {
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
                settings: request.settings, dataSourceType: request.dataSource.type, columns: columns)
            return await planner.plan()
        } catch let error as ArtifactError {
            throw RunTrouble("\(error)")
        }
    }

    /// The plan: modified models first, then downstream ones, each in dependency order.
    package func plan() async -> ReviewPlan {
        var plan = ReviewPlan(notes: comparison.warnings.map { "\($0)." } + ephemeralNotes)
        for affected in affectedNodes() { plan.models.append(await model(affected.head, affected.origin)) }
        plan.removed = comparison.removed.filter(\.resourceType.isData).map { ModelName($0.base) }
        plan.exposures = exposures()
        if results == nil, plan.diffCount < plan.models.count {
            plan.problems.append(
                "The pull request job left no run_results.json, so it is not known which models it built; nothing was compared.")
        }
        return plan
    }

    /// A changed ephemeral model has no table to compare, but its author looks for it.
    private var ephemeralNotes: [String] {
        comparison.modified.filter { $0.resourceType.isData && $0.head.isEphemeral }.map {
            "\($0.head.name) is ephemeral and has no table; the models that read it are compared."
        }
    }

    private struct Affected {
        let head: ManifestNode
        let origin: ModelReport.Origin
    }

    /// With Slim CI on, only what is changed itself: its own code, or that of an ephemeral model it contains.
    private func affectedNodes() -> [Affected] {
        let nodes = Impact(of: comparison).nodes.filter {
            $0.isDirect || !settings.slimCI || (try? ModelDiffSettings($0.head))?.diffWhenDownstream == true
        }
        let affected = nodes.map { Affected(head: $0.head, origin: origin($0.cause)) }
        let place = Dictionary(
            comparison.graph.topologicalOrder().nodes.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        func rank(_ affected: Affected) -> (Int, Int) {
            if case .downstream = affected.origin { return (1, place[affected.head.uniqueID, default: .max]) }
            return (0, place[affected.head.uniqueID, default: .max])
        }
        return affected.sorted { rank($0) < rank($1) }
    }

    private func origin(_ cause: AffectedNode.Cause) -> ModelReport.Origin {
        switch cause {
        case .added: .added
        case .modified(let modifications): .modified(reasons: modifications.map(\.reason.rawValue))
        case .inlined(let via): .downstream(of: via.map(name), distance: 1)
        case .downstream(let distance, let via): .downstream(of: via.map(name), distance: distance)
        }
    }

    private func model(_ head: ManifestNode, _ origin: ModelReport.Origin) async -> ReviewPlan.Model {
        let base = comparison.base.node(head.uniqueID)
        let a = base.flatMap { $0.isEphemeral ? nil : relation(of: $0, in: comparison.base) }
        let b = head.isEphemeral ? nil : relation(of: head, in: comparison.head)
        return ReviewPlan.Model(
            name: ModelName(head), origin: origin, relationA: a?.description, relationB: b?.description,
            step: await step(head, hasBase: base != nil, a, b))
    }

    private func step(_ head: ManifestNode, hasBase: Bool, _ a: RelationName?, _ b: RelationName?) async -> ReviewPlan.Model.Step {
        guard let b else { return .leave("The manifest names no table for it.") }
        if let reason = notBuilt(head.uniqueID) { return .leave(reason) }
        guard hasBase else { return .leave("It is new: production has nothing to compare it with.") }
        guard let a else { return .leave("It was ephemeral in production, so there is no table to compare it with.") }
        guard a != b else {
            return .leave("The pull request job builds it into production's own table \(a), so there is nothing to compare.")
        }
        do {
            let model = try ModelDiffSettings(head)
            guard !model.neverDiff else { return .leave("Its meta says never_diff.") }
            var request = DiffRequest(
                a: .relation(a), b: .relation(b), key: await key(of: head, b),
                columns: ColumnChoice(exclude: settings.columnsToIgnore.ignorePatterns),
                sampling: settings.sampling.resolved(dataSourceType: dataSourceType), profile: settings.profile)
            try request.apply(model, window: settings.window)
            request.buildTimes = buildTimes[head.uniqueID]
            return .diff(request)
        } catch {
            return .leave("Its settings in meta cannot be read: \(error).")
        }
    }

    /// Why there is no data of this change; nil when the job built the model.
    private func notBuilt(_ id: String) -> String? {
        guard let results else { return "It is not known whether the pull request job built it." }
        guard let status = results[id] else { return "The pull request job did not build it." }
        if status.isBuilt { return nil }
        return status == .skipped
            ? "The pull request job skipped it, because something it reads was not built."
            : "The pull request job could not build it (\(status.rawValue))."
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

    private func name(_ id: String) -> String { comparison.head.node(id)?.name ?? id }
}

extension ModelName {
    init(_ node: ManifestNode) {
        self.init(uniqueID: node.uniqueID, name: node.name, resourceType: node.resourceType.rawValue)
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
