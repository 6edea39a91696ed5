/// What is known about a route beyond that it is there.
struct OpenAPIOperation: Sendable {
    /// A parameter of the query.
    struct Parameter: Sendable {
        let name: String
        let shape: OpenAPIShape
    }

    /// What is sent.
    struct Body: Sendable {
        let schema: String
        /// By which the same may be sent; the first is the usual one.
        var media = ["application/json"]
    }

    /// What is answered.
    enum Answer: Sendable {
        case one(String)
        case many(String)
        case nothing
    }

    let summary: String
    var query: [Parameter] = []
    var body: Body?
    var answer: Answer
    var status = 200
    /// Statuses of what may be wrong, beyond those that every route has.
    var problems: [Int] = []
}

extension OpenAPIOperation.Parameter {
    static let limit = Self(name: "limit", shape: .integer(from: 1, to: 1_000))
    static let offset = Self(name: "offset", shape: .integer(from: 0, to: 10_000_000))
    static let config = Self(name: "ci_config_id", shape: .id)

    static func text(_ name: String) -> Self { Self(name: name, shape: .text) }
}

/// Every route of the API; one that is not here keeps the tests from passing.
enum OpenAPIOperations {
    static let all: [String: OpenAPIOperation] = [
        resource(
            "ci_configs", "CI configuration", "CIConfig", query: [.init(name: "include_inactive", shape: .choice(["true", "false"]))]),
        resource("repositories", "repository", "Repository"), resource("data_sources", "data source", "DataSource"), settings, runs, diffs,
        catalogue, uploads,
    ].reduce(into: [:]) { $0.merge($1) { $1 } }

    private static func resource(
        _ path: String, _ noun: String, _ schema: String, query: [OpenAPIOperation.Parameter] = []
    ) -> [String: OpenAPIOperation] {
        let root = "/api/v1/\(path)"
        let kept = "A secret that is left out stays as it is."
        let body = OpenAPIOperation.Body(schema: schema)
        let wrong = [400, 409, 413, 422]
        return [
            "GET \(root)": OpenAPIOperation(summary: "List every \(noun)", query: query, answer: .many(schema)),
            "POST \(root)": OpenAPIOperation(
                summary: "Make a \(noun)", body: body, answer: .one(schema), status: 201, problems: wrong),
            "GET \(root)/{id}": OpenAPIOperation(summary: "Show a \(noun)", answer: .one(schema)),
            "PUT \(root)/{id}": OpenAPIOperation(
                summary: "Replace a \(noun). \(kept)", body: body, answer: .one(schema), problems: wrong),
            "PATCH \(root)/{id}": OpenAPIOperation(
                summary: "Change what is named of a \(noun). \(kept)", body: .init(schema: "\(schema)Change"), answer: .one(schema),
                problems: wrong),
            "DELETE \(root)/{id}": OpenAPIOperation(
                summary: "Turn a \(noun) off; its history stays", answer: .nothing, status: 204, problems: [409]),
        ]
    }

    private static let settings: [String: OpenAPIOperation] = [
        "POST /api/v1/repositories/{id}/test": OpenAPIOperation(
            summary: "Ask the host about the repository and the token's rights", answer: .one("RepositoryTest"), problems: [502]),
        "POST /api/v1/repositories/{id}/webhook": OpenAPIOperation(
            summary: "Have the host send webhooks here", answer: .one("Webhook"), problems: [422, 502]),
        "GET /api/v1/github_apps": OpenAPIOperation(summary: "The GitHub Apps this server acts as", answer: .many("GitHubApp")),
        "GET /api/v1/data_sources/types": OpenAPIOperation(
            summary: "Kinds of data sources and their options", answer: .many("DataSourceType")),
        "POST /api/v1/data_sources/{id}/test": OpenAPIOperation(summary: "Begin to try a data source out", answer: .one("Trial")),
        "GET /api/v1/data_sources/test/{id}": OpenAPIOperation(
            summary: "What a test of a data source found", answer: .one("TrialResult")),
        "POST /api/v1/dbt_cloud/accounts": OpenAPIOperation(
            summary: "The accounts that a dbt Cloud key may see", body: .init(schema: "DbtCloudKey"), answer: .many("DbtCloudAccount"),
            problems: [400, 404, 413, 422]),
        "POST /api/v1/dbt_cloud/jobs": OpenAPIOperation(
            summary: "The jobs of an account that a dbt Cloud key may see", body: .init(schema: "DbtCloudKey"),
            answer: .many("DbtCloudJob"),
            problems: [400, 404, 413, 422]),
        "GET /api/v1/organization/meta": OpenAPIOperation(summary: "Who asks, and whom", answer: .one("Organization")),
        "GET /api/v1/openapi.json": OpenAPIOperation(summary: "This document", answer: .one("Document")),
    ]

