import CIPipeline

extension OpenAPISchemas {
    private static let verdicts = ["identical", "different", "bad-pks", "missing-pks", "empty", "error"]
    /// In Datafold's words.
    private static let statuses = OpenAPIShape.choice([
        "queued", "waiting", "processing", "needs_confirmation", "done", "failed", "cancelled",
    ])

    private static let run: [String: OpenAPIShape] = [
        "id": .id, "ci_config_id": .id, "ci_config": .text, "repository": .text, "status": statuses,
        "phase": OpenAPIShape.text.saying("Where exactly it stands."), "attempt": .id,
        "pull_request": .object([
            "number": .id, "title": .text, "author": .text, "url": .text, "base_branch": .text, "base_sha": .text, "head_branch": .text,
            "head_sha": .text,
        ]),
        "created_at": .time, "updated_at": .time, "url": .text,
    ]

    private static let sometimesOfRun: [String: OpenAPIShape] = ["verdict": .text, "finished_at": .time]

    private static let model = OpenAPIShape.object(
        [
            "unique_id": .text, "name": .text, "resource_type": .text, "origin": .choice(["added", "modified", "downstream"]),
            "reasons": .list(.text), "via": .list(.text),
            "verdict": .choice(["waiting", "running", "not_diffed"] + verdicts),
        ],
        sometimes: [
            "distance": .id, "reason": .text, "relation_a": .text, "relation_b": .text, "datadiff_id": .id, "url": .text,
            "total_rows": .pair(.count), "rows_with_differences": .count, "columns_with_differences": .count, "sampled": .flag,
        ])

    private static let report = OpenAPIShape.object([
        "verdict": .text, "sentence": .text,
        "base": .object([:], sometimes: ["sha": .text, "commits_behind": .count, "age_seconds": .number]),
        "models": .list(model), "removed": .list(.text),
        "exposures": .list(.object(["name": .text, "type": .text, "via": .list(.text)], sometimes: ["owner": .text, "url": .text])),
        "problems": .list(.text), "notes": .list(.text),
    ]).saying("Names and counts; no values of rows.")

    static let runs: [String: OpenAPIShape] = [
        "Run": .object(run, sometimes: sometimesOfRun),
        "RunDetail": .object(
            run.merging([
                "comment_url": .text.orNull,
                "dbt_cloud_run": OpenAPIShape.object(["id": .id, "status": .text], sometimes: ["url": .text]).orNull, "report": report,
                "timeline": .list(
                    .object([
                        "at": .time, "attempt": .id, "kind": .choice(["step", "wait", "problem", "end"]), "message": .text,
                    ])),
            ]) { $1 }, sometimes: sometimesOfRun),
        "RunStatus": .object(["id": .id, "status": statuses]),
        "DiffWish": OpenAPIShape.object([:], sometimes: ["downstream": .flag, "models": .list(.text)])
            .saying("All downstream models, or those of these names or shell patterns."),
        "SDKRun": .object([
            "id": .id, "base_branch": .text, "base_sha": .text, "pr_branch": .text, "pr_sha": .text,
            "pr_num": .text(matching: "^[0-9]+$"), "status": statuses, "source": .choice(["ci"]),
        ]),
        "TriggerCall": OpenAPIShape.object(
            ["pr_number": .id, "pr_sha": .text], sometimes: ["base_branch": .text, "base_sha": .text, "pr_branch": .text]
        ).saying("The commit must be the pull request's newest; the host is asked for the rest."),
        "Triggered": .object(["ci_run_id": .id]),
        "MergeRun": .object(
            [
                "id": .id, "ci_config_id": .id, "ci_config": .text, "repository": .text, "branch": .text, "sha": .text, "job_id": .id,
                "status": .choice(MergePhase.self), "message": .text, "created_at": .time, "updated_at": .time,
            ],
            sometimes: [
                "dbt_cloud_run": .object(["id": .id], sometimes: ["url": .text]), "finished_at": .time,
            ]),
    ]
}
