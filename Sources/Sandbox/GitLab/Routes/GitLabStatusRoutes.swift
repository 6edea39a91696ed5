import Foundation
import HTTPTypes
import Hummingbird

/// Commit statuses and the pipelines they are in.
struct GitLabStatusRoutes {
    let gitLab: LocalGitLab
    private var answers: GitLabAnswers { gitLab.answers }

    func add(to project: some RouterMethods<SandboxContext>) {
        project.post("statuses/:sha") { request, context in try await set(request, context) }
        project.get("repository/commits/:sha/statuses") { request, context in
            guard let sha = try await gitLab.repository.resolve(context.decoded("sha")) else { throw GitLabRefusal.notFound("Commit") }
            let query = request.queryItems
            let jobs = gitLab.read { $0.pipelines.statuses(sha, all: query["all"] == "true") }.filter { job in
                (query["name"].map { $0 == job.name } ?? true) && (query.integer("pipeline_id").map { $0 == job.pipeline } ?? true)
            }
            return try GitLabPage(request).response(jobs.map(answers.status), answers.address)
        }
        project.get("pipelines") { request, _ in
            let sha = request.queryItems["sha"]
            let found = gitLab.read { state in state.pipelines.all.filter { pipeline in sha.map { $0 == pipeline.sha } ?? true } }
            return try GitLabPage(request).response(found.reversed().map(gitLab.pipelineAnswer), answers.address)
        }
        project.post("pipeline") { request, context in
            try context.require(30)
            let fields = try await request.parameters(context: context)
            let ref = try fields.string("ref") ?? ""
            guard let sha = try await gitLab.repository.references()["refs/heads/\(ref)"] else {
                throw GitLabRefusal(.badRequest, message: "Reference not found")
            }
            let time = gitLab.now()
            let pipeline = gitLab.change { $0.pipelines.add(sha: sha, ref: ref, source: "api", now: time) }
            return try JSONAnswer.response(gitLab.pipelineAnswer(pipeline), status: .created)
        }
    }

    private func set(_ request: Request, _ context: SandboxContext) async throws -> Response {
        try context.require(30)
        let fields = try await request.parameters(context: context)
        let revision = context.decoded("sha")
        guard let sha = try await gitLab.repository.resolve(revision), sha == revision else { throw GitLabRefusal.notFound("Commit") }
        guard let state = try fields.string("state"), Pipelines.states.contains(state) else {
            throw GitLabRefusal(.badRequest, error: "state does not have a valid value")
        }
        let pipeline = try fields.integer("pipeline_id")
        if let pipeline, !gitLab.read({ state in state.pipelines.all.contains { $0.id == pipeline && $0.sha == sha } }) {
            throw GitLabRefusal.notFound("Pipeline for pipeline_id, sha and ref")
        }
        guard let ref = try await ref(of: sha, fields) else { throw GitLabRefusal.notFound("References for commit") }
        var name = try fields.string("name")
        if name == nil { name = try fields.string("context") }
        let wish = Pipelines.Wish(
            sha: sha, ref: ref, state: state, name: name ?? "default", pipeline: pipeline, targetURL: try fields.string("target_url"),
            description: try fields.string("description"), username: context.gitLabUser.username)
        guard wish.description.map({ $0.unicodeScalars.count <= 255 }) ?? true else {
            throw GitLabRefusal(.badRequest, message: "description is too long (maximum is 255 characters)")
        }
        let time = gitLab.now()
        do {
            let job = try gitLab.change { state in try state.pipelines.set(wish, now: time) }
            try await gitLab.emitPipeline(of: job, by: context.gitLabUser)
            return try JSONAnswer.response(answers.status(job), status: .created)
        } catch let refusal as Pipelines.Refusal {
            throw GitLabRefusal(.badRequest, message: refusal.message)
        }
    }

    /// The branch that is asked for, that of the commit's newest pipeline, or the first that has the commit.
    private func ref(of sha: String, _ fields: RequestFields) async throws -> String? {
        if let given = try fields.string("ref") { return given }
        if let known = gitLab.read({ state in state.pipelines.all.last { $0.sha == sha } }) { return known.ref }
        let output = try await gitLab.repository.git(["branch", "--contains", sha, "--format=%(refname:short)"])
        return output.split(separator: "\n").first.map(String.init)
    }
}
