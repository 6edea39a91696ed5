import SourceControl

/// A host that has revoked the token.
struct RefusingHost: QuietHost {
    private var refusal: SourceControlError {
        SourceControlError(.unauthorized, "Could not read acme/shop: the token was not accepted. Check that it is not expired or revoked.")
    }

    func changeRequest(_ number: Int) async throws(SourceControlError) -> ChangeRequest { throw refusal }
    func openChangeRequests() async throws(SourceControlError) -> [ChangeRequest] { throw refusal }
    func changedFiles(of number: Int) async throws(SourceControlError) -> ChangedFiles { throw refusal }
    func mergeBase(of base: String, and head: String) async throws(SourceControlError) -> Commit { throw refusal }
    func history(from sha: String, limit: Int) async throws(SourceControlError) -> [Commit] { throw refusal }
    func tip(of branch: String) async throws(SourceControlError) -> Commit { throw refusal }
    func setStatus(_ status: CommitStatus, on sha: String) async throws(SourceControlError) { throw refusal }
    func writeComment(
        _ markdown: String, marker: CommentMarker, on number: Int, known: String?
    ) async throws(SourceControlError) -> WrittenComment { throw refusal }
    func facts() async throws(SourceControlError) -> RepositoryFacts { throw refusal }
}
