import HTTPTransport
package import SourceControl

extension GitLabHost {
    /// Sets a commit status, a job of the stage `external` in a pipeline of the commit.
    ///
    /// GitLab puts it into the commit's newest pipeline. When a pipeline began after `pending` was set, the pending job stays behind in the
    /// older one and would block merging for good, so a final status also ends what is left of its name.
    /// <https://docs.gitlab.com/api/commits/#set-commit-pipeline-status>
    package func setStatus(_ status: CommitStatus, on sha: String) async throws(SourceControlError) {
        let place = try await place(of: sha)
        try await post(status, on: sha, at: place)
        guard status.state != .pending else { return }
        for pipeline in try await pipelinesThatWait(for: status.context, on: sha, at: place) {
            try await post(status, on: sha, at: place, pipeline: pipeline)
        }
    }

    /// Where a commit's statuses belong.
    private struct Place {
        /// The fork's number, where a merge request comes from one; its statuses are read from there.
        var fork: Int?
        /// The branch of the pipeline that is to be made; nil where there is a pipeline, or GitLab may choose.
        var ref: String?
    }

    /// Where a commit has no pipeline, GitLab makes one for any branch that has the commit, and a merge request shows its own branch's only.
    private func place(of sha: String) async throws(SourceControlError) -> Place {
        let attempt = Attempt("read commit \(sha.prefix(7))")
        let commit: PipelinedCommit = try await exchange.value(HTTPCall(.get, address("repository", "commits", sha)), attempt)
        guard commit.lastPipeline == nil else { return Place() }
        let requests: [MergeRequestPayload] = try await exchange.pages(
            address("repository", "commits", sha, "merge_requests", query: [("per_page", "100")]),
            Attempt("find the merge request of commit \(sha.prefix(7))"))
        guard let request = requests.first(where: { $0.changeRequest.state == .open && $0.changeRequest.headSHA == sha }) else {
            return Place()
        }
        return Place(fork: request.changeRequest.isFork ? request.sourceProjectID : nil, ref: request.changeRequest.headBranch)
    }

    private func address(at place: Place, _ segments: [String], query: [(name: String, value: String)] = []) -> String {
        place.fork.map { address(project: $0, segments, query: query) } ?? address(segments, query: query)
    }

    private func post(_ status: CommitStatus, on sha: String, at place: Place, pipeline: Int? = nil) async throws(SourceControlError) {
        let body = StatusBody(
            state: status.state.isBad ? "failed" : status.state.rawValue, name: status.context,
            description: status.shortDescription(255), targetURL: status.targetURL, ref: pipeline == nil ? place.ref : nil,
            pipelineID: pipeline)
        let fork = place.fork.map { " in the fork, project \($0)," } ?? ""
        let attempt = Attempt("set the status \(status.context) on commit \(sha.prefix(7))\(fork)", role: "Developer")
        do throws(SourceControlError) {
            let call = HTTPCall(.post, address(at: place, ["statuses", sha]), isRepeatable: true)
            let _: CreatedPayload = try await exchange.value(call, body: body, attempt)
        } catch {
            // GitLab may refuse to make a pending status pending again, which is what was wanted.
            // https://gitlab.com/gitlab-org/gitlab/-/issues/556757
            guard error.code == .rejected, status.state == .pending, error.message.contains("Cannot transition status via :enqueue from")
            else { throw error }
        }
    }

    private func pipelinesThatWait(for context: String, on sha: String, at place: Place) async throws(SourceControlError) -> [Int] {
        let url = address(
            at: place, ["repository", "commits", sha, "statuses"], query: [("name", context), ("all", "true"), ("per_page", "100")])
        let jobs: [StatusPayload] = try await exchange.pages(url, Attempt("list the statuses of commit \(sha.prefix(7))"))
        var seen: Set<Int> = []
        return jobs.filter { $0.name == context && ["pending", "running"].contains($0.status) }
            .compactMap(\.pipelineID).filter { seen.insert($0).inserted }
    }
}

/// The body that sets a commit status.
private struct StatusBody: Encodable {
    var state: String
    var name: String
    var description: String
    var targetURL: String?
    var ref: String?
    var pipelineID: Int?

    private enum CodingKeys: String, CodingKey {
        case state, name, description, ref
        case targetURL = "target_url"
        case pipelineID = "pipeline_id"
    }
}

/// A status that is set.
private struct StatusPayload: Decodable {
    var name: String
    var status: String
    var pipelineID: Int?

    private enum CodingKeys: String, CodingKey {
        case name, status
        case pipelineID = "pipeline_id"
    }
}

/// A commit, as far as its newest pipeline goes.
private struct PipelinedCommit: Decodable {
    struct Pipeline: Decodable {}

    var lastPipeline: Pipeline?

    private enum CodingKeys: String, CodingKey { case lastPipeline = "last_pipeline" }
}
