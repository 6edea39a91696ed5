import CIPipeline
import Foundation
import HTTPTransport
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Server
import Store
import TestSupport
import Testing

/// What the form says beside its rows, and how its pickers fill.
@Suite struct SettingsFormTests {
    private static let key = "dbt-key-1"

    /// A dbt Cloud with one account and some jobs, which refuses every key but one.
    private static func dbtCloud(
        accounts: String = #"[{"id": 5, "name": "Acme"}]"#, runs: String = "[]", refusal: Int? = nil
    ) -> ScriptedTransport {
        ScriptedTransport { call in
            guard call.headers["Authorization"] == "Token \(key)" else {
                return .reply(401, #"{"status": {"user_message": "Invalid token."}}"#)
            }
            if let refusal { return .reply(refusal, #"{"status": {"user_message": "No."}}"#) }
            if call.url.hasSuffix("/api/v2/accounts/") { return .reply(200, "{\"data\": \(accounts)}") }
            if call.url.contains("/projects/") { return .reply(200, #"{"data": [{"id": 3, "name": "Shop"}]}"#) }
            if call.url.contains("/runs/") { return .reply(200, "{\"data\": \(runs)}") }
            guard call.url.contains("/accounts/5/jobs/") else { return nil }
            return .reply(
                200,
                #"{"data": [{"id": 10, "name": "Nightly", "project_id": 3, "job_type": "scheduled", "generate_docs": false}, {"id": 11, "name": "CI", "project_id": 3, "job_type": "ci"}]}"#
            )
        }
    }

    private func check(
        _ fields: [String: String], dbtCloud: ScriptedTransport = dbtCloud(), now: Double = 1_700_000_000,
        _ expect: @escaping @Sendable (Browser.Page) -> Void
    ) async throws {
        let place = try await ServerPlace(dbtCloud: dbtCloud, time: PipelineTime(now: { now }, sleep: { _ in }))
        try await place.test { client in
            let browser = Browser(client)
            try await browser.signIn(place)
            let page = try await browser.post(
                "/settings/ci/new", fields.merging(["action": "check"]) { $1 }, from: browser.get("/settings/keys"))
            #expect(page.status == 200 && !page.text.contains(Self.key))
            expect(page)
        }
        #expect(!place.lines.all.joined().contains(Self.key))
    }

    private var typed: [String: String] {
        ["name": "typed", "dbt_cloud.api_key": Self.key, "dbt_cloud.access_url": "https://ab1.us1.dbt.com"]
    }

    @Test func withAValidKeyThePickersFillAndOneAccountFillsItselfIn() async throws {
        try await check(typed) { page in
            #expect(page.row("dbt_cloud.api_key").contains("The key is valid"))
            #expect(page.row("dbt_cloud.account_id").contains(#"<option value="5" selected>Acme"#))
            for name in ["dbt_cloud.artifacts_job_id", "dbt_cloud.pull_request_job_id"] {
                #expect(page.row(name).contains(#"<option value="10">Shop · Nightly"#) && !page.row(name).contains("disabled"))
            }
            #expect(page.value("name") == "typed")
        }
    }

    @Test func withoutAKeyNothingCanBeChosen() async throws {
        try await check(["name": "typed"]) { page in
            #expect(
                page.row("dbt_cloud.account_id").contains("disabled")
                    && page.row("dbt_cloud.artifacts_job_id").contains("Fill in a valid API key first"))
        }
    }

    @Test func ofSeveralAccountsOneIsChosen() async throws {
        let cloud = Self.dbtCloud(accounts: #"[{"id": 5, "name": "Acme"}, {"id": 6, "name": "Bolt"}]"#)
        try await check(typed, dbtCloud: cloud) { page in
            #expect(page.row("dbt_cloud.account_id").contains("Bolt") && page.row("dbt_cloud.artifacts_job_id").contains("disabled"))
        }
    }

    @Test func aWrongKeyAndAMissingRightAreNamed() async throws {
        try await check(typed.merging(["dbt_cloud.api_key": "wrong"]) { $1 }) { page in
            #expect(page.row("dbt_cloud.api_key").contains("the key was not accepted"))
        }
        try await check(typed, dbtCloud: Self.dbtCloud(refusal: 403)) { page in
            #expect(page.row("dbt_cloud.api_key").contains("lacks the permission") && page.row("dbt_cloud.api_key").contains("Job Viewer"))
        }
    }

    @Test func jobsThatDoNotFitAreSpokenAgainst() async throws {
        let fields = typed.merging(
            [
                "dbt_cloud.account_id": "5", "dbt_cloud.artifacts_job_id": "10", "dbt_cloud.pull_request_job_id": "10",
                "trigger_on_merge": "99",
            ]
        ) { $1 }
        try await check(fields) { page in
            #expect(page.row("dbt_cloud.artifacts_job_id").contains("It never ran"))
            #expect(page.row("dbt_cloud.artifacts_job_id").contains("It makes no docs"))
            #expect(page.row("dbt_cloud.pull_request_job_id").contains("type &#39;scheduled&#39;, not a CI job"))
            #expect(page.row("trigger_on_merge").contains("no job with the number 99"))
        }
        let old = #"[{"id": 1, "status": 10, "job_definition_id": 10, "finished_at": "2023-11-01 00:00:00+00:00"}]"#
        try await check(fields, dbtCloud: Self.dbtCloud(runs: old)) { page in
            #expect(page.row("dbt_cloud.artifacts_job_id").contains("days old"))
        }
        let fresh = #"[{"id": 1, "status": 10, "job_definition_id": 10, "finished_at": "2023-11-14 00:00:00+00:00"}]"#
        try await check(fields, dbtCloud: Self.dbtCloud(runs: fresh)) { page in
            #expect(
                !page.row("dbt_cloud.artifacts_job_id").contains("days old")
                    && !page.row("dbt_cloud.artifacts_job_id").contains("never ran"))
        }
    }

    @Test func theSampleAndTheScheduleAreWorkedOut() async throws {
        try await check(["sampling.tolerance": "0.1%", "sampling.confidence": "99%", "data_source": "w"]) { page in
            #expect(page.row("sampling.confidence").contains("4,606 rows") && page.row("sampling.threshold").contains("5,000,000 rows"))
        }
        try await check(["sync_metadata_schedule": "30 2 * * *", "sync_metadata_time_zone": "Europe/Berlin"]) { page in
            let row = page.row("sync_metadata_schedule")
            #expect(
                row.contains("15 Nov 2023") && row.contains("17 Nov 2023") && row.contains("2:30") && row.contains("Europe/Berlin"),
                "\(row)")
        }
    }

    @Test(arguments: [
        ("*!dbt/*dbt/*.md", "one pattern a line"), ("dbt/*, docs/*", "one pattern a line"), ("!dbt/*\n*", "has no effect"),
        ("./dbt/*\n*.md", "matches no file"), ("dbt\\models\n*.md", "matches no file"),
    ])
    func patternsThatDoNotDoWhatTheySeemTo(text: String, says: String) async throws {
        try await check(["files_to_ignore": text]) { page in #expect(page.row("files_to_ignore").contains(says), "\(text)") }
    }

    @Test func goodPatternsAreLeftAlone() async throws {
        try await check(["files_to_ignore": "*\n!dbt/*\ndbt/*.md"]) { page in
            #expect(!page.row("files_to_ignore").contains("class=\"notes\""))
        }
    }

    @Test func aTypedKeyIsKeptThroughACheckWithoutBeingInThePage() async throws {
        let place = try await ServerPlace(dbtCloud: Self.dbtCloud())
        try await place.test { client in
            let browser = Browser(client)
            try await browser.signIn(place)
            let checked = try await browser.post(
                "/settings/ci/new", typed.merging(["action": "check"]) { $1 }, from: browser.get("/settings/keys"))
            let held = try #require(checked.value("dbt_cloud.api_key.held"))
            var fields = SettingsRowTests.usual
            fields["dbt_cloud.api_key"] = ""
            fields["dbt_cloud.api_key.held"] = held
            // Somebody else cannot use it.
            let other = Browser(client)
            try await other.signIn(place, "ben@example.com")
            let refused = try await other.post("/settings/ci/new", fields, from: other.get("/settings/keys"))
            #expect(refused.status == 422 && refused.row("dbt_cloud.api_key").contains("is missing"))
            #expect(try await browser.post("/settings/ci/new", fields, from: checked).status == 303)
            let config = try #require(try await place.store.ciConfigs().first { $0.name == "app" })
            #expect(try place.store.dbtCloudKey(of: config)?.reveal() == Self.key)
            // Saved again with an empty field, the stored one stays, and is shown nowhere.
            fields["dbt_cloud.api_key.held"] = ""
            fields["slim_ci"] = "true"
            #expect(try await browser.post("/settings/ci/\(config.id)", fields).location == "/settings/ci/\(config.id)?saved")
            let again = try await place.store.ciConfig(config.id)
            #expect(try place.store.dbtCloudKey(of: again)?.reveal() == Self.key)
            #expect(again.settings.slimCI)
            #expect(try await !browser.get("/settings/ci/\(config.id)").text.contains(Self.key))
        }
    }

    @Test func whatIsWrongStandsBesideTheFieldAndNothingTypedIsLost() async throws {
        let place = try await ServerPlace()
        try await place.test { client in
            let browser = Browser(client)
            try await browser.signIn(place)
            let fields = SettingsRowTests.usual.merging(
                ["name": "shop", "sampling.confidence": "110%", "sync_metadata_schedule": "0 0 31 2 *", "label": "mine"]
            ) { $1 }
            let page = try await browser.post("/settings/ci/new", fields, from: browser.get("/settings/keys"))
            #expect(page.status == 422 && page.text.contains("Not saved"))
            #expect(
                page.row("sampling.confidence").contains("must be a share")
                    && page.row("sync_metadata_schedule").contains("class=\"failed\""))
            #expect(page.value("label") == "mine" && page.value("sampling.confidence") == "110%")
            let taken = try await browser.post(
                "/settings/ci/new", SettingsRowTests.usual.merging(["name": "shop"]) { $1 }, from: browser.get("/settings/keys"))
            #expect(taken.status == 409 && taken.row("name").contains("choose another name"))
        }
    }

    @Test func aConfigurationOfTheFileIsShownAndNotChanged() async throws {
        let place = try await ServerPlace()
        try await place.test { client in
            let browser = Browser(client)
            try await browser.signIn(place)
            let page = try await browser.get("/settings/ci/1")
            #expect(page.text.contains("The configuration file keeps this one") && page.row("name").contains("disabled"))
            let answer = try await browser.post("/settings/ci/1", SettingsRowTests.usual, from: browser.get("/settings/keys"))
            #expect(answer.status == 409)
            #expect(try await place.store.ciConfig(1).name == "shop")
        }
    }

    @Test func aConfigurationIsTurnedOffAndOnAgain() async throws {
        let place = try await ServerPlace()
        try await place.test { client in
            let browser = Browser(client)
            try await browser.signIn(place)
            _ = try await browser.post("/settings/ci/new", SettingsRowTests.usual, from: browser.get("/settings/keys"))
            let id = try #require(try await place.store.ciConfigs().first { $0.name == "app" }).id
            #expect(
                try await browser.post("/settings/ci/\(id)", ["action": "remove"], from: browser.get("/settings/keys")).location
                    == "/settings?removed")
            #expect(try await browser.get("/settings").text.contains("Turned off"))
            #expect(try await browser.post("/settings/ci/\(id)", SettingsRowTests.usual, from: browser.get("/settings/keys")).status == 303)
            #expect(try await place.store.ciConfig(id).isActive)
        }
    }

    @Test func repositoriesAndDataSourcesInTheApp() async throws {
        let file = try await DuckDBFile()
        let place = try await ServerPlace()
        try await place.test { client in
            let browser = Browser(client)
            try await browser.signIn(place)
            let wrong = try await browser.post("/settings/repositories/new", ["action": "save", "name": "x", "host": "github"])
            #expect(wrong.status == 422 && wrong.row("name").contains("owner/name") && wrong.row("token").contains("is missing"))
            let made = try await browser.post(
                "/settings/repositories/new", ["action": "save", "name": "acme/new", "host": "github", "token": Self.key])
            let path = try #require(made.location?.split(separator: "?").first.map(String.init))
            #expect(try await !browser.get(path).text.contains(Self.key))
            // This host says nothing about itself, and installs nothing.
            #expect(try await browser.post(path, ["action": "test"]).text.contains("does not tell what a repository is called"))
            let byHand = try await browser.post(path, ["action": "webhook"])
            #expect(byHand.text.contains("installed by hand") && byHand.text.contains("not shown again"))
            let source = try await browser.post(
                "/settings/data-sources/new",
                ["action": "save", "name": "file", "type": "duckdb", "concurrency": "4", "options.path": file.path])
            let sourcePath = try #require(source.location?.split(separator: "?").first.map(String.init))
            #expect(try await browser.post(sourcePath, ["action": "test"]).text.contains("Connection: connected."))
            let tested = try await browser.post(
                "/settings/ci/new", ["action": "test", "data_source": "file"], from: browser.get("/settings/keys"))
            #expect(tested.row("data_source").contains("Connection: connected."))
            #expect(
                try await browser.post("/settings/data-sources/new", ["action": "save", "type": "duckdb"]).row("name").contains(
                    "is missing"))
        }
    }

    @Test func theHostIsAskedForLabelsFilesAndRights() async throws {
        let place = try await ServerPlace(host: TellingHost())
        try await place.test { client in
            let browser = Browser(client)
            try await browser.signIn(place)
            let fields = [
                "action": "check", "repository": "acme/shop", "require_label": "true", "label": "review", "files_to_ignore": "*.md\ndocs/*",
            ]
            let page = try await browser.post("/settings/ci/new", fields, from: browser.get("/settings/keys"))
            #expect(page.row("repository").contains("lacks Commit statuses: write"))
            #expect(page.row("require_label").contains("has no label &#39;review&#39;"))
            #expect(
                page.row("files_to_ignore").contains("&#39;docs/*&#39; matches no file")
                    && !page.row("files_to_ignore").contains("&#39;*.md"))
            let usual = try await browser.post(
                "/settings/ci/new", fields.merging(["label": ""]) { $1 }, from: browser.get("/settings/keys"))
            #expect(!usual.row("require_label").contains("has no label"))
            let headers: HTTPFields = [.authorization: "Key admin-key"]
            try await client.execute(uri: "/api/v1/repositories/1/test", method: .post, headers: headers) {
                #expect(String(buffer: $0.body).contains("\"default_branch\":\"trunk\""))
            }
            try await client.execute(uri: "/api/v1/repositories/1/webhook", method: .post, headers: headers) {
                #expect(String(buffer: $0.body).contains("\"status\":\"installed\""))
            }
        }
    }

    @Test func theAPIsPickers() async throws {
        let place = try await ServerPlace(dbtCloud: Self.dbtCloud())
        try await place.test { client in
            let headers: HTTPFields = [.authorization: "Key admin-key"]
            for (path, body, says) in [
                ("accounts", #"{"access_url": "https://a.example", "api_key": "dbt-key-1"}"#, #"[{"id":5,"name":"Acme"}]"#),
                ("jobs", #"{"access_url": "https://a.example", "api_key": "dbt-key-1", "account_id": 5}"#, "Shop · Nightly"),
                ("accounts", #"{"access_url": "https://a.example", "api_key": "wrong"}"#, "not accepted"), ("jobs", "{}", "account_id"),
            ] {
                try await client.execute(uri: "/api/v1/dbt_cloud/\(path)", method: .post, headers: headers, body: ByteBuffer(string: body))
                {
                    #expect(String(buffer: $0.body).contains(says), "\(String(buffer: $0.body))")
                }
            }
        }
    }
}
