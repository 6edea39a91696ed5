import HTTPTransport
package import SourceControl

extension GitHubHost {
    /// Only Apps have check runs; others get nil.
    package func writeCheck(_ check: CheckReport, on sha: String, known: String?) async throws(SourceControlError) -> String? {
        guard let app = credential.app, try await app.permissions()["checks"] == "write" else { return nil }
        let standing = try await standing(known, check.status.context, on: sha)
        var id = standing.map { String($0.id) }
        for step in CheckPlan.steps(check, sha: sha, standing: standing) {
            switch step {
            case .create(let body): id = try await create(body, on: sha)
            case .update(let body): try await update(id ?? "", body)
            }
        }
        return id
    }

    /// The newest check run of the context that this App wrote on the commit.
    private func standing(_ known: String?, _ context: String, on sha: String) async throws(SourceControlError) -> StandingCheck? {
        let attempt = attempt("read the check \(context) of commit \(sha.prefix(7))", "commit \(sha.prefix(7))")
        if let known {
            do throws(SourceControlError) {
                let run: CheckRunPayload = try await exchange.value(HTTPCall(.get, address("check-runs", known)), attempt)
                return run.standing
            } catch {
                guard error.code == .notFound else { throw error }
            }
        }
        let url = address("commits", sha, "check-runs", query: [("check_name", context), ("filter", "latest"), ("per_page", "100")])
        let list: CheckRunList = try await exchange.value(HTTPCall(.get, url), attempt)
        return list.runs.filter { $0.externalID == context }.max { $0.id < $1.id }?.standing
    }

    private func create(_ body: CheckBody, on sha: String) async throws(SourceControlError) -> String {
        let call = HTTPCall(.post, address("check-runs"), isRepeatable: false)
        let run: CheckRunPayload = try await exchange.value(
            call, body: body, attempt("write the check \(body.name) on commit \(sha.prefix(7))", "commit \(sha.prefix(7))"))
        return String(run.id)
    }

    /// Annotations add up, so an update that may have arrived is not sent again.
    private func update(_ id: String, _ body: CheckBody) async throws(SourceControlError) {
        let call = HTTPCall(.patch, address("check-runs", id), isRepeatable: body.output.annotations.isEmpty)
        let _: CheckRunPayload = try await exchange.value(
            call, body: body, attempt("write the check \(body.name)", "the check run \(id)"))
    }

    private func attempt(_ what: String, _ subject: String) -> Attempt { Attempt(what, permission: "Checks: write", subject: subject) }
}

/// A check run, by what is needed of it.
struct CheckRunPayload: Decodable {
    struct Output: Decodable {
        var title: String?
        var summary: String?
        var annotationsCount: Int?

        private enum CodingKeys: String, CodingKey {
            case title, summary
            case annotationsCount = "annotations_count"
        }
    }

    var id: Int
    var status: String?
    var conclusion: String?
    var externalID: String?
    var output: Output?

    var standing: StandingCheck {
        StandingCheck(
            id: id, isCompleted: status == "completed", conclusion: conclusion, title: output?.title, summary: output?.summary,
            annotations: output?.annotationsCount ?? 0)
    }

    private enum CodingKeys: String, CodingKey {
        case id, status, conclusion, output
        case externalID = "external_id"
    }
}

private struct CheckRunList: Decodable {
    var runs: [CheckRunPayload]

    private enum CodingKeys: String, CodingKey { case runs = "check_runs" }
}
