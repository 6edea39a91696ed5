package import DataDiff

/// A whole review of a change: what one pull request run, or one `compare`, found out.
///
/// Counts and names only reach the comment; sample rows stay inside each model's `result`.
package struct ReviewReport: Hashable, Sendable, Codable {
    /// The CI configuration's name; absent for `plumbline compare`.
    package var configuration: String?
    /// The page with the details.
    package var url: String?
    package var base: BaseReference
    /// The commit under review; absent for `compare`.
    package var headSHA: String?
    /// Modified models first, then downstream ones, each in dependency order.
    package var models: [ModelReport]
    /// Models that exist only on the base.
    package var removed: [ModelName]
    package var exposures: [AffectedExposure]
    /// What went wrong outside single models, each a full sentence (a failed job, missing artifacts).
    package var problems: [String]
    /// What the reader should know though nothing went wrong (base is 3 commits behind, a job test failed).
    package var notes: [String]

    package init(
        configuration: String? = nil,
        url: String? = nil,
        base: BaseReference = BaseReference(),
        headSHA: String? = nil,
        models: [ModelReport] = [],
        removed: [ModelName] = [],
        exposures: [AffectedExposure] = [],
        problems: [String] = [],
        notes: [String] = []
    ) {
        self.configuration = configuration
        self.url = url
        self.base = base
        self.headSHA = headSHA
        self.models = models
        self.removed = removed
        self.exposures = exposures
        self.problems = problems
        self.notes = notes
    }
}

/// The production state that a change was compared with.
package struct BaseReference: Hashable, Sendable, Codable {
    /// Commit that the base artifacts were built from, when known.
    package var sha: String?
    /// Commits between the wanted base commit and the one that has artifacts; 0 when it is the wanted one.
    package var commitsBehind: Int?
    /// Age of the base artifacts in seconds when the review was made.
    package var ageSeconds: Double?

    package init(sha: String? = nil, commitsBehind: Int? = nil, ageSeconds: Double? = nil) {
        self.sha = sha
        self.commitsBehind = commitsBehind
        self.ageSeconds = ageSeconds
    }
}

/// A dbt node by its identity and its name.
package struct ModelName: Hashable, Sendable, Codable {
    package var uniqueID: String
    package var name: String
    /// `model`, `seed` or `snapshot`.
    package var resourceType: String

    package init(uniqueID: String, name: String, resourceType: String) {
        self.uniqueID = uniqueID
        self.name = name
        self.resourceType = resourceType
    }
}

/// One affected model: why it is in the list and what happened to it.
package struct ModelReport: Hashable, Sendable, Codable {
    /// Why the model is affected.
    package enum Origin: Hashable, Sendable, Codable {
        /// The change adds it; there is nothing to compare with.
        case added
        /// The change modifies it; dbt's own reasons, for example `body`.
        case modified(reasons: [String])
        /// A modified model is upstream, `distance` steps away.
        case downstream(of: [String], distance: Int)
    }

    /// What became of the model's diff.
    package enum Outcome: Hashable, Sendable, Codable {
        case waiting
        case running
        /// Finished; a failed diff carries its error.
        case finished(DiffResult)
        /// Not diffed, with the reason as a sentence.
        case notDiffed(String)
    }

    package var model: ModelName
    package var origin: Origin
    package var outcome: Outcome
    /// Production's relation, dotted; absent for new models.
    package var relationA: String?
    /// The change's relation, dotted.
    package var relationB: String?
    /// The page of this model's diff.
    package var url: String?
    /// What about it is changed, in words, for example `its code, the macro cents`; nil where `origin` says all.
    package var cause: String?
    /// What its differences may come from, as a sentence.
    package var explanation: String?
    /// Of the changed models upstream of a downstream one that differs, those that differ, too; nil where that is not known.
    package var differingSources: [String]?

    /// The relation's own name where it is not the model's.
    package var alias: String? {
        let identifier = (relationB ?? relationA)?.split(separator: ".").last.map(String.init)
        return identifier == model.name ? nil : identifier
    }

    package init(
        model: ModelName,
        origin: Origin,
        outcome: Outcome = .waiting,
        relationA: String? = nil,
        relationB: String? = nil,
        url: String? = nil,
        cause: String? = nil
    ) {
        self.model = model
        self.cause = cause
        self.origin = origin
        self.outcome = outcome
        self.relationA = relationA
        self.relationB = relationB
        self.url = url
    }
}

/// A dashboard, notebook or application that reads an affected model.
package struct AffectedExposure: Hashable, Sendable, Codable {
    package var name: String
    /// dbt's exposure type, for example `dashboard`.
    package var type: String
    package var owner: String?
    package var url: String?
    /// Names of the affected models it reads directly.
    package var via: [String]

    package init(name: String, type: String, owner: String? = nil, url: String? = nil, via: [String] = []) {
        self.name = name
        self.type = type
        self.owner = owner
        self.url = url
        self.via = via
    }
}
