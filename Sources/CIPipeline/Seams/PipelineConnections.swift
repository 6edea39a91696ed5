import Foundation
package import Reports
package import SourceControl
package import Store

/// The other programs a pipeline works with, made from what is configured; tests put fakes here.
package struct PipelineConnections: Sendable {
    package var host: @Sendable (RepositoryRecord) throws -> any SourceControlHost
    /// - Throws: `RunTrouble` when the configuration has no dbt Cloud.
    package var builds: @Sendable (CIConfigRecord) throws -> any DbtBuilds
    /// - Throws: `RunTrouble` or `MergeTrouble` when the configuration has no dbt Cloud.
    package var mergeJobs: @Sendable (CIConfigRecord) throws -> any MergeJobs
    package var differ: @Sendable (DataSourceRecord) throws -> any ModelDiffing
    /// Compares two manifests and plans the diffs; reads files, so it runs off the caller's executor.
    package var plan: @Sendable (ReviewPlanRequest) async throws -> ReviewPlan
    package var texts: any ReviewTexts

    package init(
        host: @escaping @Sendable (RepositoryRecord) throws -> any SourceControlHost,
        builds: @escaping @Sendable (CIConfigRecord) throws -> any DbtBuilds,
        mergeJobs: @escaping @Sendable (CIConfigRecord) throws -> any MergeJobs,
        differ: @escaping @Sendable (DataSourceRecord) throws -> any ModelDiffing,
        plan: @escaping @Sendable (ReviewPlanRequest) async throws -> ReviewPlan,
        texts: any ReviewTexts
    ) {
        self.host = host
        self.builds = builds
        self.mergeJobs = mergeJobs
        self.differ = differ
        self.plan = plan
        self.texts = texts
    }
}

/// Writes a report for the pull request.
package protocol ReviewTexts: Sendable {
    /// The comment in Markdown, at most `limit` characters.
    func comment(_ report: ReviewReport, limit: Int) -> String
    /// The commit status's sentence.
    func statusLine(_ report: ReviewReport) -> String
}

/// The clock of a pipeline; tests move it by hand.
package struct PipelineTime: Sendable {
    /// Seconds since 1970-01-01 UTC.
    package var now: @Sendable () -> Double
    package var sleep: @Sendable (Duration) async throws -> Void

    package init(now: @escaping @Sendable () -> Double, sleep: @escaping @Sendable (Duration) async throws -> Void) {
        self.now = now
        self.sleep = sleep
    }

    /// The machine's own clock.
    package static let system = PipelineTime(
        now: { Date().timeIntervalSince1970 },
        sleep: { try await Task.sleep(for: $0) }
    )
}
