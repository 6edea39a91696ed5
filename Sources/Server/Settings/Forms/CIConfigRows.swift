import Store
import Web

/// The rows of a CI configuration's form, in the order and words of the table that describes them.
///
/// Names are those of the API and the configuration file.
enum CIConfigRows {
    /// How a row is typed in.
    enum Entry: Hashable, Sendable {
        case text(placeholder: String? = nil)
        case lines(placeholder: String? = nil)
        case checkbox
        case secret
        case choice([FormOption])
        /// Filled from what is configured.
        case repository, dataSource
        /// Filled from dbt Cloud once the key is valid.
        case account, job
    }

    struct Row: Hashable, Sendable {
        let name: String
        let label: String
        let entry: Entry
        let hint: String
        var isRequired = false
    }

    static let basic: [Row] = [
        Row(
            name: "repository", label: "Repository", entry: .repository,
            hint: "The repository that generates the webhooks and where pull/merge requests will be raised.", isRequired: true),
        Row(
            name: "data_source", label: "Data Source", entry: .dataSource,
            hint: "The data source where the code that is changed in the repository will run.", isRequired: true),
        Row(name: "name", label: "Name", entry: .text(), hint: "Identifies this CI configuration, also in statuses.", isRequired: true),
        Row(
            name: "dbt_cloud.api_key", label: "API Key", entry: .secret,
            hint: "A service token or user token of dbt Cloud. Leave empty when artifacts arrive by upload (dbt Core)."),
        Row(
            name: "dbt_cloud.access_url", label: "Access URL", entry: .text(placeholder: "https://ab123.us1.dbt.com"),
            hint: "From dbt Cloud's account settings."),
        Row(
            name: "dbt_cloud.account_id", label: "Account name", entry: .account,
            hint: "Becomes selectable when a valid API key is filled in."),
        Row(
            name: "dbt_cloud.artifacts_job_id", label: "Job that creates dbt artifacts", entry: .job,
            hint: "Becomes selectable after a valid API key is filled in. The job that builds dbt artifacts."),
        Row(
            name: "skip_pull_requests", label: "Skip for pull/merge requests", entry: .checkbox,
            hint: "When selected, the CI pipeline won't be run on pull/merge requests."),
        Row(
            name: "dbt_cloud.pull_request_job_id", label: "Job that builds pull/merge requests", entry: .job,
            hint: "Becomes selectable after a valid API key is filled in. The job that builds pull/merge requests."),
        Row(
            name: "primary_key_tag", label: "Primary key tag", entry: .text(placeholder: "primary-key"),
            hint: "A value such as primary-key, which is also used in the dbt project (yaml files and config blocks)."),
        Row(
            name: "base_commit_strategy", label: "Base branch commit selection strategy",
            entry: .choice([FormOption("merge_base", "Merge Base"), FormOption("latest", "Latest")]),
            hint: "Merge Base compares with the commit of the main branch that the pull request began at, Latest with the newest one."),
        Row(
            name: "sync_metadata_on_push", label: "Sync metadata on every push to production", entry: .checkbox,
            hint: "When selected, the manifest.json of the dbt run is synced every time a push happens on the default branch."),
        Row(
            name: "sync_metadata_schedule", label: "Sync metadata on a schedule", entry: .text(placeholder: "0 2 * * *"),
            hint: "A cron expression, for a production job that runs on a schedule. Empty: never."),
        Row(
            name: "files_to_ignore", label: "Files to ignore", entry: .lines(placeholder: "*\n!dbt/*\ndbt/*.md"),
            hint:
                "Patterns as in .gitignore, one a line; the last that matches a file counts. When every changed file is ignored, nothing is compared."
        ),
        Row(
            name: "ci_status_reporting", label: "CI Status Reporting", entry: .checkbox,
            hint:
                "If the checkbox is disabled, errors are reported as successes, to keep the check green and not block the pull/merge request."
        ),
        Row(
            name: "slim_ci", label: "Slim CI", entry: .checkbox,
            hint: "If checked, data diffs are run only for models changed in a pull/merge request, not for those downstream."),
        Row(
            name: "require_label", label: "Require 'datafold' label to be present on pull/merge request", entry: .checkbox,
            hint: "When selected, the CI process only runs when the label has been applied. It needs to be created in GitHub or GitLab."),
        Row(
            name: "sampling.tolerance", label: "Sampling tolerance", entry: .text(placeholder: "0.001%"),
            hint: "The tolerance to apply in sampling for all data diffs."),
        Row(
            name: "sampling.confidence", label: "Sampling confidence", entry: .text(placeholder: "99%"),
            hint: "The confidence to apply when sampling."),
        Row(
            name: "sampling.threshold", label: "Sampling Threshold", entry: .text(),
            hint: "Sampling is disabled for tables with fewer rows. Empty: the default of the data source's type."),
    ]

