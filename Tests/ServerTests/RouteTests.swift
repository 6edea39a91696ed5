import CIPipeline
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Server
import Store
import Testing

@Suite struct RouteTests {
    private let admin: HTTPFields = [.authorization: "Key admin-key"]
    private let viewer: HTTPFields = [.authorization: "Bearer viewer-key"]

    private func json(_ response: TestResponse) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(response.body.readableBytesView)) as? [String: Any])
    }

    private func list(_ response: TestResponse) throws -> [[String: Any]] {
        try #require(try JSONSerialization.jsonObject(with: Data(response.body.readableBytesView)) as? [[String: Any]])
    }

    // MARK: API

    @Test func theAPINeedsAKeyAndSaysSo() async throws {
        let place = try await ServerPlace()
        try await place.test { client in
            for headers in [[:], [.authorization: "Key wrong"], [.authorization: "Basic abc"], [.authorization: "Key "]] as [HTTPFields] {
                try await client.execute(uri: "/api/v1/runs", method: .get, headers: headers) { response in
                    #expect(response.status == .unauthorized)
                    #expect(response.headers[.contentType] == "application/problem+json")
                    #expect(response.headers[.wwwAuthenticate] == "Key")
                    let problem = try json(response)
                    #expect(problem["status"] as? Int == 401 && problem["hint"] != nil && problem["instance"] as? String == "/api/v1/runs")
                }
            }
        }
    }

    @Test func configurationsRepositoriesAndSourcesAreListedWithoutSecrets() async throws {
        let place = try await ServerPlace()
        try await place.test { client in
            try await client.execute(uri: "/api/v1/ci_configs", method: .get, headers: viewer) { response in
                #expect(response.status == .ok)
                let configs = try list(response)
                #expect(configs.map { $0["name"] as? String } == ["shop"] && configs[0]["id"] as? Int == 1)
                #expect(configs[0]["slim_ci"] as? Bool == false && configs[0]["ci_status_reporting"] as? Bool == true)
            }
            for path in ["repositories", "data_sources", "ci_configs/1"] {
                try await client.execute(uri: "/api/v1/\(path)", method: .get, headers: viewer) { response in
                    #expect(response.status == .ok)
                    let text = String(buffer: response.body)
                    #expect(!text.contains("sealed") && !text.contains(ServerPlace.secret))
                }
            }
        }
    }

    @Test func runsAreShownWithReportAndTimeline() async throws {
        let place = try await ServerPlace(worksOnRuns: false)
        let (run, diffs) = try await place.seed()
        try await place.test { client in
            try await client.execute(uri: "/api/v1/runs/\(run)", method: .get, headers: viewer) { response in
                let body = try json(response)
                #expect(body["status"] as? String == "processing" && body["phase"] as? String == "diffing")
                let report = try #require(body["report"] as? [String: Any])
                let models = try #require(report["models"] as? [[String: Any]])
                #expect(models.map { $0["verdict"] as? String } == ["different", "running", "waiting"])
                #expect(models.map { $0["datadiff_id"] as? Int } == diffs)
                #expect(models[0]["url"] as? String == "http://127.0.0.1:8080/datadiffs/\(diffs[0])/overview")
                #expect((body["timeline"] as? [[String: Any]])?.count == 1)
            }
            try await client.execute(uri: "/api/v1/runs?limit=1", method: .get, headers: viewer) { response in
                try #expect(list(response).count == 1)
            }
        }
    }

    @Test func theSDKsListOfRuns() async throws {
        let place = try await ServerPlace(worksOnRuns: false)
        _ = try await place.seed()
        try await place.test { client in
            for (query, count) in [("", 1), ("?pr_num=7", 1), ("?pr_num=8", 0), ("?pr_sha=aaaaaaa1&limit=5", 1), ("?pr_sha=no", 0)] {
                try await client.execute(uri: "/api/v1/ci/1/runs\(query)", method: .get, headers: viewer) { response in
                    let runs = try list(response)
                    #expect(runs.count == count, "\(query)")
                    if let run = runs.first {
                        #expect(run["pr_num"] as? String == "7" && run["pr_sha"] as? String == "aaaaaaa1")
                        #expect(run["base_branch"] as? String == "main" && run["status"] as? String == "processing")
                    }
                }
            }
        }
    }

    @Test func diffsInEveryState() async throws {
        let place = try await ServerPlace(worksOnRuns: false)
        let (run, diffs) = try await place.seed()
        try await place.test { client in
            for (id, status, summary) in zip3(diffs, ["done", "processing", "waiting"], ["success", "running", "running"]) {
                try await client.execute(uri: "/api/v1/datadiffs/\(id)", method: .get, headers: viewer) { response in
                    let body = try json(response)
                    #expect(body["status"] as? String == status && body["ci_run_id"] as? Int == run && body["ci_pr_num"] as? String == "7")
                }
                try await client.execute(uri: "/api/v1/datadiffs/\(id)/summary_results", method: .get, headers: viewer) { response in
                    let body = try json(response)
                    #expect(body["status"] as? String == summary)
                    #expect(body["dependencies"] is [Any] && body["materialized_results"] is [String: Any])
                    #expect((body["verdict"] as? String) == (summary == "success" ? "different" : nil))
                }
            }
        }
    }

    @Test func whatIsWrongIsExplained() async throws {
        let place = try await ServerPlace(worksOnRuns: false)
        let (run, _) = try await place.seed()
        let cases: [(String, HTTPRequest.Method, HTTPFields, Int)] = [
            ("/api/v1/runs/99", .get, viewer, 404), ("/api/v1/runs/abc", .get, viewer, 404), ("/api/v1/datadiffs/99", .get, viewer, 404),
            ("/api/v1/ci/99/runs", .get, viewer, 404), ("/api/v1/runs?limit=0", .get, viewer, 400),
            ("/api/v1/runs?offset=x", .get, viewer, 400),
            ("/api/v1/ci/1/runs?pr_num=x", .get, viewer, 400), ("/api/v1/nothing", .get, viewer, 404),
            ("/api/v1/runs/\(run)/cancel", .post, viewer, 403), ("/api/v1/runs/\(run)/confirm", .post, admin, 409),
            ("/api/v1/runs/99/cancel", .post, admin, 404), ("/api/v1/runs/\(run)/rerun", .post, viewer, 403),
            ("/api/v1/runs/99/rerun", .post, admin, 404), ("/api/v1/runs/\(run)/diff", .post, viewer, 403),
            ("/api/v1/runs/\(run)/diff", .post, admin, 400),
        ]
        try await place.test { client in
            for (path, method, headers, status) in cases {
                try await client.execute(uri: path, method: method, headers: headers) { response in
                    #expect(response.status.code == status, "\(path)")
                    #expect(response.headers[.contentType] == "application/problem+json", "\(path)")
                    try #expect((json(response)["detail"] as? String)?.isEmpty == false, "\(path)")
                }
            }
        }
    }

    /// Extending goes into the run that is there; doing it in the middle of its diffs neither stops nor repeats them.
    @Test func aRunIsExtendedThroughTheAPI() async throws {
        let place = try await ServerPlace(worksOnRuns: false)
        let (run, _) = try await place.seed()
        try await place.test { client in
            for body in [#"{"models": ["fct_*"]}"#, #"{"downstream": true}"#] {
                try await client.execute(
                    uri: "/api/v1/runs/\(run)/diff", method: .post, headers: admin, body: ByteBuffer(string: body)
                ) { response in
                    #expect(response.status.code == 200)
                    let body = try json(response)
                    #expect(body["status"] as? String == "processing")
                }
            }
            try await client.execute(uri: "/api/v1/runs/\(run)/rerun", method: .post, headers: admin) { response in
                #expect(response.status.code >= 400)
            }
        }
        let state = try await place.store.run(run).decodedState()
        #expect(state.scope == DiffScope(allDownstream: true, models: ["fct_*"]))
    }

    // MARK: Webhooks

    private func delivery(_ body: String, event: String = "pull_request", id: String = "d1", signature: String? = nil) -> HTTPFields {
        var headers: HTTPFields = [.contentType: "application/json"]
        for (name, value) in [
            ("x-github-event", event), ("x-github-delivery", id),
            ("x-hub-signature-256", "sha256=" + (signature ?? ServerPlace.signature(body))),
        ] {
            if let field = HTTPField.Name(name) { headers[field] = value }
        }
        return headers
    }

    private func payload(action: String = "opened", repository: String = "acme/shop") -> String {
        """
        {"action": "\(action)", "number": 7, "repository": {"full_name": "\(repository)"}, "pull_request": {"number": 7, "title": "t",
        "state": "open", "draft": false, "merged": false, "html_url": "http://h/7", "user": {"login": "ann"}, "labels": [],
        "base": {"ref": "main", "sha": "b", "repo": {"full_name": "\(repository)"}},
        "head": {"ref": "fix", "sha": "aaaaaaa1", "repo": {"full_name": "\(repository)"}}}}
        """
    }

    @Test func aDeliveryIsTakenOnce() async throws {
        let place = try await ServerPlace()
        let body = payload()
        try await place.test { client in
            for (id, status, word) in [("d1", 202, "accepted"), ("d1", 200, "duplicate"), ("d2", 202, "accepted")] {
                try await client.execute(
                    uri: "/webhooks/github", method: .post, headers: delivery(body, id: id), body: ByteBuffer(string: body)
                ) { response in
                    #expect(response.status.code == status)
                    try #expect(json(response)["status"] as? String == word)
                }
            }
        }
        #expect(try await place.store.runs().count <= 1)
    }

    @Test func aFormDeliveryIsReadToo() async throws {
        let place = try await ServerPlace()
        let allowed = CharacterSet.alphanumerics
        let body = "payload=" + (payload().addingPercentEncoding(withAllowedCharacters: allowed) ?? "")
        var headers = delivery(body)
        headers[.contentType] = "application/x-www-form-urlencoded"
        let sent = headers
        try await place.test { client in
            try await client.execute(uri: "/webhooks/github", method: .post, headers: sent, body: ByteBuffer(string: body)) { response in
                #expect(response.status == .accepted)
            }
        }
    }

    @Test func wrongDeliveriesAreRefused() async throws {
        let place = try await ServerPlace()
        let body = payload()
        let broken = "{\"action\": "
        let elsewhere = payload(repository: "acme/unknown")
        let other = payload(repository: "acme/other")
        let cases: [(HTTPFields, String, Int)] = [
            (delivery(body, signature: String(repeating: "0", count: 64)), body, 401),
            (delivery(body, signature: ""), body, 401),
            ([:], body, 401),
            (delivery(body), body + " ", 401),
            (delivery(broken), broken, 400),
            (delivery(elsewhere), elsewhere, 404),
            // The secret of one repository does not speak for another.
            (delivery(other), other, 404),
            (delivery(body, id: ""), body, 400),
        ]
        try await place.test { client in
            for (headers, body, status) in cases {
                try await client.execute(uri: "/webhooks/github", method: .post, headers: headers, body: ByteBuffer(string: body)) {
                    response in
                    #expect(response.status.code == status)
                    #expect(response.headers[.contentType] == "application/problem+json")
                }
            }
        }
        #expect(try await place.store.runs().isEmpty)
    }

    @Test func otherEventsAreAnswered() async throws {
        let place = try await ServerPlace()
        let ping = "{\"zen\": \"x\", \"repository\": {\"full_name\": \"acme/shop\"}}"
        try await place.test { client in
            for (event, word) in [("ping", "pong"), ("star", "ignored")] {
                try await client.execute(
                    uri: "/webhooks/github", method: .post, headers: delivery(ping, event: event), body: ByteBuffer(string: ping)
                ) { response in
                    #expect(response.status == .ok)
                    try #expect(json(response)["status"] as? String == word)
                }
            }
            try await client.execute(uri: "/webhooks/gitlab", method: .post) { #expect($0.status == .unauthorized) }
        }
    }

    @Test func dbtCloudsDeliveries() async throws {
        let place = try await ServerPlace()
        let body = """
            {"eventId": "wev_1", "eventType": "job.run.completed", "accountId": 1, "webhookId": "w", "timestamp": "2026-01-01T00:00:00Z",
            "data": {"jobId": "11", "runId": "5", "runStatusCode": 10}}
            """
        let signature = ServerPlace.signature(body, secret: "dbt-hook")
        try await place.test { client in
            for (authorization, status) in [(signature, 202), (signature, 200), ("wrong", 401)] {
                try await client.execute(
                    uri: "/webhooks/dbt-cloud", method: .post, headers: [.authorization: authorization], body: ByteBuffer(string: body)
                ) { #expect($0.status.code == status) }
            }
        }
    }

    // MARK: Pages

    @Test func pagesAreThereAndSafe() async throws {
        let place = try await ServerPlace(worksOnRuns: false)
        let (run, diffs) = try await place.seed()
        let paths =
            ["/runs", "/runs?text=fix&page=2", "/runs/\(run)"]
            + ["overview", "columns", "keys", "values"].map { "/datadiffs/\(diffs[0])/\($0)" }
            + ["/datadiffs/\(diffs[1])/overview", "/datadiffs/\(diffs[2])/overview"]
        try await place.test { client in
            for path in paths {
                try await client.execute(uri: path, method: .get) { response in
                    #expect(response.status == .ok, "\(path)")
                    #expect(response.headers[.contentType] == "text/html; charset=utf-8")
                    #expect(response.headers[.contentSecurityPolicy]?.contains("default-src 'self'") == true)
                    #expect(!String(buffer: response.body).contains("<b>Fix"), "\(path)")
                }
            }
            try await client.execute(uri: "/", method: .get) { response in
                #expect(response.status == .found && response.headers[.location] == "/runs")
            }
        }
    }

    @Test func missingPagesAreToldToPeople() async throws {
        let place = try await ServerPlace()
        try await place.test { client in
            for path in ["/runs/99", "/runs/x", "/datadiffs/1/nonsense", "/nothing"] {
                try await client.execute(uri: path, method: .get) { response in
                    #expect(response.status == .notFound, "\(path)")
                    #expect(response.headers[.contentType] == "text/html; charset=utf-8")
                }
            }
            try await client.execute(uri: "/runs/99", method: .get, headers: [.accept: "application/json"]) { response in
                #expect(response.headers[.contentType] == "application/problem+json")
            }
        }
    }

    @Test(arguments: [
        ("0.0.0.0", "http://127.0.0.1:8080"), ("127.0.0.1", "https://plumbline.example.com"),
    ])
    func aServerThatOthersReachWantsAKeyForPages(host: String, publicURL: String) async throws {
        let place = try await ServerPlace(settings: ServerSettings(host: host, port: 0, publicURL: publicURL))
        try await place.test { client in
            try await client.execute(uri: "/runs", method: .get) { #expect($0.status == .unauthorized) }
            try await client.execute(uri: "/runs", method: .get, headers: viewer) { #expect($0.status == .ok) }
            try await client.execute(uri: "/health", method: .get) { #expect($0.status == .ok) }
        }
    }

    @Test func assetsMayBeKeptForever() async throws {
        let place = try await ServerPlace()
        try await place.test { client in
            let page = try await client.execute(uri: "/runs", method: .get) { String(buffer: $0.body) }
            let name = try #require(page.firstMatch(of: /\/assets\/[a-z0-9.]+\.css/)).output
            try await client.execute(uri: String(name), method: .get) { response in
                #expect(response.status == .ok && response.headers[.contentType] == "text/css; charset=utf-8")
                #expect(response.headers[.cacheControl]?.contains("immutable") == true)
            }
            try await client.execute(uri: "/assets/site.0.css", method: .get) { #expect($0.status == .notFound) }
        }
    }

    @Test func eventsEndWithTheRun() async throws {
        let place = try await ServerPlace(worksOnRuns: false)
        let (run, _) = try await place.seed()
        let change = ServerPlace.change
        try await place.store.updateRun(run, RunUpdate(attempt: 1, phase: "done", isFinished: true, state: "{}", change: change), now: 9)
        try await place.test { client in
            try await client.execute(uri: "/runs/\(run)/events", method: .get) { response in
                #expect(response.headers[.contentType] == "text/event-stream; charset=utf-8")
                #expect(String(buffer: response.body).hasSuffix("event: done\ndata: {}\n\n"))
            }
            try await client.execute(uri: "/runs/99/events", method: .get) { #expect($0.status == .notFound) }
        }
    }

    // MARK: Health

    @Test func healthReadinessAndMetrics() async throws {
        let place = try await ServerPlace(worksOnRuns: false)
        _ = try await place.seed()
        try await place.test { client in
            try await client.execute(uri: "/health", method: .get) { #expect($0.status == .ok) }
            try await client.execute(uri: "/ready", method: .get) { response in
                try #expect(json(response)["database"] as? Bool == true)
            }
            try await client.execute(uri: "/metrics", method: .get) { response in
                let text = String(buffer: response.body)
                #expect(text.contains("plumbline_runs{phase=\"diffing\"} 1"))
                #expect(text.contains("plumbline_diffs{status=\"success\"} 1"))
                #expect(text.contains("# TYPE plumbline_http_requests_total counter"))
            }
        }
    }

    private func zip3<A, B, C>(_ a: [A], _ b: [B], _ c: [C]) -> [(A, B, C)] { zip(a, zip(b, c)).map { ($0, $1.0, $1.1) } }
}
