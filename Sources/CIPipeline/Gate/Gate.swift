package import SourceControl
package import Store

/// Decides whether a pull request is reviewed; pure.
package enum Gate {
    package enum Decision: Hashable, Sendable, Codable {
        case pass
        /// Not reviewed as it stands; no status and no comment, and looked at again when the pull request changes.
        case skip(String)
        /// Only ignored files changed: a status says so, no comment.
        case allIgnored(String)
    }

    /// Labels that ask for a review, and allow one for a fork.
    package static let labels = ["datafold", "plumbline"]

    /// What can be told without reading the list of changed files.
    package static func decide(_ change: ChangeRequest, _ settings: CISettings) -> Decision {
        let isLabelled = change.labels.contains { Self.labels.contains($0.lowercased()) }
        if settings.skipPullRequests { return .skip("Pull requests are skipped by this configuration.") }
        if let branch = settings.baseBranch, !branch.isEmpty, change.baseBranch != branch {
            return .skip("The pull request goes into \(change.baseBranch); this configuration reviews those into \(branch).")
        }
        if change.isDraft { return .skip("The pull request is a draft; the review begins when it is ready.") }
        if settings.requireLabel, !isLabelled { return .skip("Waiting for the label 'datafold' on the pull request.") }
        if change.isFork, !isLabelled {
            return .skip("The pull request comes from a fork; the label 'datafold', set by a maintainer, allows the review.")
        }
        return .pass
    }

    /// What the changed files say.
    ///
    /// One file that is not ignored is enough for a review. A list that the host cut never stops one.
    package static func decide(_ files: ChangedFiles, _ settings: CISettings) -> Decision {
        let patterns = IgnorePatterns(settings.filesToIgnore)
        guard !patterns.isEmpty, files.isComplete, !files.paths.isEmpty, files.paths.allSatisfy(patterns.ignores) else { return .pass }
        let count = files.paths.count
        return .allIgnored(
            count == 1
                ? "The only changed file is ignored by 'files to ignore'."
                : "All \(count) changed files are ignored by 'files to ignore'.")
    }
}