    private static let runs: [String: OpenAPIOperation] = [
        "GET /api/v1/runs": OpenAPIOperation(
            summary: "Runs of pull requests, newest first", query: [.limit, .offset], answer: .many("Run"), problems: [400]),
        "GET /api/v1/runs/{id}": OpenAPIOperation(summary: "A run with its report and timeline", answer: .one("RunDetail")),
        "POST /api/v1/runs/{id}/cancel": OpenAPIOperation(
            summary: "Stop a run; one that has ended stays as it is", answer: .one("RunStatus")),
        "POST /api/v1/runs/{id}/confirm": OpenAPIOperation(
            summary: "Let the diffs of a run begin that waits for it", answer: .one("RunStatus"), problems: [409]),
        "POST /api/v1/runs/{id}/rerun": OpenAPIOperation(
            summary: "Review the same commit once more", answer: .one("RunStatus"), problems: [409]),
        "POST /api/v1/runs/{id}/diff": OpenAPIOperation(
            summary: "Compare downstream models, too", body: .init(schema: "DiffWish"), answer: .one("RunStatus"),
            problems: [400, 409, 413]),
        "GET /api/v1/ci/{id}/runs": OpenAPIOperation(
            summary: "Runs of a CI configuration, as Datafold's SDK reads them",
            query: [.limit, .offset, .text("pr_sha"), .init(name: "pr_num", shape: .id)], answer: .many("SDKRun"), problems: [400]),
        "POST /api/v1/ci/{id}/trigger": OpenAPIOperation(
            summary: "Review a pull request's commit, also without the label; one that has a run is answered with it",
            body: .init(schema: "TriggerCall"), answer: .one("Triggered"), problems: [400, 409, 413, 502]),
        "GET /api/v1/merge_runs": OpenAPIOperation(
            summary: "Runs that pushes to the base branch started", query: [.limit, .offset, .config], answer: .many("MergeRun"),
            problems: [400, 404]),
    ]

    private static let diffs: [String: OpenAPIOperation] = [
        "GET /api/v1/datadiffs/{id}": OpenAPIOperation(summary: "A data diff and how far it is", answer: .one("DataDiff")),
        "GET /api/v1/datadiffs/{id}/summary_results": OpenAPIOperation(summary: "What a data diff found", answer: .one("DiffSummary")),
    ]

    private static let catalogue: [String: OpenAPIOperation] = [
        "GET /api/v1/catalogue": OpenAPIOperation(
            summary: "Nodes of production's dbt projects",
            query: [.text("text"), .text("type"), .text("owner"), .text("tag"), .config, .limit, .offset], answer: .one("Catalogue"),
            problems: [400, 404]),
        "GET /api/v1/catalogue/{id}/{node}": OpenAPIOperation(
            summary: "A node by its configuration and dbt's unique_id, with its history", answer: .one("CatalogueNode")),
        "POST /api/v1/ci_configs/{id}/sync": OpenAPIOperation(
            summary: "Read production's newest metadata now", answer: .one("MetadataSync"), status: 202, problems: [409]),
        "GET /api/v1/ci_configs/{id}/syncs": OpenAPIOperation(
            summary: "The last syncs of metadata, and the next times of the schedule", answer: .one("MetadataSyncs")),
    ]

    private static let uploads: [String: OpenAPIOperation] = [
        "POST /api/v1/dbt/submit_artifacts/{id}": OpenAPIOperation(
            summary: "Upload what a dbt run left", body: .init(schema: "ArtifactUpload", media: ["multipart/form-data"]),
            answer: .one("ArtifactUploaded"), problems: [400, 409, 413, 422]),
        "POST /api/v1/dbt/post_upload_check_artifacts/{id}": OpenAPIOperation(
            summary: "Whether there are artifacts of a commit",
            body: .init(schema: "ArtifactQuestion", media: ["application/x-www-form-urlencoded", "multipart/form-data"]),
            answer: .one("ArtifactAnswer"), problems: [400]),
    ]
}
