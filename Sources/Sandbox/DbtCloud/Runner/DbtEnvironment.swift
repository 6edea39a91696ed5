import Foundation

/// The environment variables under which dbt runs a step: where its profile is, what it is compared with, what dbt Cloud tells it.
///
/// Everything goes through variables, so the commands of a job stay as they were written and every dbt command takes what it knows.
/// https://docs.getdbt.com/reference/global-configs/environment-variable-configs
enum DbtEnvironment {
    /// Name of the generated profile.
    ///
    /// It replaces the one that the project names.
    static let profileName = "user"

    /// - Parameters:
    ///   - stateFolder: artifacts to compare with and to defer to; nil for none.
    ///   - custom: the account's environment variables for this job.
    static func variables(
        run: Run,
        environment: CloudEnvironment,
        stateFolder: String?,
        folders: RunFolders,
        step: Int,
        custom: [String: String]
    ) -> [String: String] {
        var variables = custom
        variables["DBT_PROFILES_DIR"] = folders.profiles(run.id)
        variables["DBT_PROFILE"] = profileName
        variables["DBT_TARGET"] = run.trigger.targetNameOverride ?? run.job.targetName
        variables["DBT_LOG_PATH"] = folders.log(run.id, step: step)
        variables["DBT_TARGET_PATH"] = "target"
        variables["DBT_USE_COLORS"] = "false"
        variables["DBT_SEND_ANONYMOUS_USAGE_STATS"] = "false"
        variables["DBT_VERSION_CHECK"] = "false"
        // Logs are streamed; without this Python holds back what it writes into a pipe.
        variables["PYTHONUNBUFFERED"] = "1"
        if let stateFolder {
            variables["DBT_STATE"] = stateFolder
            variables["DBT_DEFER"] = "true"
        }
        return variables.merging(cloudVariables(run: run, environment: environment)) { _, cloud in cloud }
    }

    // https://docs.getdbt.com/docs/build/environment-variables#special-environment-variables
    private static func cloudVariables(run: Run, environment: CloudEnvironment) -> [String: String] {
        [
            "DBT_CLOUD_PROJECT_ID": String(run.job.projectID),
            "DBT_CLOUD_JOB_ID": String(run.job.id),
            "DBT_CLOUD_RUN_ID": String(run.id),
            "DBT_CLOUD_RUN_REASON": run.trigger.cause,
            "DBT_CLOUD_RUN_REASON_CATEGORY": run.trigger.reasonCategory,
            "DBT_CLOUD_PR_ID": run.trigger.pullRequestNumber.map { String($0) } ?? "",
            "DBT_CLOUD_GIT_SHA": run.gitSHA ?? "",
            "DBT_CLOUD_GIT_BRANCH": run.gitBranch ?? "",
            "DBT_CLOUD_ENVIRONMENT_ID": String(environment.id),
            "DBT_CLOUD_ENVIRONMENT_NAME": environment.name,
            "DBT_CLOUD_ENVIRONMENT_TYPE": environment.deploymentType ?? "other",
            "DBT_CLOUD_INVOCATION_CONTEXT": run.trigger.pullRequest == nil ? "prod" : "ci",
        ]
    }
}
