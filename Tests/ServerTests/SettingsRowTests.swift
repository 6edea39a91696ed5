import Foundation
import HTTPTransport
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Server
import Store
import Testing

/// One row of the form: set to something that is not its default, in each of the three places where it can be set.
struct SettingsRowSample: Sendable, CustomTestStringConvertible {
    let name: String
    /// As it is typed in the form; a box is `true` or absent.
    let typed: String?
    /// As JSON.
    let json: String
    let holds: @Sendable (CIConfigRecord) -> Bool

    init(_ name: String, _ typed: String?, _ json: String? = nil, _ holds: @escaping @Sendable (CIConfigRecord) -> Bool) {
        self.name = name
        self.typed = typed
        self.json = json ?? (typed == "true" ? "true" : typed == nil ? "false" : "\"\(typed ?? "")\"")
        self.holds = holds
    }

    var testDescription: String { name }
}

@Suite struct SettingsRowTests {
    static let samples: [SettingsRowSample] = [
        .init("repository", "acme/other") { $0.repositoryId == 2 },
        .init("data_source", "v") { $0.dataSourceId == 2 },
        .init("name", "other name") { $0.name == "other name" },
        .init("dbt_cloud.access_url", "https://cd2.us1.dbt.com") { $0.settings.dbtCloud?.accessURL == "https://cd2.us1.dbt.com" },
        .init("dbt_cloud.account_id", "7") { $0.settings.dbtCloud?.accountID == 7 },
        .init("dbt_cloud.artifacts_job_id", "70") { $0.settings.dbtCloud?.artifactsJobID == 70 },
        .init("skip_pull_requests", "true") { $0.settings.skipPullRequests },
        .init("dbt_cloud.pull_request_job_id", "71") { $0.settings.dbtCloud?.pullRequestJobID == 71 },
        .init("primary_key_tag", "pk") { $0.settings.primaryKeyTag == "pk" },
        .init("base_commit_strategy", "latest") { $0.settings.baseCommitStrategy == .latest },
        .init("sync_metadata_on_push", "true") { $0.settings.syncMetadataOnPush },
        .init("sync_metadata_schedule", "0 2 * * *") { $0.settings.syncMetadataSchedule == "0 2 * * *" },
        .init("files_to_ignore", "*\n!dbt/*", #""*\n!dbt/*""#) { $0.settings.filesToIgnore == "*\n!dbt/*" },
        .init("ci_status_reporting", nil) { !$0.settings.ciStatusReporting },
        .init("slim_ci", "true") { $0.settings.slimCI },
        .init("require_label", "true") { $0.settings.requireLabel },
        .init("sampling.tolerance", "0.1%") { $0.settings.sampling.tolerance == 0.001 },
        .init("sampling.confidence", "95%") { $0.settings.sampling.confidence == 0.95 },
        .init("sampling.threshold", "1000") { $0.settings.sampling.threshold == 1000 },
        .init("sampling.enabled", "false", "false") { $0.settings.sampling.isEnabled == false },
        .init("label", "review") { $0.settings.label == "review" },
        .init("base_branch", "staging") { $0.settings.baseBranch == "staging" },
        .init("columns_to_ignore", "_loaded*") { $0.settings.columnsToIgnore == "_loaded*" },
        .init("fail_on_primary_key_issues", "true") { $0.settings.failOnPrimaryKeyIssues },
        .init("diff_threshold", "5") { $0.settings.diffThreshold == 5 },
        .init("trigger_on_merge", "12") { $0.settings.triggerOnMerge == 12 },
        .init("pull_request_job_timeout_minutes", "30") { $0.settings.pullRequestJobTimeoutMinutes == 30 },
        .init("base_wait_minutes", "3") { $0.settings.baseWaitMinutes == 3 },
        .init("review_drafts", "true") { $0.settings.reviewDrafts },
        .init("forks", "never") { $0.settings.forks == .never },
        .init("status_context", "data/review") { $0.settings.statusContext == "data/review" },
        .init("window", "overlap") { $0.settings.window == .overlap },
        .init("profile", "true") { $0.settings.profile },
        .init("materialize", "true") { $0.settings.materialize },
        .init("sync_metadata_time_zone", "Europe/Berlin") { $0.settings.syncMetadataTimeZone == "Europe/Berlin" },
    ]

    /// A form with nothing but what is needed, as a browser sends it.
    static let usual = [
        "action": "save", "repository": "acme/shop", "data_source": "w", "name": "app", "dbt_cloud.api_key": "key-1",
        "dbt_cloud.access_url": "https://ab1.us1.dbt.com", "dbt_cloud.account_id": "1", "dbt_cloud.artifacts_job_id": "10",
        "dbt_cloud.pull_request_job_id": "11", "ci_status_reporting": "true", "base_commit_strategy": "merge_base", "forks": "with_label",
        "window": "event_time",
    ]

    private func place() async throws -> ServerPlace {
        let place = try await ServerPlace()
        // Rows can be kept where tables may be written.
        _ = try await place.store.save(DataSourceDraft(name: "w", type: "duckdb", options: ["path": "/x"], tempSchema: "scratch"), now: 1)
        _ = try await place.store.save(DataSourceDraft(name: "v", type: "duckdb", options: ["path": "/y"]), now: 1)
        return place
    }

    @Test(arguments: samples)
    func inTheForm(_ sample: SettingsRowSample) async throws {
        let place = try await place()
        try await place.test { client in
            let browser = Browser(client)
            try await browser.signIn(place)
            var fields = Self.usual
            fields[sample.name] = sample.typed
            let made = try await browser.post("/settings/ci/new", fields, from: browser.get("/settings/keys"))
            #expect(made.status == 303, "\(made.text)")
            let config = try #require(try await place.store.ciConfigs().first { $0.id != 1 })
            #expect(sample.holds(config))
            #expect(try place.store.dbtCloudKey(of: config)?.reveal() == "key-1")
            // The form shows it, and sent back as it is, it changes nothing.
            let row = try await browser.get("/settings/ci/\(config.id)").row(sample.name)
            if let typed = sample.typed, typed != "true" {
                let first = String(typed.split(separator: "\n").first ?? "")
                #expect(row.contains("value=\"\(first)\" selected") || row.contains("value=\"\(first)\"") || row.contains(first), "\(row)")
            } else {
                #expect(row.contains(" checked") == (sample.typed == "true"), "\(row)")
            }
        }
    }

    @Test(arguments: samples)
    func inTheAPI(_ sample: SettingsRowSample) async throws {
        let place = try await place()
        let parts = sample.name.split(separator: ".")
        let body = parts.count == 2 ? "{\"\(parts[0])\": {\"\(parts[1])\": \(sample.json)}}" : "{\"\(parts[0])\": \(sample.json)}"
        try await place.test { client in
            let headers: HTTPFields = [.authorization: "Key admin-key"]
            let made = try JSONSerialization.data(withJSONObject: SettingsAPITests.whole)
            let id = try await client.execute(uri: "/api/v1/ci_configs", method: .post, headers: headers, body: ByteBuffer(bytes: made)) {
                let json = try JSONSerialization.jsonObject(with: Data($0.body.readableBytesView)) as? [String: Any]
                return try #require(json?["id"] as? Int)
            }
            #expect(try await !sample.holds(place.store.ciConfig(id)))
            try await client.execute(uri: "/api/v1/ci_configs/\(id)", method: .patch, headers: headers, body: ByteBuffer(string: body)) {
                #expect($0.status == .ok, "\(String(buffer: $0.body))")
            }
            #expect(try await sample.holds(place.store.ciConfig(id)))
        }
    }

    @Test(arguments: samples)
    func inTheFile(_ sample: SettingsRowSample) async throws {
        let parts = sample.name.split(separator: ".").map(String.init)
        var lines = [
            "name": "app", "repository": "acme/shop", "data_source": "w",
            "dbt_cloud":
                "{access_url: 'https://ab1.us1.dbt.com', api_key: k, account_id: 1, artifacts_job_id: 10, pull_request_job_id: 11}",
        ]
        if parts[0] == "dbt_cloud" {
            lines["dbt_cloud"] = lines["dbt_cloud"]?.replacing(try Regex("\(parts[1]): [^,}]*"), with: "\(parts[1]): \(sample.json)")
        } else {
            lines[parts[0]] = parts.count == 2 ? "{\(parts[1]): \(sample.json)}" : sample.json
        }
        let text = """
            data_sources: [{name: w, type: duckdb, options: {path: /x}, temp_schema: scratch}, {name: v, type: duckdb, options: {path: /y}}]
            repositories: [{name: acme/shop, token: t}, {name: acme/other, token: t}]
            ci_configs: [{\(lines.map { "\($0.key): \($0.value)" }.sorted().joined(separator: ", "))}]
            """
        let configuration = try PlumblineConfiguration.read(text, file: "f", environment: [:])
        let path = FileManager.default.temporaryDirectory.appending(path: "plumbline-row-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let store = try Store(dataDirectory: path, environment: [:])
        try await configuration.apply(to: store, now: 1)
        #expect(sample.holds(try #require(try await store.ciConfigs().first)))
    }

    /// The seed's table, in its order and words.
    @Test func theRowsStandInTheOrderAndWordsOfTheTable() async throws {
        let place = try await place()
        try await place.test { client in
            let browser = Browser(client)
            try await browser.signIn(place)
            let labels = try await browser.get("/settings/ci/new").labels
            #expect(
                labels.prefix(20) == [
                    "Repository", "Data Source", "Name", "API Key", "Access URL", "Account name", "Job that creates dbt artifacts",
                    "Skip for pull/merge requests", "Job that builds pull/merge requests", "Primary key tag",
                    "Base branch commit selection strategy", "Sync metadata on every push to production", "Sync metadata on a schedule",
                    "Files to ignore", "CI Status Reporting", "Slim CI", "Require 'datafold' label to be present on pull/merge request",
                    "Sampling tolerance", "Sampling confidence", "Sampling Threshold",
                ])
            #expect(labels.count == Self.samples.count + 2, "a row without a sample, beside the two secrets")
        }
    }
}
