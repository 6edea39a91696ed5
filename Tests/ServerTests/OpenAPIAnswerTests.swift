import CIPipeline
import Foundation
import HTTPTransport
import HTTPTypes
import Server
import SourceControl
import Store
import TestSupport
import Testing

/// Every operation of the API answers as the API's description says: what the two disagree about fails here.
@Suite(.timeLimit(.minutes(15))) struct OpenAPIAnswerTests {
    /// A dbt Cloud with an account and a job.
    private static let dbtCloud = ScriptedTransport { call in
        if call.url.hasSuffix("/api/v2/accounts/") { return .reply(200, #"{"data": [{"id": 5, "name": "Acme"}]}"#) }
        if call.url.contains("/projects/") { return .reply(200, #"{"data": [{"id": 3, "name": "Shop"}]}"#) }
        if call.url.contains("/runs/") { return .reply(200, #"{"data": []}"#) }
        return .reply(200, #"{"data": [{"id": 10, "name": "Nightly", "project_id": 3, "job_type": "scheduled", "generate_docs": true}]}"#)
    }

    /// The zipped target folder of a project without models, with dbt's `manifest.json` alone.
    private static let archive = Data(
        base64Encoded:
            "UEsDBBQAAAAIAAAAIVw0MClziwAAAM0AAAANAAAAbWFuaWZlc3QuanNvbk2OwQ7DIAxDf6XiPMHYsT+DUshGO0EQSStNVf990B62"
            + "U2Q/x/KuEgoEEFDjsKswiWMfMYHbsPJMudkqihQejbkI6xdKC2pPybRrEuT5iSxmsw+9cPu5DWfTX4XV1up7B6XSgl5choSdcKTS"
            + "/TaiCFYnn3L6YfXvMKmjoUwBue/rgmmt/icT+EqXOr5QSwECFAMUAAAACAAAACFcNDApc4sAAADNAAAADQAAAAAAAAAAAAAAgAEA"
            + "AAAAbWFuaWZlc3QuanNvblBLBQYAAAAAAQABADsAAAC2AAAAAAA=")

    private func place() async throws -> ServerPlace {
        var merging = CISettings()
        merging.dbtCloud = DbtCloudSettings(accessURL: "http://127.0.0.1:1", accountID: 1, artifactsJobID: 10, pullRequestJobID: 11)
        merging.triggerOnMerge = 10
        merging.syncMetadataSchedule = "0 2 * * *"
        return try await ServerPlace(merging: ["merging": merging], dbtCloud: Self.dbtCloud)
    }

    @Test func everyAnswerIsAsDescribed() async throws {
        let place = try await place()
        let (run, diffs) = try await place.seed()
        try await catalogue(place)
        let push = BranchPush(branch: "main", before: "b", after: String(repeating: "a", count: 40), defaultBranch: "main")
        _ = try await MergeIntake(store: place.store, time: .system).see(push, try await place.store.ciConfig(2))
        let confirmed = try await parked(place)
        try await place.test { client in
            let api = APIRecorder(client)
            try await settings(api)
            try await runs(api, run, diffs, parked: confirmed)
            try await others(api)
            try await refusals(api)
            let judgement = try await api.judgement()
            #expect(judgement == "", "\(judgement)")
        }
    }

    private func settings(_ api: APIRecorder) async throws {
        let config =
            #"{"name": "app", "repository": "acme/shop", "data_source": "w", "dbt_cloud": {"access_url": "https://ab1.us1.dbt.com", "#
            + #""api_key": "k", "account_id": 1, "artifacts_job_id": 10, "pull_request_job_id": 11}, "sampling": {"tolerance": "0.1%"}}"#
        for (path, body, change) in [
            ("ci_configs", config, #"{"slim_ci": true, "diff_threshold": 5}"#),
            ("repositories", #"{"name": "acme/new", "token": "t"}"#, #"{"api_url": "https://ghe.example/api/v3"}"#),
            (
                "data_sources", #"{"name": "pg", "type": "pg", "options": {"host": "h", "dbname": "d", "user": "u", "password": "p"}}"#,
                #"{"concurrency": 2}"#
            ),
        ] {
            let id = try #require(try await api.call(.post, path, body).json["id"] as? Int)
            try await api.call(.put, "\(path)/\(id)", body)
            try await api.call(.patch, "\(path)/\(id)", change)
            for read in [path, "\(path)/\(id)", "\(path)/1"] { try await api.call(.get, read) }
            try await api.call(.delete, "\(path)/\(id)")
        }
        try await api.call(.get, "ci_configs?include_inactive=true")
        try await api.call(.post, "repositories/1/test", "{}")
        try await api.call(.post, "repositories/1/webhook", "{}")
        try await api.call(.get, "github_apps")
        try await api.call(.get, "data_sources/types")
        let trial = try #require(try await api.call(.post, "data_sources/1/test", "{}").json["job_id"] as? Int)
        try await eventually { try await api.call(.get, "data_sources/test/\(trial)").json["status"] as? String != "processing" }
        let key = #"{"access_url": "https://ab1.us1.dbt.com", "api_key": "k", "account_id": 5}"#
        for path in ["dbt_cloud/accounts", "dbt_cloud/jobs"] { try await api.call(.post, path, key) }
        for key in ["admin-key", "viewer-key"] { try await api.call(.get, "organization/meta", key: key) }
    }

    private func runs(_ api: APIRecorder, _ run: Int, _ diffs: [Int], parked: Int) async throws {
        for path in [
            "runs", "runs?limit=1&offset=1", "runs/\(run)", "runs/\(parked)", "ci/1/runs?pr_num=7&limit=5", "merge_runs?ci_config_id=2",
        ] { try await api.call(.get, path) }
        for diff in diffs {
            for path in ["datadiffs/\(diff)", "datadiffs/\(diff)/summary_results"] { try await api.call(.get, path) }
        }
        #expect(try await api.call(.post, "runs/\(parked)/confirm", "{}").status == 200)
        let more = try await api.call(.post, "runs/\(parked + 2)/diff", #"{"downstream": true}"#)
        #expect(more.status == 200, "\(more)")
        #expect(try await api.call(.post, "ci/1/trigger", #"{"pr_number": 7, "pr_sha": "aaaaaaa1"}"#).status == 200)
        try await api.call(.post, "runs/\(run)/rerun", "{}")
        #expect(try await api.call(.post, "runs/\(run)/cancel", "{}").status == 200)
        #expect(try await api.call(.post, "runs/\(parked + 1)/rerun", "{}").status == 200)
    }

    private func others(_ api: APIRecorder) async throws {
        for path in ["catalogue?type=model&limit=5", "catalogue/1/model.shop.orders", "catalogue/1/model.shop.gone"] {
            #expect(try await api.call(.get, path).status == 200)
        }
        #expect(try await api.call(.post, "ci_configs/2/sync", "{}").status == 202)
        for config in [1, 2] { try await api.call(.get, "ci_configs/\(config)/syncs") }
        let sha = String(repeating: "a", count: 40)
        let boundary = "--edge"
        var body = Array("--\(boundary)\r\nContent-Disposition: form-data; name=\"artifacts\"; filename=\"a.zip\"\r\n\r\n".utf8)
        body += Array(try #require(Self.archive))
        for (name, value) in [("commit_sha", sha), ("run_type", "production")] {
            body += Array("\r\n--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)".utf8)
        }
        body += Array("\r\n--\(boundary)--\r\n".utf8)
        let media = "multipart/form-data; boundary=\(boundary)"
        let sent = try await api.call(.post, "dbt/submit_artifacts/1", media: media, bytes: body)
        #expect(sent.status == 200, "\(sent.text)")
        for type in ["production", "pull_request"] {
            try await api.call(
                .post, "dbt/post_upload_check_artifacts/1", "commit_sha=\(sha)&run_type=\(type)&branch=x",
                media: "application/x-www-form-urlencoded")
        }
    }

    /// What goes wrong is described, too.
    private func refusals(_ api: APIRecorder) async throws {
        for (method, path, body, key, status) in [
            (.get, "runs", nil, nil, 401), (.post, "ci_configs", "{}", "viewer-key", 403), (.post, "ci_configs", "{}", "admin-key", 422),
            (.post, "ci_configs", "no JSON", "admin-key", 400), (.get, "ci_configs/99", nil, "admin-key", 404),
            (.patch, "ci_configs/1", #"{"slim_ci": true}"#, "admin-key", 409), (.get, "runs?limit=0", nil, "admin-key", 400),
            (.get, "catalogue/1/model.shop.never", nil, "admin-key", 404), (.post, "dbt/submit_artifacts/2", "x", "admin-key", 409),
            (.post, "ci/1/trigger", "{}", "admin-key", 400),
            (.post, "ci/1/trigger", #"{"pr_number": 7, "pr_sha": "other"}"#, "admin-key", 409),
            (.get, "merge_runs?ci_config_id=99", nil, "admin-key", 404),
        ] as [(HTTPRequest.Method, String, String?, String?, Int)] {
            let answer = try await api.call(method, path, body, key: key)
            #expect(answer.status == status, "\(method) \(path): \(answer.text)")
        }
    }

    /// A catalogue with a node that is there and one that went.
    private func catalogue(_ place: ServerPlace) async throws {
        var orders = CatalogueDocument(uniqueID: "model.shop.orders", name: "orders", resourceType: "model", packageName: "shop")
        orders.columns = [CatalogueDocument.Column(name: "id", type: "BIGINT", isInWarehouse: true)]
        (orders.relation, orders.owner, orders.rowCount, orders.meta) = ("db.prod.orders", "ann", 5, ["tier": "1"])
        let gone = CatalogueDocument(uniqueID: "model.shop.gone", name: "gone", resourceType: "model")
        var changed = orders
        changed.description = "All orders."
        for documents in [[orders, gone], [changed]] {
            let sync = try await place.store.openSync(ciConfigID: 1, cause: .manual, now: 5)
            let changes = try await place.store.replaceCatalogue(ciConfigID: 1, syncID: sync.id, with: documents, now: 6)
            var end = SyncEnd(.done, "Read.")
            (end.sha, end.nodes, end.changes) = ("aaaaaaa", documents.count, changes)
            try await place.store.finishSync(sync.id, end, now: 6)
        }
    }

    /// A run that waits for a confirmation; the run after it has failed, the one after that waits like the first.
    private func parked(_ place: ServerPlace) async throws -> Int {
        var ids: [Int] = []
        for (number, phase) in [(8, RunPhase.needsConfirmation), (9, .failed), (10, .needsConfirmation)] {
            var change = ServerPlace.change
            change.number = number
            let run = try await place.store.openRun(ciConfigID: 1, change: change, now: 5).run
            var state = RunState(change: change)
            state.phase = phase
            state.plan = ReviewPlan()
            state.problems = ["Something was wrong."]
            let text = String(decoding: try JSONEncoder().encode(state), as: UTF8.self)
            try await place.store.updateRun(
                run.id,
                RunUpdate(
                    attempt: 1, phase: phase.rawValue, isFinished: phase.isFinished, state: text, change: change,
                    events: [RunEventDraft(kind: "problem", message: "Something was wrong.")]), now: 6)
            ids.append(run.id)
        }
        return ids[0]
    }
}
