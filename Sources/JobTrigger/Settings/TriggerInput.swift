/// What the command line says, word by word; empty values count as not given.
///
/// A pipeline passes whatever a variable holds, so emptiness is how it says nothing.
package struct TriggerInput: Sendable {
    package var url: String?
    package var jobURL: String?
    package var accountID: String?
    package var projectID: String?
    package var jobID: String?
    package var apiKey: String?
    package var cause: String?
    package var branch: String?
    package var schemaOverride: String?
    package var sha: String?
    package var githubPullRequest: String?
    package var gitlabMergeRequest: String?
    package var azurePullRequest: String?
    package var nonNativePullRequest: String?
    package var targetNameOverride: String?
    package var threadsOverride: String?
    package var stepsOverride: [String] = []
    package var dbtVersionOverride: String?
    package var generateDocsOverride: String?
    package var timeoutSecondsOverride: String?
    package var interval: String?
    package var timeout: String?
    package var waits = true
    package var keepsRunning = false
    package var cancelsOnTimeout = false
    package var retriesFromFailure = false
    package var reusesSameCommit = false
    package var attach: String?
    package var artifactsFolder: String?
    package var artifactPaths: [String] = []
    package var artifactStep: String?

    package init() {}
}
