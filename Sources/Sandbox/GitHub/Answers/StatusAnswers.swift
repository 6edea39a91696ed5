import Foundation

extension GitHubAnswers {
    private struct StatusCore: Encodable {
        let url: String
        let id: Int
        let nodeID: String
        let state: String
        @ExplicitNull var description: String?
        @ExplicitNull var targetURL: String?
        let context: String
        let createdAt: String
        let updatedAt: String
        @ExplicitNull var avatarURL: String? = nil
    }

    func status(_ status: StatusRecord) -> Joined {
        let core = StatusCore(
            url: "\(links.repository)/statuses/\(status.sha)",
            id: status.id,
            nodeID: Self.nodeID("StatusContext", status.id),
            state: status.state,
            description: status.description,
            targetURL: status.targetURL,
            context: status.context,
            createdAt: TimeText.gitHub(status.createdAt),
            updatedAt: TimeText.gitHub(status.createdAt)
        )
        return Joined(core, ["creator": user(status.login)])
    }

    private struct CombinedAnswer: Encodable {
        let state: String
        let statuses: [Joined]
        let sha: String
        let totalCount: Int
        let repository: Joined
        let commitURL: String
        let url: String
    }

    func combined(_ sha: String, state: String, statuses: [StatusRecord], repository: Joined) -> some Encodable {
        CombinedAnswer(
            state: state,
            statuses: statuses.map(status),
            sha: sha,
            totalCount: statuses.count,
            repository: repository,
            commitURL: "\(links.repository)/commits/\(sha)",
            url: "\(links.repository)/commits/\(sha)/status"
        )
    }

    private struct CheckRunAnswer: Encodable {
        struct Output: Encodable {
            @ExplicitNull var title: String?
            @ExplicitNull var summary: String?
            @ExplicitNull var text: String?
            let annotationsCount: Int
            let annotationsURL: String
        }
        struct Suite: Encodable {
            let id: Int
            let headSha: String
            let status: String
            @ExplicitNull var conclusion: String?
        }
        let id: Int
        let nodeID: String
        let headSha: String
        let externalID: String
        let url: String
        let htmlURL: String
        @ExplicitNull var detailsURL: String?
        let status: String
        @ExplicitNull var conclusion: String?
        let startedAt: String
        @ExplicitNull var completedAt: String?
        let output: Output
        let name: String
        let checkSuite: Suite
        let app: NamedParts
        let pullRequests: [String] = []
    }

    func checkRun(_ run: CheckRun) -> some Encodable {
        let url = "\(links.repository)/check-runs/\(run.id)"
        return CheckRunAnswer(
            id: run.id,
            nodeID: Self.nodeID("CheckRun", run.id),
            headSha: run.headSHA,
            externalID: run.externalID,
            url: url,
            htmlURL: "\(links.page)/runs/\(run.id)",
            detailsURL: run.detailsURL,
            status: run.status,
            conclusion: run.conclusion,
            startedAt: TimeText.gitHub(run.startedAt),
            completedAt: run.completedAt.map(TimeText.gitHub),
            output: .init(
                title: run.title, summary: run.summary, text: run.text, annotationsCount: run.annotations.count,
                annotationsURL: url + "/annotations"),
            name: run.name,
            checkSuite: .init(id: run.id + 1, headSha: run.headSHA, status: run.status, conclusion: run.conclusion),
            app: ["id": run.appID, "slug": "plumbline-sandbox", "name": "Plumbline sandbox", "owner": user(GitHubNames.owner)]
        )
    }

    func annotation(_ annotation: Annotation) -> NamedParts {
        [
            "path": annotation.path, "start_line": annotation.startLine, "end_line": annotation.endLine, "start_column": Int?.none,
            "end_column": Int?.none, "annotation_level": annotation.level, "title": annotation.title, "message": annotation.message,
            "raw_details": String?.none, "blob_href": links.page,
        ]
    }
}
