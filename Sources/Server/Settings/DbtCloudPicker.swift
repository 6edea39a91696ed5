import DbtCloud
import HTTPTransport

/// Fills the pickers of a CI configuration from dbt Cloud.
struct DbtCloudPicker: Sendable {
    /// A job as people know it.
    struct Job: Hashable, Sendable {
        let id: Int
        let name: String
        let projectID: Int?
        let project: String?
        let type: String?
        let generatesDocs: Bool?

        /// `Project · Job`.
        var label: String { [project, name].compactMap(\.self).joined(separator: " · ") }
    }

    let accessURL: String
    let apiKey: Secret
    let transport: any HTTPTransport

    private func client(account: Int) throws(DbtCloudError) -> DbtCloudClient {
        try DbtCloudClient(accessURL: accessURL, accountID: account, apiKey: apiKey, setting: "the Access URL", transport: transport)
    }

    /// The accounts that the key may see, by name.
    func accounts() async throws(DbtCloudError) -> [DbtCloudAccount] {
        try await client(account: 0).accounts().sorted { ($0.name, $0.id) < ($1.name, $1.id) }
    }

    /// The jobs of an account, by project and name.
    func jobs(account: Int) async throws(DbtCloudError) -> [Job] {
        let client = try client(account: account)
        let projects = try await client.projects()
        let names = Dictionary(projects.map { ($0.id, $0.name) }) { first, _ in first }
        return try await client.jobs()
            .map { job in
                Job(
                    id: job.id, name: job.name, projectID: job.projectID, project: job.projectID.flatMap { names[$0] }, type: job.type,
                    generatesDocs: job.generatesDocs ?? job.executeSteps.contains { $0.contains("docs generate") })
            }
            .sorted { ($0.label, $0.id) < ($1.label, $1.id) }
    }

    /// What speaks against a job as the one whose artifacts are production's; nothing when it is a good one.
    func objections(toArtifactsJob job: Job, account: Int, now: Double) async throws(DbtCloudError) -> [String] {
        var objections: [String] = []
        let runs = try await client(account: account).runs(ofJob: job.id, limit: 20)
        let success = runs.first { $0.status == .success }
        if let finished = success?.finishedAt, now - finished > Self.recent {
            objections.append(
                "Its last success is \(Int((now - finished) / 86_400)) days old, so pull requests are compared with old artifacts.")
        } else if success == nil {
            objections.append(
                runs.isEmpty
                    ? "It never ran, so there are no artifacts to compare with yet." : "None of its last \(runs.count) runs succeeded.")
        }
        if job.generatesDocs == false {
            objections.append("It makes no docs, so there is no catalog.json with columns and types; turn on 'Generate docs on run'.")
        }
        return objections
    }

    /// What speaks against a job as the one that builds pull requests; nil when it is a good one.
    static func objection(toPullRequestJob job: Job) -> String? {
        guard let type = job.type, type != "ci" else { return nil }
        return "It is of the type '\(type)', not a CI job, so dbt Cloud does not start it for pull requests."
    }

    /// Seconds; a week.
    private static let recent = 7.0 * 86_400
}
