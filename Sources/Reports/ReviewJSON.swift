import Foundation
package import DataDiff

/// A whole review as JSON: what `plumbline compare --format json` prints.
package struct ReviewJSON: Encodable, Sendable {
    /// One affected model.
    package struct Model: Encodable, Sendable {
        package let uniqueId: String
        package let name: String
        package let resourceType: String
        /// `added`, `modified` or `downstream`.
        package let origin: String
        /// dbt's reasons; for a downstream model the modified models it reads from.
        package let reasons: [String]
        /// What about it is changed, in words; null where `origin` says all.
        package let cause: String?
        /// What the differences of a downstream model may come from, as a sentence.
        package let explanation: String?
        /// `waiting`, `running`, `done` or `not_compared`.
        package let status: String
        package let reason: String?
        package let relationA: String?
        package let relationB: String?
        package let url: String?
        package let diff: DiffResult?
    }

    /// A model that only the base has.
    package struct Removed: Encodable, Sendable {
        package let uniqueId: String
        package let name: String
        package let resourceType: String
    }

    package let schemaVersion = 1
    package let verdict: ReviewVerdict.Kind
    package let sentence: String
    package let base: BaseReference
    package let headSha: String?
    package let models: [Model]
    package let removed: [Removed]
    package let exposures: [AffectedExposure]
    package let problems: [String]
    package let notes: [String]

    package init(_ report: ReviewReport) {
        let counted = ReviewVerdict(report)
        verdict = counted.kind
        sentence = counted.sentence
        base = report.base
        headSha = report.headSHA
        models = report.models.map(Model.init)
        removed = report.removed.map { Removed(uniqueId: $0.uniqueID, name: $0.name, resourceType: $0.resourceType) }
        exposures = report.exposures
        problems = report.problems
        notes = report.notes
    }
}

// Every key is written, so that a reader need not tell absent from null.
extension ReviewJSON {
    private enum CodingKeys: String, CodingKey {
        case schemaVersion, verdict, sentence, base, headSha, models, removed, exposures, problems, notes
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(schemaVersion, forKey: .schemaVersion)
        try container.encode(verdict, forKey: .verdict)
        try container.encode(sentence, forKey: .sentence)
        try container.encode(base, forKey: .base)
        try container.encode(headSha, forKey: .headSha)
        try container.encode(models, forKey: .models)
        try container.encode(removed, forKey: .removed)
        try container.encode(exposures, forKey: .exposures)
        try container.encode(problems, forKey: .problems)
        try container.encode(notes, forKey: .notes)
    }
}

extension ReviewJSON.Model {
    private enum CodingKeys: String, CodingKey {
        case uniqueId, name, resourceType, origin, reasons, cause, explanation, status, reason, relationA, relationB, url, diff
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(uniqueId, forKey: .uniqueId)
        try container.encode(name, forKey: .name)
        try container.encode(resourceType, forKey: .resourceType)
        try container.encode(origin, forKey: .origin)
        try container.encode(reasons, forKey: .reasons)
        try container.encode(cause, forKey: .cause)
        try container.encode(explanation, forKey: .explanation)
        try container.encode(status, forKey: .status)
        try container.encode(reason, forKey: .reason)
        try container.encode(relationA, forKey: .relationA)
        try container.encode(relationB, forKey: .relationB)
        try container.encode(url, forKey: .url)
        try container.encode(diff, forKey: .diff)
    }

    init(_ report: ModelReport) {
        uniqueId = report.model.uniqueID
        name = report.model.name
        resourceType = report.model.resourceType
        relationA = report.relationA
        relationB = report.relationB
        url = report.url
        cause = report.cause
        explanation = report.explanation
        switch report.origin {
        case .added: (origin, reasons) = ("added", [])
        case .modified(let why): (origin, reasons) = ("modified", why)
        case .downstream(let sources, _): (origin, reasons) = ("downstream", sources)
        }
        switch report.outcome {
        case .waiting: (status, reason, diff) = ("waiting", nil, nil)
        case .running: (status, reason, diff) = ("running", nil, nil)
        case .notDiffed(let why): (status, reason, diff) = ("not_compared", why, nil)
        case .finished(let result): (status, reason, diff) = ("done", nil, result)
        }
    }
}

extension ReviewJSON {
    /// Indented text with sorted keys.
    package var text: String {
        get throws { String(decoding: try DiffJSON.encoder(pretty: true).encode(self), as: UTF8.self) }
    }
}
