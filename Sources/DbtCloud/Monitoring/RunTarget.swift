/// The commit whose run is looked for among a job's runs.
package struct RunTarget: Hashable, Sendable, Codable {
    /// Head of the pull request, in full.
    package var sha: String
    /// The pull request's number.
    package var pullRequest: Int?

    package init(sha: String, pullRequest: Int? = nil) {
        self.sha = sha
        self.pullRequest = pullRequest
    }

    /// How a run relates to the target.
    package enum Match: Sendable, Equatable {
        /// It builds the commit.
        case commit
        /// It builds the pull request; which commit is not known before its checkout.
        case pullRequest
        /// It builds another commit of the pull request.
        case otherCommit
        case none
    }

    /// The commit decides where it is known, the pull request's number only where it is not.
    package func match(_ run: DbtCloudRun) -> Match {
        let known = [run.gitSHA, run.trigger?.gitSHA].compactMap { $0?.lowercased() }
        if known.contains(sha.lowercased()) { return .commit }
        guard let pullRequest, run.trigger?.pullRequest == pullRequest else { return .none }
        return known.isEmpty ? .pullRequest : .otherCommit
    }
}

extension [DbtCloudRun] {
    /// The run that started last among those that match; identifiers rise with time.
    func newest(where matches: (DbtCloudRun) -> Bool) -> DbtCloudRun? {
        filter(matches).max { $0.id < $1.id }
    }
}
