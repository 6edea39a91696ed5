import DbtArtifacts
import Lineage
import Reports

/// What the reader of a review should know about the way its plan was made.
struct PlanNotes {
    private let comparison: ManifestComparison
    private let impact: [AffectedNode]
    private let plan: ReviewPlan
    private let scope: DiffScope
    private let dataSourceType: String
    private let noun: String

    init(_ comparison: ManifestComparison, impact: [AffectedNode], plan: ReviewPlan, scope: DiffScope, dataSourceType: String, noun: String)
    {
        self.noun = noun
        self.dataSourceType = dataSourceType
        self.comparison = comparison
        self.impact = impact
        self.plan = plan
        self.scope = scope
    }

    /// Each a sentence.
    var all: [String] { warnings + ephemeral + disabled + incremental + timeTravel + unmatched }

    /// Two projects have no node in common, so everything would show as removed and added; tables of another warehouse are not there.
    var problems: [String] { comparison.warnings.compactMap(\.problem) + [strangeAdapter].compactMap(\.self) }

    /// The manifests are for another kind of warehouse than the one that is compared in.
    var strangeAdapter: String? {
        guard let adapter = comparison.head.metadata.adapterType, !AdapterNames.fit(adapter, dataSourceType) else { return nil }
        return
            "The \(noun) job's manifest is for the adapter '\(adapter)', while the data source is of the type '\(dataSourceType)', so nothing "
            + "was compared. Choose the data source that the job builds into."
    }

    private var warnings: [String] { comparison.warnings.filter { $0.problem == nil }.map { "\($0)." } }

    /// A changed ephemeral model has no table to compare, but its author looks for it.
    private var ephemeral: [String] {
        comparison.modified.filter { $0.resourceType.isData && $0.head.isEphemeral }.map {
            "\(ModelName($0.head).name) is ephemeral and has no table; the models that read it are compared."
        }
    }

    private var disabled: [String] {
        comparison.removed.filter { $0.isDisabled && $0.resourceType.isData }.map {
            "\(ModelName($0.base).name) is disabled by the change, so it counts as removed."
        }
    }

    /// The first build in the pull request's own schema makes the whole table, while production's grew run by run.
    private var incremental: [String] {
        let compared = Set(plan.requests.map(\.modelID))
        let names = impact.map(\.head).filter { $0.materialized == "incremental" && compared.contains($0.uniqueID) }
            .map { ModelName($0).name }
        guard !names.isEmpty else { return [] }
        let shown = names.prefix(5).joined(separator: ", ") + (names.count > 5 ? " and \(names.count - 5) more" : "")
        return [
            "Incremental: \(shown). The \(noun) job builds such a model whole when its schema is new, while production's grew run by run; older rows can differ for that alone."
        ]
    }

    /// None of the engines that can be a data source has it.
    private var timeTravel: [String] {
        let compared = Set(plan.requests.map(\.modelID))
        return impact.map(\.head).filter { compared.contains($0.uniqueID) && (try? ModelDiffSettings($0))?.asksForTimeTravel == true }.map {
            "\(ModelName($0).name): \(dataSourceType) has no time travel, so prod_time_travel and pr_time_travel do not count; the tables were compared as they are."
        }
    }

    /// A name that fits nothing is most likely mistyped.
    private var unmatched: [String] {
        scope.models.filter { pattern in !impact.contains { ModelNames($0.head).match(pattern) } }.map {
            "'\($0)' was asked for and fits no model that the change affects."
        }
    }
}

extension ComparisonWarning {
    /// What of it keeps the comparison from meaning anything, with what to do.
    fileprivate var problem: String? {
        switch self {
        case .dbtVersions: nil
        case .adapters(let base, let head):
            "Production's manifest is for the adapter '\(base)', the change's for '\(head)'. Choose two jobs that build into one warehouse."
        case .projects(let base, let head):
            "Production's manifest is of the dbt project '\(base)', the change's of '\(head)'. Choose two jobs of one project."
        }
    }
}
