import Foundation
import HTTPTransport
import Server
import Store
import Testing

@Suite struct ConfigurationTests {
    private let environment = ["GITHUB_TOKEN": "gh", "WEBHOOK_SECRET": "hook: [x]", "DBT_API_KEY": "dbt", "PLUMBLINE_API_KEY": "key"]

    /// The example of the documentation, whole.
    static let example = """
        server: {listen: "127.0.0.1:8080", public_url: "http://127.0.0.1:8080/", data_dir: "./data", retention_days: 30}
        api_keys: [{name: ci, role: admin, key: "${PLUMBLINE_API_KEY}"}]
        data_sources:
          - {name: warehouse, type: duckdb, options: {path: /abs/warehouse.duckdb}}
        repositories:
          - {name: acme/shop, host: github, api_url: "http://127.0.0.1:9100/github", token: "${GITHUB_TOKEN}", webhook_secret: "${WEBHOOK_SECRET}"}
        ci_configs:
          - name: shop
            repository: acme/shop
            data_source: warehouse
            dbt_cloud: {access_url: "http://127.0.0.1:9100", api_key: "${DBT_API_KEY}", account_id: 1, artifacts_job_id: 10, pull_request_job_id: 11}
            skip_pull_requests: false
            primary_key_tag: primary-key
            base_commit_strategy: latest
            sync_metadata_on_push: true
            sync_metadata_schedule: "0 2 * * *"
            files_to_ignore: |
              *
              !dbt/*
              dbt/*.md
            ci_status_reporting: false
            slim_ci: true
            require_label: true
            sampling: {tolerance: "0.001%", confidence: "99%", threshold: 5000000}
            fail_on_primary_key_issues: true
            diff_threshold: null
            base_branch: staging
            columns_to_ignore: ""
            pull_request_job_timeout_minutes: 0.5
            trigger_on_merge: null
            window: overlap
        """

    private func read(_ text: String) throws(ConfigurationError) -> PlumblineConfiguration {
        try PlumblineConfiguration.read(text, file: "plumbline.yaml", environment: environment)
    }

    private func problems(_ text: String) -> [String] {
        do {
            _ = try read(text)
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }

    @Test func projectsOfGitLabMayLieInNestedGroups() throws {
        func repositories(_ name: String, _ host: String) -> String {
            "repositories: [{name: \(name), host: \(host), token: t, api_url: \"https://git.example/lab/api/v4\"}]"
        }
        let read = try read(repositories("acme/data/shop", "gitlab")).repositories[0]
        #expect(read.host == "gitlab" && read.name == "acme/data/shop" && read.apiURL == "https://git.example/lab/api/v4")
        #expect(problems(repositories("shop", "gitlab"))[0].contains("group/name or group/subgroup/name, not 'shop'"))
        #expect(problems(repositories("acme/data/shop", "github"))[0].contains("must be written as owner/name"))
        #expect(problems(repositories("acme/shop", "gitea"))[0].contains("known: github, gitlab"))
    }

    @Test func theExampleIsRead() throws {
        let configuration = try read(Self.example)
        #expect(
            configuration.server
                == ServerSettings(
                    host: "127.0.0.1", port: 8080, publicURL: "http://127.0.0.1:8080", dataDirectory: "./data", retentionDays: 30))
        #expect(configuration.apiKeys.map(\.role) == [.admin])
        #expect(configuration.repositories[0].webhookSecret?.reveal() == "hook: [x]")
        let config = configuration.ciConfigs[0]
        #expect(config.dbtCloudKey?.reveal() == "dbt")
        var expected = CISettings()
        expected.dbtCloud = DbtCloudSettings(accessURL: "http://127.0.0.1:9100", accountID: 1, artifactsJobID: 10, pullRequestJobID: 11)
        expected.baseCommitStrategy = .latest
        expected.syncMetadataOnPush = true
        expected.syncMetadataSchedule = "0 2 * * *"
        expected.filesToIgnore = "*\n!dbt/*\ndbt/*.md\n"
        expected.ciStatusReporting = false
        expected.slimCI = true
        expected.requireLabel = true
        expected.sampling = SamplingPreferences(tolerance: 0.00001, confidence: 0.99, threshold: 5_000_000)
        expected.failOnPrimaryKeyIssues = true
        expected.baseBranch = "staging"
        expected.window = .overlap
        expected.pullRequestJobTimeoutMinutes = 0.5
        #expect(config.settings == expected)
    }

