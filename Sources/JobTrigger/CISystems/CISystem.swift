/// The CI system whose log this program writes to, as far as it has a language of its own for that.
package enum CISystem: Hashable, Sendable, CaseIterable {
    case gitHubActions
    case gitLabCI
    case azurePipelines

    /// What the environment says; nil on a terminal and in any other system.
    ///
    /// The variables are the ones these systems document for the purpose:
    /// <https://docs.github.com/en/actions/reference/workflows-and-actions/variables>,
    /// <https://docs.gitlab.com/ci/variables/predefined_variables/>,
    /// <https://learn.microsoft.com/en-us/azure/devops/pipelines/build/variables>.
    package init?(environment: [String: String]) {
        if environment["GITHUB_ACTIONS"] == "true" {
            self = .gitHubActions
        } else if environment["GITLAB_CI"] == "true" {
            self = .gitLabCI
        } else if environment["TF_BUILD"]?.isEmpty == false {
            self = .azurePipelines
        } else {
            return nil
        }
    }
}
