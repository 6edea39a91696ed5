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

    /// The label that counts while nothing else is configured, and its other spelling.
    private static let usualLabels = ["datafold", "plumbline"]
    /// Labels that ask for diffs of all downstream models with Slim CI on.
    package static let downstreamLabels = usualLabels.map { "\($0):diff-all-downstream" }

    /// What can be told without reading the list of changed files.
    ///
    /// - Parameter isAskedFor: somebody asked for this review by the API, so that it needs no label; a fork's still does.
    package static func decide(_ change: ChangeRequest, _ settings: CISettings, isAskedFor: Bool = false) -> Decision {
        let isLabelled = isLabelled(change, settings)
        if settings.skipPullRequests { return .skip("\(change.capitalizedNoun)s are skipped by this configuration.") }
        if let branch = settings.baseBranch, !branch.isEmpty, change.baseBranch != branch {
            return .skip("The \(change.noun) goes into \(change.baseBranch); this configuration reviews those into \(branch).")
        }
        if change.isDraft, !settings.reviewDrafts { return .skip("The \(change.noun) is a draft; the review begins when it is ready.") }
        if change.isFork, settings.forks == .never {
            return .skip("The \(change.noun) comes from a fork; this configuration reviews none of those.")
        }
        if settings.requireLabel, !isLabelled, !isAskedFor {
            return .skip("Waiting for the label '\(settings.label)' on the \(change.noun).")
        }
        if change.isFork, !isLabelled {
            return .skip("The \(change.noun) comes from a fork; the label '\(settings.label)', set by a maintainer, allows the review.")
        }
        return .pass
    }

    private static func isLabelled(_ change: ChangeRequest, _ settings: CISettings) -> Bool { !labels(on: change, settings).isEmpty }

    /// The labels on a change request that allow its review; hosts compare names of labels without case.
    package static func labels(on change: ChangeRequest, _ settings: CISettings) -> [String] {
        let wanted = settings.label.lowercased()
        let names = wanted == usualLabels[0] ? usualLabels : [wanted]
        return change.labels.filter { names.contains($0.lowercased()) }
    }

    /// What is decided about a fork whose label was set by people who may not change code, or by nobody who is known.
    package static func strangersLabel(_ change: ChangeRequest, _ settings: CISettings) -> Decision {
        .skip(
            "The \(change.noun) comes from a fork; the label '\(settings.label)' counts only when somebody with write access sets it. "
                + "Take it away and set it again.")
    }

    /// Whether a label asks for diffs of all downstream models.
    package static func asksForDownstream(_ change: ChangeRequest) -> Bool {
        change.labels.contains { downstreamLabels.contains($0.lowercased()) }
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

    /// What the reader should know about the list of files, as sentences.
    package static func notes(on files: ChangedFiles, of change: ChangeRequest) -> [String] {
        guard !files.isComplete else { return [] }
        return [
            "The \(change.noun) changes more files than its host lists (\(files.paths.count) were listed), so 'files to ignore' did not count."
        ]
    }
}
