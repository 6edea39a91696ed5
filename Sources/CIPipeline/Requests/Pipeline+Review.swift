package import SourceControl
package import Store

extension Pipeline {
    /// Reviews a pull request's newest commit because somebody asked for it by the API, also without the label that the settings require.
    ///
    /// A review that was left undone for the lack of it is begun again; one that is under way or over stays as it is.
    /// - Parameter who: stands in the run's timeline.
    /// - Returns: the run; nil when the configuration reviews none or the pull request is not open.
    package func review(
        _ change: ChangeRequest, _ config: CIConfigRecord, askedForBy who: String
    ) async throws -> RunRecord? {
        guard let run = try await intake.see(change, config, isAskedFor: true) else { return nil }
        try await performer.store(.askedFor(by: who), during: nil, run.id)
        let asked = try await store.run(run.id)
        // The gate may have closed between the two.
        guard asked.phase == RunPhase.skipped.rawValue else { return asked }
        return try await intake.see(change, config, isAskedFor: true)
    }
}
