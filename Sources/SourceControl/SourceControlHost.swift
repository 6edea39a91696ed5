/// A repository on a source control host, as the pipeline uses it.
///
/// GitHub and GitLab implement this.
///
/// Every call throws `SourceControlError`, which says what was tried, on what, and what to do.
package protocol SourceControlHost: Sendable {
    /// The change request as it is now.
    func changeRequest(_ number: Int) async throws(SourceControlError) -> ChangeRequest
    /// All open change requests.
    func openChangeRequests() async throws(SourceControlError) -> [ChangeRequest]
    /// The files the change request touches.
    func changedFiles(of number: Int) async throws(SourceControlError) -> ChangedFiles
    /// The best common ancestor of two commits; `notFound` when there is none.
    func mergeBase(of base: String, and head: String) async throws(SourceControlError) -> Commit
    /// First-parent history, newest first, beginning at `sha` itself; at most `limit` commits.
    func history(from sha: String, limit: Int) async throws(SourceControlError) -> [Commit]
    /// The newest commit of a branch.
    func tip(of branch: String) async throws(SourceControlError) -> Commit
    /// Sets a commit status; the newest of a context counts.
    func setStatus(_ status: CommitStatus, on sha: String) async throws(SourceControlError)
    /// Writes the one comment that carries `marker`: edits it in place when it is there (also when `known` was deleted), else creates it.
    ///
    /// The marker becomes the comment's last line when it is not. Text longer than the host takes is `rejected`; shorten it before.
    ///
    /// - Parameter known: the identifier an earlier call returned, to spare the search.
    /// - Returns: the comment's identifier and page.
    func writeComment(_ markdown: String, marker: CommentMarker, on number: Int, known: String?) async throws(SourceControlError)
        -> WrittenComment
    /// All comments people can read on a change request, oldest first.
    func comments(on number: Int) async throws(SourceControlError) -> [ChangeComment]
    /// The change request's commits, oldest first, as far as the host lists them.
    func commits(of number: Int) async throws(SourceControlError) -> [Commit]
    /// What a person may do with the repository; `none` for somebody the host does not know.
    func role(of user: String) async throws(SourceControlError) -> RepositoryRole
    /// Answers a comment with a reaction; doing so twice changes nothing.
    func react(_ reaction: CommentReaction, to comment: ChangeComment) async throws(SourceControlError)
    /// Writes a check run in place of a commit status, where the host has them and the credential may.
    ///
    /// - Parameter known: the identifier an earlier call returned for this commit and context; without it one is looked for, then created.
    /// - Returns: its identifier; nil when there are no check runs here, and `setStatus` is to be used.
    func writeCheck(_ check: CheckReport, on sha: String, known: String?) async throws(SourceControlError) -> String?
    /// What the repository is called, and which rights are missing; the test of a connection.
    func facts() async throws(SourceControlError) -> RepositoryFacts
    /// Has the host send the deliveries that reviews need to an address, signed with a secret; doing so twice changes nothing.
    ///
    /// - Parameter secret: goes to the host and nowhere else, into no message either.
    func installWebhook(url: String, secret: String) async throws(SourceControlError) -> WebhookInstallation
    /// Whether the repository has a label of that name; nil when the host does not tell.
    func hasLabel(_ name: String) async throws(SourceControlError) -> Bool?
    /// Who set a label that is on a change request, by the name on the host; nil when the host does not tell.
    func labeler(of label: String, on number: Int) async throws(SourceControlError) -> String?
    /// Every file of the default branch; nil when the host does not tell all of them.
    func filePaths() async throws(SourceControlError) -> [String]?
}

/// The files of a change request, as far as the host tells.
package struct ChangedFiles: Hashable, Sendable, Codable {
    /// Every path once, old names of renamed files included.
    package var paths: [String]
    /// False when the host cut the list (GitHub at 3,000 files): then no conclusion may be drawn from a path that is not there.
    package var isComplete: Bool

    package init(paths: [String], isComplete: Bool = true) {
        self.paths = paths
        self.isComplete = isComplete
    }
}

/// A comment that stands on a change request.
package struct WrittenComment: Hashable, Sendable, Codable {
    package var id: String
    package var url: String

    package init(id: String, url: String) {
        self.id = id
        self.url = url
    }
}

// What not every host has; everything else each host has to answer for itself.
extension SourceControlHost {
    package func writeCheck(_ check: CheckReport, on sha: String, known: String?) async throws(SourceControlError) -> String? { nil }
    package func hasLabel(_ name: String) async throws(SourceControlError) -> Bool? { nil }
    package func filePaths() async throws(SourceControlError) -> [String]? { nil }
}
