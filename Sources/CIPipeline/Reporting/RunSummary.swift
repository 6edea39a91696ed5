import Foundation
package import Reports

/// A report in a few numbers, small enough to keep beside the run for lists.
package struct RunSummary: Hashable, Sendable, Codable {
    package var kind: ReviewVerdict.Kind
    /// Models that differ, those with null or duplicate keys among them.
    package var different: Int
    package var identical: Int
    package var failed: Int
    package var pending: Int

    package init(_ report: ReviewReport) {
        let verdict = ReviewVerdict(report)
        kind = verdict.kind
        different = verdict.different + verdict.badKeys
        identical = verdict.identical
        failed = verdict.failed
        pending = verdict.pending
    }

    func json() throws -> String { String(decoding: try ReportJSON.encoder().encode(self), as: UTF8.self) }

    /// Reads what `json()` wrote.
    package init(json text: String) throws { self = try ReportJSON.decoder().decode(Self.self, from: Data(text.utf8)) }
}
