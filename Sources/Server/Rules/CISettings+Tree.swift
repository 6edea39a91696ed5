import Store

extension CISettings {
    /// The settings under the names of the configuration file, all of them, without secrets.
    var tree: SettingsTree {
        var tree: [String: SettingsTree] = [
            "skip_pull_requests": .bool(skipPullRequests), "primary_key_tag": .text(primaryKeyTag),
            "base_commit_strategy": .text(baseCommitStrategy.rawValue), "sync_metadata_on_push": .bool(syncMetadataOnPush),
            "sync_metadata_schedule": .init(syncMetadataSchedule), "sync_metadata_time_zone": .text(syncMetadataTimeZone),
            "files_to_ignore": .text(filesToIgnore), "ci_status_reporting": .bool(ciStatusReporting), "slim_ci": .bool(slimCI),
            "require_label": .bool(requireLabel), "label": .text(label), "review_drafts": .bool(reviewDrafts),
            "forks": .text(forks.rawValue), "status_context": .init(statusContext), "sampling": sampling.tree,
            "fail_on_primary_key_issues": .bool(failOnPrimaryKeyIssues), "diff_threshold": .init(diffThreshold),
            "base_branch": .init(baseBranch), "columns_to_ignore": .text(columnsToIgnore),
            "pull_request_job_timeout_minutes": .init(pullRequestJobTimeoutMinutes), "base_wait_minutes": .init(baseWaitMinutes),
            "trigger_on_merge": .init(triggerOnMerge), "window": .text(window.rawValue), "profile": .bool(profile),
            "materialize": .bool(materialize),
        ]
        tree["dbt_cloud"] = dbtCloud?.tree ?? .null
        return .object(tree)
    }
}

extension DbtCloudSettings {
    fileprivate var tree: SettingsTree {
        .object([
            "access_url": .text(accessURL), "account_id": .init(accountID), "artifacts_job_id": .init(artifactsJobID),
            "pull_request_job_id": .init(pullRequestJobID),
        ])
    }
}

extension SamplingPreferences {
    fileprivate var tree: SettingsTree {
        .object([
            "enabled": isEnabled.map { .bool($0) } ?? .null, "tolerance": .init(tolerance), "confidence": .init(confidence),
            "threshold": .init(threshold),
        ])
    }
}

extension SettingsTree {
    init(_ text: String?) { self = text.map { .text($0) } ?? .null }
    init(_ number: Int?) { self = number.map { .number(String($0)) } ?? .null }
    init(_ number: Double?) {
        self = number.map { .number($0 == $0.rounded() && abs($0) < 1e15 ? String(Int($0)) : "\($0)") } ?? .null
    }
}
