/// The two source control hosts the sandbox stands in for, over one git repository.
package enum GitHostKind: String, Sendable, CaseIterable {
    case gitHub = "github"
    case gitLab = "gitlab"
}
