import Store

extension OpenAPISchemas {
    private static let node = OpenAPIShape.object(
        [
            "unique_id": .text, "name": .text, "resource_type": .text, "package_name": .text, "description": .text, "tags": .list(.text),
            "meta": .map(.text), "upstream": .list(.text), "downstream": .list(.text), "file": .text,
            "columns": .list(
                .object(
                    ["name": .text, "description": .text, "tags": .list(.text), "is_in_warehouse": .flag], sometimes: ["type": .text])),
        ],
        sometimes: [
            "relation": .text, "materialized": .text, "owner": .text, "row_count": .count, "bytes": .count, "url": .text,
        ])

    private static let change = OpenAPIShape.object(
        ["at": .time, "kind": .choice(CatalogueChange.Kind.self)],
        sometimes: ["column": .text, "old": .text, "new": .text, "sha": .text, "run_url": .text])

    static let catalogue: [String: OpenAPIShape] = [
        "Catalogue": .object(["count": .count, "results": .list(.object(["ci_config_id": .id, "node": node]))]),
        "CatalogueNode": OpenAPIShape.object(["ci_config_id": .id, "history": .list(change)], sometimes: ["node": node])
            .saying("A node that is no longer in the project has its history alone."),
        "MetadataSync": .object(
            [
                "id": .id, "cause": .choice(MetadataSyncRecord.Cause.self), "status": .choice(MetadataSyncRecord.Status.self),
                "message": .text, "nodes": .count, "changes": .count, "requested_at": .time,
            ], sometimes: ["sha": .text, "run_url": .text, "finished_at": .time]),
        "MetadataSyncs": .object([
            "next": OpenAPIShape.list(.time).saying("The next times of the schedule."), "syncs": .list(.named("MetadataSync")),
        ]),
    ]
}