    static let advanced: [Row] = [
        Row(
            name: "sampling.enabled", label: "Sampling",
            entry: .choice([FormOption("", "On"), FormOption("false", "Off: compare every row")]),
            hint: "Off compares large tables whole, too."),
        Row(name: "label", label: "Label's name", entry: .text(placeholder: "datafold"), hint: "The label that asks for a review."),
        Row(
            name: "base_branch", label: "Base branch", entry: .text(), hint: "Only pull requests into this branch are reviewed. Empty: any."
        ),
        Row(
            name: "columns_to_ignore", label: "Columns to ignore", entry: .lines(),
            hint: "Patterns, one a line; key columns always take part."),
        Row(
            name: "fail_on_primary_key_issues", label: "Fail on primary key issues", entry: .checkbox,
            hint: "Null or duplicate keys make the status a failure."),
        Row(
            name: "diff_threshold", label: "Diff threshold", entry: .text(),
            hint: "With more diffs than this, a run waits for confirmation. Empty: never."),
        Row(
            name: "trigger_on_merge", label: "Job to run on merge", entry: .job,
            hint: "Started for every push to the base branch, once for each commit."),
        Row(
            name: "pull_request_job_timeout_minutes", label: "Time for the pull request job", entry: .text(placeholder: "60"),
            hint: "Minutes in which it has to appear and end."),
        Row(
            name: "base_wait_minutes", label: "Wait for the base commit's artifacts", entry: .text(placeholder: "15"),
            hint: "Minutes, while production's job still builds exactly that commit."),
        Row(name: "review_drafts", label: "Review drafts", entry: .checkbox, hint: "Also pull requests that are not ready."),
        Row(
            name: "forks", label: "Forks",
            entry: .choice([FormOption("with_label", "Once a maintainer has set the label"), FormOption("never", "Never")]),
            hint: "When pull requests from forks are reviewed."),
        Row(
            name: "status_context", label: "Status context", entry: .text(),
            hint: "The commit status's name. Empty: plumbline/ and the configuration's name."),
        Row(
            name: "window", label: "Window of time",
            entry: .choice([
                FormOption("event_time", "Models with event_time"), FormOption("overlap", "All models with a time column"),
                FormOption("none", "No model"),
            ]), hint: "Which models are compared only in the time that both sides cover."),
        Row(name: "profile", label: "Profiles of columns", entry: .checkbox, hint: "Diffs have profiles of their columns, for the app."),
        Row(
            name: "materialize", label: "Materialize diff results", entry: .checkbox,
            hint: "All rows that differ are written to tables of the data source's temporary schema while the pull request is open."),
        Row(
            name: "sync_metadata_time_zone", label: "Time zone of the schedule", entry: .text(placeholder: "UTC"),
            hint: "An IANA name such as Europe/Berlin."),
        Row(
            name: "dbt_cloud.webhook_secret", label: "Secret of dbt Cloud's webhook", entry: .secret,
            hint: "Optional: with a webhook of dbt Cloud, the end of a job is noticed at once."),
    ]

    static let all = basic + advanced
}
