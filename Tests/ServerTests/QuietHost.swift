import SourceControl

/// A host of tests on which nobody speaks, nobody has a role, and nothing is installed.
protocol QuietHost: SourceControlHost {}

extension QuietHost {
    func comments(on number: Int) async throws(SourceControlError) -> [ChangeComment] { [] }
    func commits(of number: Int) async throws(SourceControlError) -> [Commit] { [] }
    func role(of user: String) async throws(SourceControlError) -> RepositoryRole { .none }
    func react(_ reaction: CommentReaction, to comment: ChangeComment) async throws(SourceControlError) {}
    func labeler(of label: String, on number: Int) async throws(SourceControlError) -> String? { nil }
    func facts() async throws(SourceControlError) -> RepositoryFacts {
        throw SourceControlError(.rejected, "This host does not tell what a repository is called.")
    }
    func installWebhook(url: String, secret: String) async throws(SourceControlError) -> WebhookInstallation {
        .notAllowed("Webhooks of this host are installed by hand.")
    }
}