    @Test(arguments: [
        ("false", SamplingPreferences(isEnabled: false)), ("true", SamplingPreferences(isEnabled: true)),
        ("null", SamplingPreferences()), ("{}", SamplingPreferences()),
        ("{enabled: false, threshold: 10}", SamplingPreferences(isEnabled: false, threshold: 10)),
        ("{tolerance: 0.00001, confidence: 0.999}", SamplingPreferences(tolerance: 0.00001, confidence: 0.999)),
        ("{tolerance: 0.1 %, confidence: 95%}", SamplingPreferences(tolerance: 0.001, confidence: 0.95)),
    ])
    func sampling(text: String, expected: SamplingPreferences) throws {
        let example = Self.example.replacing(#"{tolerance: "0.001%", confidence: "99%", threshold: 5000000}"#, with: text)
        #expect(try read(example).ciConfigs[0].settings.sampling == expected)
    }

    @Test(arguments: [
        ("maybe", "ci_configs[0].sampling: must be true, false or a list of 'key: value' pairs, not 'maybe'"),
        ("{confidence: 99}", "ci_configs[0].sampling.confidence: must be a share such as 99% or 0.99, above 0 and below 1, not '99'"),
        (
            "{tolerance: 100%}",
            "ci_configs[0].sampling.tolerance: must be a share such as 0.001% or 0.00001, above 0 and below 1, not '100%'"
        ),
        ("{threshold: -1}", "ci_configs[0].sampling.threshold: must be a whole number, at least 0, not '-1'"),
        ("{tolerence: 1%}", "ci_configs[0].sampling.tolerence: unknown key 'tolerence'; did you mean 'tolerance'?"),
    ])
    func wrongSampling(text: String, says: String) {
        let example = Self.example.replacing(#"{tolerance: "0.001%", confidence: "99%", threshold: 5000000}"#, with: text)
        let found = problems(example)
        #expect(found.count == 1 && found[0].contains(says), "\(found)")
    }

    @Test func everyProblemIsListedWithItsPlace() {
        let found = problems(
            """
            servr: {}
            server: {listen: "here", data_dir: "${NOT_SET}"}
            data_sources:
              - {name: w, type: duckdbb, options: {path: /x}}
            repositories:
              - {name: shop, token: t}
            ci_configs:
              - name: shop
                repository: acme/shp
                data_source: w
                slim_cli: true
                diff_threshold: many
                base_commit_strategy: lates
                sampling: {tolerance: 7}
                trigger_on_merge: 0
                dbt_cloud: {access_url: "nowhere", api_key: k, account_id: 0, artifacts_job_id: 1}
            """)
        for expected in [
            "line 1, servr: unknown key 'servr'; did you mean 'server'?",
            "line 2, server.listen:", "the environment variable NOT_SET is not set",
            "line 4, data_sources[0].type: 'duckdbb' is not one of duckdb, postgresql; did you mean 'duckdb'?",
            "line 6, repositories[0].name: must be written as owner/name, not 'shop'",
            "ci_configs[0].repository: 'acme/shp' is not among the configured ones",
            "line 11, ci_configs[0].slim_cli: unknown key 'slim_cli'; did you mean 'slim_ci'?",
            "line 12, ci_configs[0].diff_threshold: must be a whole number, at least 0, not 'many'",
            "'lates' is not one of merge_base, latest; did you mean 'latest'?",
            "ci_configs[0].sampling.tolerance: must be a share",
            "ci_configs[0].trigger_on_merge: must be a whole number, at least 1, not '0'",
            "ci_configs[0].dbt_cloud.account_id: must be a whole number, at least 1",
            "'pull_request_job_id' is missing",
        ] { #expect(found.contains { $0.contains(expected) }, "\(expected) in \(found)") }
        #expect(Set(found).count == found.count)
    }

    @Test func aJobForMergesNeedsADbtCloud() throws {
        let found = problems("ci_configs: [{name: shop, repository: a/b, data_source: w, trigger_on_merge: 10}]")
        #expect(found.contains { $0.contains("ci_configs[0].trigger_on_merge: needs dbt_cloud") }, "\(found)")
        let text = Self.example.replacing("trigger_on_merge: null", with: "trigger_on_merge: 10")
        #expect(try read(text).ciConfigs[0].settings.triggerOnMerge == 10)
    }

    @Test(arguments: [
        ("sync_metadata_schedule: 0 0 31 2 *", "ci_configs[0].sync_metadata_schedule: '0 0 31 2 *' never fires"),
        ("sync_metadata_schedule: hourly", "ci_configs[0].sync_metadata_schedule: 'hourly' has 1 field, not five"),
        (
            "sync_metadata_time_zone: berlin",
            "ci_configs[0].sync_metadata_time_zone: 'berlin' is not a time zone; did you mean 'Europe/Berlin'"
        ),
    ])
    func `a schedule that cannot work is refused`(line: String, says: String) {
        let found = problems("ci_configs: [{name: shop, repository: a/b, data_source: w, \(line)}]")
        #expect(found.contains { $0.contains(says) }, "\(found)")
    }

    @Test(arguments: [
        ("a: [", "is not YAML"), ("- x", "must be a list of 'key: value' pairs"), ("server: 5", "must be a list of 'key: value' pairs"),
        ("data_sources: {a: b}", "must be a list ('- …' lines)"), ("api_keys: [{name: a, key: k}, {name: a, key: j}]", "given 2 times"),
        ("server: {listen: '1:1', listen: '2:2'}", "given twice"),
    ])
    func brokenFilesAreExplained(text: String, expected: String) {
        #expect(problems(text).contains { $0.contains(expected) }, "\(problems(text))")
    }

    @Test func anEmptyFileIsTheDefaults() throws {
        #expect(try read("") == PlumblineConfiguration())
    }

    @Test func aMissingFileIsNamed() {
        let error = #expect(throws: ConfigurationError.self) { _ = try PlumblineConfiguration.load(path: "/nowhere.yaml") }
        #expect(error?.description.contains("/nowhere.yaml") == true)
    }

    @Test func dollarsCanBeWritten() throws {
        let configuration = try read("repositories: [{name: a/b, token: \"$${X}-$1\"}]")
        #expect(configuration.repositories[0].token?.reveal() == "${X}-$1")
    }

    @Test func applyingTwiceIsApplyingOnce() async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "plumbline-config-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let store = try Store(dataDirectory: path, environment: [:])
        let configuration = try read(Self.example)
        try await configuration.apply(to: store, now: 1)
        let first = try await store.ciConfigs().map(\.id)
        try await configuration.apply(to: store, now: 2)
        #expect(try await store.ciConfigs().map(\.id) == first)
        var smaller = configuration
        smaller.ciConfigs = []
        try await smaller.apply(to: store, now: 3)
        #expect(try await store.ciConfigs().isEmpty)
    }
}
