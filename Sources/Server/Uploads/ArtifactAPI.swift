import CIPipeline
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import SourceControl
import Store

/// Uploads of dbt artifacts, as Datafold's SDK makes them.
struct ArtifactAPI: Sendable {
    let server: ServerContext

    func add(to api: RouterGroup<ServerRequestContext>) {
        api.post("dbt/submit_artifacts/:id") { request, context in try await submit(try context.number("id"), request, context) }
        api.post("dbt/post_upload_check_artifacts/:id") { request, context in try await check(try context.number("id"), request) }
    }

    private struct Answer: Encodable {
        let id: Int
        let status: String
        let detail: String
    }

    private func submit(_ id: Int, _ request: Request, _ context: ServerRequestContext) async throws -> Response {
        let config = try await server.store.ciConfig(id)
        guard config.isActive else { throw Problem(.conflict, "CI configuration \(config.name) is no longer in use.") }
        guard config.settings.dbtCloud == nil else {
            throw Problem(
                .conflict, "CI configuration \(config.name) takes its artifacts from dbt Cloud.",
                hint: "Upload to a configuration without dbt_cloud.")
        }
        let form = try await MultipartForm(request, limit: server.settings.maxUploadMB << 20)
        guard let archive = form.files["artifacts"] else {
            throw Problem(.badRequest, "The file 'artifacts' is missing.", hint: "Send the zipped target folder as the file 'artifacts'.")
        }
        let runType = try Self.runType(form.fields["run_type"])
        let claim = ArtifactIntake.Claim(
            config: config, runType: runType, sha: try Self.sha(form.fields["commit_sha"]), runID: form.fields["run_id"],
            who: context.caller?.name ?? "the API", isNewProject: form.fields["new_project"] == "true")
        let upload = try await ArtifactIntake(server: server).keep(archive, claim)
        try await wake(upload, config)
        server.logger.info(
            "artifacts uploaded", metadata: ["config": "\(config.name)", "type": "\(runType.rawValue)", "commit": "\(upload.sha)"])
        return try JSONReply.response(
            Answer(id: upload.id, status: "ok", detail: "The \(runType.words) artifacts of commit \(upload.sha.prefix(7)) are kept."))
    }

    /// Runs that wait look at once; a pull request nobody told of is looked for.
    private func wake(_ upload: UploadRecord, _ config: CIConfigRecord) async throws {
        server.pipeline.nudges.nudge(build: nil, job: nil, isNew: true)
        guard upload.runType == .pullRequest else { return try await server.pipeline.syncWaiting(config.id) }
        var query = RunQuery()
        query.ciConfigID = config.id
        query.headSHA = upload.sha
        query.limit = 1
        if try await server.store.runs(query).isEmpty { try await server.pipeline.sweepSoon() }
    }

    static func runType(_ text: String?) throws -> UploadRecord.RunType {
        guard let runType = text.flatMap(UploadRecord.RunType.init) else {
            throw Problem(.badRequest, "The field 'run_type' must be 'production' or 'pull_request', not '\(text?.prefix(40) ?? "")'.")
        }
        return runType
    }

    /// Full commits only: an abbreviated one could not be found again.
    static func sha(_ text: String?) throws -> String {
        let sha = text?.lowercased() ?? ""
        guard sha.count == 40 || sha.count == 64, sha.allSatisfy(\.isHexDigit) else {
            throw Problem(
                .badRequest, "The field 'commit_sha' must be a whole commit SHA of 40 hexadecimal digits, not '\(sha.prefix(80))'.",
                hint: "Give --commit-sha \"$(git rev-parse HEAD)\".")
        }
        return sha
    }

    private struct CheckAnswer: Encodable {
        let status: String
        let detail: String
    }

    private func check(_ id: Int, _ request: Request) async throws -> Response {
        let config = try await server.store.ciConfig(id)
        let fields = try await request.formFields()
        let (runType, sha) = (try Self.runType(fields["run_type"]), try Self.sha(fields["commit_sha"]))
        let isThere = try await server.store.newestUpload(ciConfigID: config.id, runType, sha: sha) != nil
        return try JSONReply.response(
            CheckAnswer(
                status: isThere ? "ok" : "missing",
                detail: "There are \(isThere ? "" : "no ")\(runType.words) artifacts of commit \(sha.prefix(7)) in \(config.name)."))
    }
}

extension UploadRecord.RunType {
    var words: String { self == .production ? "production" : "pull request" }
}

extension Request {
    /// The fields of a form, however it is encoded.
    func formFields() async throws -> [String: String] {
        if headers[.contentType]?.hasPrefix("multipart/") == true { return try await MultipartForm(self, limit: 1 << 20).fields }
        let body = String(buffer: try await self.body.collect(upTo: 1 << 20))
        let pairs = body.split(separator: "&").map { pair -> (String, String) in
            let halves = pair.split(separator: "=", maxSplits: 1).map {
                $0.replacing("+", with: " ").removingPercentEncoding ?? String($0)
            }
            return (halves.first ?? "", halves.count > 1 ? halves[1] : "")
        }
        return Dictionary(pairs) { first, _ in first }
    }
}
