import DbtCloud

// What to start the job with.
extension SettingsReader {
    mutating func runRequest() -> RunRequest {
        var request = RunRequest(cause: given.optional(input.cause, "--cause", "DBT_JOB_CAUSE")?.text ?? "API-triggered job")
        request.gitBranch = branch()
        request.gitSHA = given.optional(input.sha, "--sha")?.text
        // A schema's name cannot hold a dash without quotes.
        request.schema = given.optional(input.schemaOverride, "--schema-override", "DBT_JOB_SCHEMA_OVERRIDE")?.text
            .replacing("-", with: "_")
        readPullRequest(into: &request)
        request.targetName = given.optional(input.targetNameOverride, "--target-name-override")?.text
        request.threads = wholeNumber(given.optional(input.threadsOverride, "--threads-override"), above: 0)
        request.dbtVersion = given.optional(input.dbtVersionOverride, "--dbt-version-override")?.text
        request.generateDocs = truth(given.optional(input.generateDocsOverride, "--generate-docs-override"))
        request.timeoutSeconds = wholeNumber(given.optional(input.timeoutSecondsOverride, "--timeout-seconds-override"), above: -1)
        let steps = input.stepsOverride.compactMap { [given] in given.find($0, "--steps-override")?.text }
        request.steps = steps.isEmpty ? nil : steps
        return request
    }

    /// The branch's name without `refs/heads/`; dbt Cloud knows no references.
    private mutating func branch() -> String? {
        guard let text = given.optional(input.branch, "--branch", "DBT_JOB_BRANCH")?.text else { return nil }
        let prefix = "refs/heads/"
        let name = text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : text
        let isMergeReference = name.hasPrefix("refs/pull/") || (name.hasSuffix("/merge") && name.dropLast(6).allSatisfy(\.isNumber))
        if isMergeReference, !name.dropLast(6).isEmpty {
            notes.append(
                "The branch \"\(shown(name))\" is a merge that only the host knows, dbt Cloud will hardly find it: "
                    + "in GitHub Actions give github.head_ref, in Azure Pipelines System.PullRequest.SourceBranch.")
        }
        return name.isEmpty ? nil : name
    }

    private mutating func readPullRequest(into request: inout RunRequest) {
        let values = [
            given.optional(input.githubPullRequest, "--pull-request"), given.optional(input.gitlabMergeRequest, "--gitlab-merge-request"),
            given.optional(input.azurePullRequest, "--azure-pull-request"),
            given.optional(input.nonNativePullRequest, "--non-native-pull-request"),
        ]
        let names = values.compactMap { $0?.name }
        if names.count > 1 {
            problems.append("\(names.joined(separator: " and ")) contradict each other: a run belongs to one pull request")
        }
        request.githubPullRequest = wholeNumber(values[0], above: 0)
        request.gitlabMergeRequest = wholeNumber(values[1], above: 0)
        request.azurePullRequest = wholeNumber(values[2], above: 0)
        request.nonNativePullRequest = wholeNumber(values[3], above: 0)
    }

    mutating func checkCombinations(isAttaching: Bool, _ request: RunRequest) {
        if isAttaching, input.reusesSameCommit || input.retriesFromFailure {
            problems.append("--attach follows a run that exists; it does not go with --reuse-same-commit or --retry-from-failure")
        }
        if input.reusesSameCommit, !isAttaching, request.gitSHA == nil {
            problems.append("--reuse-same-commit needs the commit: give --sha")
        }
        if !input.waits, isAttaching { problems.append("--attach only waits; it does not go with --no-wait") }
        if !input.waits {
            let useless = [
                ("--artifacts", given.find(input.artifactsFolder, "") != nil), ("--cancel-on-timeout", input.cancelsOnTimeout),
                ("--timeout", given.find(input.timeout, "") != nil),
            ].filter(\.1).map(\.0)
            if !useless.isEmpty { problems.append("--no-wait does not go with \(useless.joined(separator: " and "))") }
        }
        if input.keepsRunning, input.cancelsOnTimeout {
            problems.append("--keep-running and --cancel-on-timeout contradict each other: give one of them")
        }
    }
}
