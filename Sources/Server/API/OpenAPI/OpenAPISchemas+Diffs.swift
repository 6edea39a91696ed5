import DataDiff

extension OpenAPISchemas {
    private static let failure = OpenAPIShape.object(["code": .text, "message": .text, "hint": .text.orNull, "detail": .text.orNull])

    private static let failureOrNull = failure.orNull

    private static let dataDiff = OpenAPIShape.object(
        [
            "id": .id, "kind": .choice(["in_db"]), "status": .choice(["waiting", "processing", "done", "failed", "cancelled"]),
            "done": .flag, "data_source1_id": .id, "data_source2_id": .id, "pk_columns": .list(.text), "created_at": .time,
            "diff_progress": .object(["completed_steps": .count, "total_steps": .count, "version": .id]), "source": .choice(["ci", "api"]),
            "url": .text,
        ],
        sometimes: [
            "result": .choice(Verdict.self), "table1": .list(.text), "table2": .list(.text), "finished_at": .time, "runtime": .number,
            "ci_run_id": .id, "ci_pr_num": .text(matching: "^[0-9]+$"), "ci_pr_sha": .text, "ci_pr_branch": .text, "ci_base_branch": .text,
            "ci_pr_url": .text, "error": failure,
        ])

    private static let side = OpenAPIShape.object([
        "database": .text, "table": .text, "columns": .list(.object(["name": .text, "type": .text])),
    ])

    private static let schema = OpenAPIShape.object([
        "column_counts": .pair(.count), "columns_mismatched": .pair(.count), "column_type_mismatches": .count,
        "column_type_differs": .list(.text), "column_type_changes": .list(.object(["column_name": .text, "a": .text, "b": .text])),
        "column_reorders": .count, "exclusive_columns": .pair(.list(.text)),
        "rename_hints": .list(.object(["a": .text, "b": .text, "match": .number])),
    ])

    private static let keys = OpenAPIShape.object([
        "total_rows": .pair(.count), "nulls": .pair(.count), "dupes": .pair(.count), "exclusives": .pair(.count),
        "distincts": .pair(.count),
    ])

    /// Scaled to all common keys; only of a sample.
    private static let estimate = OpenAPIShape.map(.any)

    private static let values = OpenAPIShape.object(
        [
            "total_rows": .count, "rows_with_differences": .count, "compared_columns": .count, "columns_with_differences": .count,
            "total_values": .count, "values_with_differences": .count,
            "columns_diff_stats": .list(
                .object(
                    ["column_name": .text, "match": .number, "values_different": .count],
                    sometimes: ["values_different_estimate": estimate])),
            "not_compared": .list(.object(["column_name": .text, "reason": .text])),
        ], sometimes: ["rows_with_differences_estimate": estimate])

    /// By side a's names of columns.
    private static let row = OpenAPIShape.map(.any)

    private static let rows = OpenAPIShape.object([
        "exclusive_a": .list(row), "exclusive_b": .list(row), "duplicate_a": .list(row), "duplicate_b": .list(row),
        "null_key_a": .list(row), "null_key_b": .list(row),
        "different": .list(.object(["key": row, "columns": .map(.object(["a": .any, "b": .any]))])),
    ])

    /// Tables in the data source's temporary schema, in Datafold's words.
    private static let tables = OpenAPIShape.list(
        .object(["data_source_id": .id, "path": .list(.text), "is_sampled": .flag]))

    private static let materialized = OpenAPIShape.object(
        [:], sometimes: ["diff": tables, "duplicates1": tables, "duplicates2": tables, "exclusives": tables])

    private static let summary = OpenAPIShape.object(
        ["status": .choice(["running", "success", "failed"]), "dependencies": .list(.any), "materialized_results": materialized],
        sometimes: [
            "schema_version": .id, "verdict": .choice(Verdict.self), "match_score": .number.orNull, "sides": .list(side),
            "primary_key": .object(["columns": .list(.text), "source": .text.orNull]), "schema": schema.orNull, "pks": keys.orNull,
            "values": values.orNull,
            "sampling": .object([
                "sampled": .flag, "sample_rows": .count.orNull, "common_keys": .count.orNull, "reason": .text.orNull, "tolerance": .number,
                "confidence": .number, "threshold": .count,
            ]),
            "equality": OpenAPIShape.map(.any).orNull, "window": OpenAPIShape.map(.any).orNull, "timeline": OpenAPIShape.map(.any).orNull,
            "build_times": OpenAPIShape.map(.any).orNull, "profiles": OpenAPIShape.map(.any).orNull, "rows": rows,
            "materialized": OpenAPIShape.list(.object(["kind": .text, "table": .text, "rows": .count])).orNull,
            "exported": OpenAPIShape.list(.object(["kind": .text, "file": .text, "rows": .count])).orNull,
            "statistics": .object(["seconds": .number, "queries": .count, "rows_fetched": .count, "bytes_fetched": .count]),
            "error": failureOrNull,
        ]
    ).saying("While it runs, status alone; then the JSON of a diff.")

    static let diffs: [String: OpenAPIShape] = ["DataDiff": dataDiff, "DiffSummary": summary]
}
