import ArgumentParser
import JobTrigger

/// Which job, and with which key.
struct TriggerConnectionFlags: ParsableArguments {
    @Option(help: ArgumentHelp("The job's address, copied from the browser; it fills the four values below.", valueName: "url"))
    var jobURL: String?
    @Option(help: ArgumentHelp("The account's Access URL (DBT_URL); https://cloud.getdbt.com when nothing is said.", valueName: "url"))
    var url: String?
    @Option(help: ArgumentHelp("The account's number (DBT_ACCOUNT_ID).", valueName: "number")) var accountID: String?
    @Option(help: ArgumentHelp("The project's number (DBT_PROJECT_ID).", valueName: "number")) var projectID: String?
    @Option(help: ArgumentHelp("The job's number (DBT_PR_JOB_ID, else DBT_JOB_ID).", valueName: "number")) var jobID: String?
    @Option(
        help: ArgumentHelp("The key (DBT_API_KEY). Prefer the variable: others on the machine can read flags.", valueName: "token"))
    var apiKey: String?

    func fill(_ input: inout TriggerInput) {
        input.jobURL = jobURL
        input.url = url
        input.accountID = accountID
        input.projectID = projectID
        input.jobID = jobID
        input.apiKey = apiKey
    }
}

/// What to run, and what of the job's settings to override.
struct TriggerRequestFlags: ParsableArguments {
    @Option(help: ArgumentHelp("Shown with the run (DBT_JOB_CAUSE); at most 255 characters.", valueName: "text")) var cause: String?
    @Option(
        name: [.long, .customLong("git-branch")],
        help: ArgumentHelp("Branch to check out (DBT_JOB_BRANCH); refs/heads/ is taken off.", valueName: "name"))
    var branch: String?
    @Option(name: [.long, .customLong("git-sha")], help: ArgumentHelp("Commit to check out.", valueName: "sha")) var sha: String?
    @Option(
        name: [.long, .customLong("github-pull-request-id")],
        help: ArgumentHelp("GitHub pull request; makes the run one of continuous integration.", valueName: "number"))
    var pullRequest: String?
    @Option(
        name: [.long, .customLong("gitlab-merge-request-id")], help: ArgumentHelp("GitLab merge request.", valueName: "number"))
    var gitlabMergeRequest: String?
    @Option(
        name: [.long, .customLong("azure-pull-request-id")], help: ArgumentHelp("Azure DevOps pull request.", valueName: "number"))
    var azurePullRequest: String?
    @Option(
        name: [.long, .customLong("non-native-pull-request-id")],
        help: ArgumentHelp("Pull request of a host that dbt Cloud does not know.", valueName: "number"))
    var nonNativePullRequest: String?
    @Option(help: ArgumentHelp("Schema to build into (DBT_JOB_SCHEMA_OVERRIDE); - becomes _.", valueName: "name"))
    var schemaOverride: String?
    @Option(name: [.long, .customLong("target")], help: ArgumentHelp("Target of the profile.", valueName: "name"))
    var targetNameOverride: String?
    @Option(name: [.long, .customLong("threads")], help: ArgumentHelp("Threads of dbt.", valueName: "number")) var threadsOverride: String?
    @Option(
        name: [.long, .customLong("steps")],
        help: ArgumentHelp("dbt command to run in place of the job's; repeatable.", valueName: "command"))
    var stepsOverride: [String] = []
    @Option(name: [.long, .customLong("dbt-version")], help: ArgumentHelp("Version of dbt.", valueName: "version"))
    var dbtVersionOverride: String?
    @Option(name: [.long, .customLong("generate-docs")], help: ArgumentHelp("Whether to generate documentation.", valueName: "true|false"))
    var generateDocsOverride: String?
    @Option(help: ArgumentHelp("dbt Cloud's own limit for the run, in seconds.", valueName: "seconds")) var timeoutSecondsOverride: String?

    func fill(_ input: inout TriggerInput) {
        input.cause = cause
        input.branch = branch
        input.sha = sha
        input.githubPullRequest = pullRequest
        input.gitlabMergeRequest = gitlabMergeRequest
        input.azurePullRequest = azurePullRequest
        input.nonNativePullRequest = nonNativePullRequest
        input.schemaOverride = schemaOverride
        input.targetNameOverride = targetNameOverride
        input.threadsOverride = threadsOverride
        input.stepsOverride = stepsOverride
        input.dbtVersionOverride = dbtVersionOverride
        input.generateDocsOverride = generateDocsOverride
        input.timeoutSecondsOverride = timeoutSecondsOverride
    }
}

/// How to wait, and what to bring home.
struct TriggerWaitFlags: ParsableArguments {
    @Option(help: ArgumentHelp("Longest pause between two looks at the run; 10 when nothing is said.", valueName: "seconds"))
    var interval: String?
    @Option(help: ArgumentHelp("How long to wait; a day when nothing is said.", valueName: "seconds")) var timeout: String?
    @Flag(help: "Start the run, print it, and leave.") var noWait = false
    @Flag(help: "Leave the run alone when this program is interrupted.") var keepRunning = false
    @Flag(help: "Cancel the run when the time is up.") var cancelOnTimeout = false
    @Flag(help: "Begin where the job's newest run failed, if it failed.") var retryFromFailure = false
    @Option(help: ArgumentHelp("Wait for a run that was started earlier.", valueName: "run")) var attach: String?
    @Flag(help: "Start nothing when a run of the same commit goes on or succeeded; needs --sha.") var reuseSameCommit = false
    @Option(
        help: ArgumentHelp("Folder to download manifest.json, run_results.json and catalog.json to.", valueName: "folder"))
    var artifacts: String?
    @Option(help: ArgumentHelp("Artifact to download in place of those three; repeatable.", valueName: "path")) var artifact: [String] = []
    @Option(help: ArgumentHelp("Step whose artifacts are meant.", valueName: "number")) var step: String?

    func fill(_ input: inout TriggerInput) {
        input.interval = interval
        input.timeout = timeout
        input.waits = !noWait
        input.keepsRunning = keepRunning
        input.cancelsOnTimeout = cancelOnTimeout
        input.retriesFromFailure = retryFromFailure
        input.attach = attach
        input.reusesSameCommit = reuseSameCommit
        input.artifactsFolder = artifacts
        input.artifactPaths = artifact
        input.artifactStep = step
    }
}
