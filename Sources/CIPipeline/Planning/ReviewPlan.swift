package import DataDiff
package import Reports
import SourceControl
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
        /// Why it is in the list, in words; nil for a downstream one.
        package var cause: String?
        /// The file that defines it, from the repository's root; nil when the change does not touch that file.
        package var path: String?

        package init(
            name: ModelName, origin: ModelReport.Origin, relationA: String?, relationB: String?, step: Step, cause: String? = nil,
            path: String? = nil
        ) {
            self.name = name
            self.origin = origin
            self.relationA = relationA
            self.relationB = relationB
            self.step = step
            self.cause = cause
            self.path = path
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
    /// Downstream models that Slim CI leaves out, nearest first; nil in plans of older servers.
    package var leftOut: [ModelName]?

    package init(
        models: [Model] = [], removed: [ModelName] = [], exposures: [AffectedExposure] = [], notes: [String] = [], problems: [String] = [],
        leftOut: [ModelName]? = nil
    ) {
        self.leftOut = leftOut
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
    /// What people asked for beyond the settings.
    package var wishes: ReviewWishes

    package init(
        baseManifest: String, head: HeadArtifacts, baseResults: [String] = [], settings: CISettings, dataSource: DataSourceRecord,
        wishes: ReviewWishes = ReviewWishes()
    ) {
        self.wishes = wishes
        self.baseManifest = baseManifest
        self.head = head
        self.baseResults = baseResults
        self.settings = settings
        self.dataSource = dataSource
    }
}

/// What a pull request says itself, beside its artifacts.
package struct ReviewWishes: Hashable, Sendable {
    package var scope: DiffScope
    /// Commits' first, oldest first, then comments'.
    package var remaps: [ColumnRemap]
    /// The files it touches, from the repository's root.
    package var changedFiles: [String]
    /// What its host calls it.
    package var noun: String

    package init(
        scope: DiffScope = DiffScope(), remaps: [ColumnRemap] = [], changedFiles: [String] = [],
        noun: String = ChangeRequest.noun(onHost: nil)
    ) {
        self.noun = noun
        self.scope = scope
        self.remaps = remaps
        self.changedFiles = changedFiles
    }
}
