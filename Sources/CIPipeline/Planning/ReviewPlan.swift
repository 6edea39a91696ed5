package import DataDiff
package import Reports
package import Store

/// What a change affects, and what is to be compared because of it.
package struct ReviewPlan: Hashable, Sendable, Codable {
    /// An affected model.
    package struct Model: Hashable, Sendable, Codable {
        /// What is to be done with it.
        package enum Step: Hashable, Sendable, Codable {
            case diff(DiffRequest)
            /// Not compared, with the reason as a sentence.
            case leave(String)
        }

        package var name: ModelName
        package var origin: ModelReport.Origin
        /// Production's relation, dotted.
        package var relationA: String?
        /// The change's relation, dotted.
        package var relationB: String?
        package var step: Step

        package init(name: ModelName, origin: ModelReport.Origin, relationA: String?, relationB: String?, step: Step) {
            self.name = name
            self.origin = origin
            self.relationA = relationA
            self.relationB = relationB
            self.step = step
        }
    }

    /// Modified models first, then downstream ones, each in dependency order.
    package var models: [Model]
    package var removed: [ModelName]
    package var exposures: [AffectedExposure]
    /// What the reader should know though nothing went wrong.
    package var notes: [String]
    /// What went wrong, each a full sentence.
    package var problems: [String]

    package init(
        models: [Model] = [], removed: [ModelName] = [], exposures: [AffectedExposure] = [], notes: [String] = [], problems: [String] = []
    ) {
        self.models = models
        self.removed = removed
        self.exposures = exposures
        self.notes = notes
        self.problems = problems
    }

    /// The comparisons, by dbt's unique_id.
    package var requests: [(modelID: String, request: DiffRequest)] {
        models.compactMap { model in
            guard case .diff(let request) = model.step else { return nil }
            return (model.name.uniqueID, request)
        }
    }

    package var diffCount: Int { requests.count }
}

/// What a plan is made from.
package struct ReviewPlanRequest: Sendable {
    /// Path of production's manifest.
    package var baseManifest: String
    package var head: HeadArtifacts
    /// Paths of `run_results.json` of the run that built production's tables last; empty when that is not known.
    package var baseResults: [String]
    package var settings: CISettings
    /// Where the diffs will run; its kind decides the defaults of sampling.
    package var dataSource: DataSourceRecord

    package init(
        baseManifest: String, head: HeadArtifacts, baseResults: [String] = [], settings: CISettings, dataSource: DataSourceRecord
    ) {
        self.baseManifest = baseManifest
        self.head = head
        self.baseResults = baseResults
        self.settings = settings
        self.dataSource = dataSource
    }
}
