import Store

/// The shapes that the API takes and gives, by their names in the document.
enum OpenAPISchemas {
    static let all: [String: OpenAPIShape] = [
        "Problem": problem, "CIConfig": ciConfig, "Repository": repository, "DataSource": dataSource, "DbtCloudKey": dbtCloudKey,
        "CIConfigChange": ciConfig.partial, "RepositoryChange": repository.partial, "DataSourceChange": dataSource.partial,
    ].merging(settingsAnswers) { $1 }.merging(runs) { $1 }.merging(diffs) { $1 }.merging(catalogue) { $1 }.merging(uploads) { $1 }

    /// RFC 9457.
    private static let problem = OpenAPIShape.object(
        ["type": .text, "title": .text, "status": .integer(from: 400, to: 599), "detail": .text, "instance": .text],
        sometimes: ["hint": .text, "errors": .list(.object(["field": .text, "message": .text]))])

    /// A fraction, or a text such as `0.001%`.
    private static let share = OpenAPIShape.either("number", "string", "null")

    private static let ciConfig = OpenAPIShape.resource(
        needed: ["name": .text, "repository": .text, "data_source": .text],
        kept: [
            "dbt_cloud": OpenAPIShape.object(
                [:],
                sometimes: [
                    "access_url": .text, "api_key": .secret, "account_id": .id, "artifacts_job_id": .id, "pull_request_job_id": .id,
                    "webhook_secret": .secret, "has_api_key": .flag, "has_webhook_secret": .flag,
                ]
            ).orNull.saying("Absent or null: artifacts come by upload."),
            "skip_pull_requests": .flag, "primary_key_tag": .text, "base_commit_strategy": .choice(CISettings.BaseCommitStrategy.self),
            "sync_metadata_on_push": .flag, "sync_metadata_schedule": .text.orNull, "sync_metadata_time_zone": .text,
            "files_to_ignore": .text, "ci_status_reporting": .flag, "slim_ci": .flag, "require_label": .flag, "label": .text,
            "review_drafts": .flag, "forks": .choice(CISettings.ForkPolicy.self), "status_context": .text.orNull,
            "sampling": .object(
                [:], sometimes: ["enabled": .flag.orNull, "tolerance": share, "confidence": share, "threshold": .count.orNull]),
            "fail_on_primary_key_issues": .flag, "diff_threshold": .count.orNull, "base_branch": .text.orNull, "columns_to_ignore": .text,
            "pull_request_job_timeout_minutes": .number, "base_wait_minutes": .number, "trigger_on_merge": .id.orNull,
            "window": .choice(CISettings.WindowPolicy.self), "profile": .flag, "materialize": .flag,
        ],
        given: [
            "id": .id, "managed_by": .choice(["file", "app"]), "is_active": .flag, "updated_at": .time, "repository_id": .id,
            "data_source_id": .id,
        ])

    private static let repository = OpenAPIShape.resource(
        needed: ["name": .text],
        kept: [
            "host": .choice(["github", "gitlab"]), "api_url": .text.orNull, "token": .secret, "webhook_secret": .secret,
            "app": .object(["id": .either("string", "integer")], sometimes: ["private_key": .secret, "webhook_secret": .secret]),
        ],
        given: [
            "id": .id, "managed_by": .choice(["file", "app"]), "updated_at": .time, "has_token": .flag, "has_webhook_secret": .flag,
            "webhook_url": .text, "github_app_id": .id.orNull, "current_name": .text.orNull, "trouble": .text.orNull,
        ])

    private static let dataSource = OpenAPIShape.resource(
        needed: ["name": .text, "type": .text],
        kept: [
            "temp_schema": .text.orNull, "float_tolerance": OpenAPIShape.number.saying("0; tolerances belong to models."),
            "concurrency": .id, "options": .map(.either("string", "number", "boolean", "null")), "disable_schema_indexing": .flag,
            "disable_profiling": .flag, "max_allowed_connections": .id,
        ],
        given: ["id": .id, "managed_by": .choice(["file", "app"]), "updated_at": .time, "secrets": .list(.text)])

    private static let dbtCloudKey = OpenAPIShape.object(
        [:], sometimes: ["access_url": .text, "api_key": .secret, "account_id": .id, "ci_config_id": .id]
    ).saying("The address and a key, or a configuration whose key is stored; for jobs the account, too.")

    private static let settingsAnswers: [String: OpenAPIShape] = [
        "RepositoryTest": .object(
            ["status": .choice(["ok", "rights_missing", "failed"]), "missing_rights": .list(.text)],
            sometimes: ["full_name": .text, "default_branch": .text, "url": .text, "may_install_webhook": .flag, "message": .text]),
        "Webhook": .object(
            ["status": .choice(["installed", "already_there", "by_app", "not_allowed"]), "url": .text],
            sometimes: ["secret": OpenAPIShape.text.saying("Only where somebody must paste it."), "message": .text]),
        "GitHubApp": .object([
            "id": .id, "app_id": .text, "api_url": .text, "slug": .text, "name": .text, "url": .text, "repositories": .list(.text),
        ]),
        "DataSourceType": .object([
            "name": .text, "type": .text, "features": .list(.text),
            "configuration_schema": .object([
                "title": .text, "type": .choice(["object"]), "required": .list(.text), "secret": .list(.text),
                "properties": .map(.object(["title": .text, "type": .choice(["string"]), "secret": .flag])),
            ]),
        ]),
        "Trial": .object(["job_id": .id]),
        "TrialResult": .object([
            "id": .id, "status": .choice(["processing", "done"]),
            "results": .list(
                .object([
                    "step": .choice(["connection", "temp_schema", "schema_download", "lineage_download"]), "status": .choice(["done"]),
                    "result": .object(
                        ["code": .choice(["ok", "error", "skip", "unknown"]), "message": .text], sometimes: ["outcome": .text]),
                ])),
        ]),
        "DbtCloudAccount": .object(["id": .id, "name": .text]),
        "DbtCloudJob": .object(
            ["id": .id, "name": .text, "label": OpenAPIShape.text.saying("Project · Job")],
            sometimes: ["project_id": .id, "project": .text, "type": .text, "generates_docs": .flag]),
        "Organization": .object(
            ["org_id": .id, "org_name": .text], sometimes: ["user_id": .id, "key_name": .text, "role": .choice(AccessRole.self)]),
        "Document": OpenAPIShape.map(.any),
    ]
}
