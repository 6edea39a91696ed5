import SourceControl

/// A host that says what there is: one label, two files, and a right that is missing.
struct TellingHost: QuietHost {
    private let other = OneChangeHost()

    func changeRequest(_ number: Int) async throws(SourceControlError) -> ChangeRequest { try await other.changeRequest(number) }
    func openChangeRequests() async throws(SourceControlError) -> [ChangeRequest] { [] }
    func changedFiles(of number: Int) async throws(SourceControlError) -> ChangedFiles { ChangedFiles(paths: []) }
    func mergeBase(of base: String, and head: String) async throws(SourceControlError) -> Commit { Commit(sha: "base1") }
    func history(from sha: String, limit: Int) async throws(SourceControlError) -> [Commit] { [] }
    func tip(of branch: String) async throws(SourceControlError) -> Commit { Commit(sha: "base1") }
    func setStatus(_ status: CommitStatus, on sha: String) async throws(SourceControlError) {}
    func writeComment(
        _ markdown: String, marker: CommentMarker, on number: Int, known: String?
    ) async throws(SourceControlError) -> WrittenComment { WrittenComment(id: "1", url: "http://host/c/1") }
    func facts() async throws(SourceControlError) -> RepositoryFacts {
        RepositoryFacts(fullName: "acme/shop", defaultBranch: "trunk", url: "http://host", missingRights: ["Commit statuses: write"])
    }
    func hasLabel(_ name: String) async throws(SourceControlError) -> Bool? { name == "datafold" }
    func filePaths() async throws(SourceControlError) -> [String]? { ["dbt/models/a.sql", "README.md"] }
    func installWebhook(url: String, secret: String) async throws(SourceControlError) -> WebhookInstallation { .installed }
}
