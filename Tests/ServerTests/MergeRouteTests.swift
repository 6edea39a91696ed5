import CIPipeline
import Foundation
import HTTPTransport
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Server
import SourceControl
import Store
import Synchronization
import TestSupport
import Testing

/// A push that arrives, and what becomes of it, through the server's own routes and workers.
@Suite(.timeLimit(.minutes(15))) struct MergeRouteTests {
    private let viewer: HTTPFields = [.authorization: "Key viewer-key"]

    private static func merging(_ base: String? = nil) -> CISettings {
        var settings = CISettings()
        settings.dbtCloud = DbtCloudSettings(accessURL: "http://127.0.0.1:1", accountID: 1, artifactsJobID: 10, pullRequestJobID: 11)
        settings.triggerOnMerge = 10
        settings.baseBranch = base
        return settings
    }

    private static let sha = "abcdef0123456789abcdef0123456789abcdef01"

    /// In the shape that GitHub sends.
    private func push(_ ref: String = "refs/heads/main", after: String = sha) -> String {
        """
        {"ref": "\(ref)", "before": "\(String(repeating: "1", count: 40))", "after": "\(after)", "created": false,
        "deleted": \(!after.contains { $0 != "0" }), "forced": false, "head_commit": {"id": "\(after)"}, "commits": [],
        "repository": {"id": 1, "full_name": "acme/shop", "default_branch": "main", "master_branch": "main"}}
        """
    }

    /// - Returns: the answer's status and word, as in `202 accepted`.
    private func deliver(_ body: String, id: String, _ client: any TestClientProtocol) async throws -> String {
        var headers: HTTPFields = [.contentType: "application/json"]
        for (name, value) in [
            ("x-github-event", "push"), ("x-github-delivery", id), ("x-hub-signature-256", "sha256=" + ServerPlace.signature(body)),
        ] {
            if let field = HTTPField.Name(name) { headers[field] = value }
        }
        return try await client.execute(
            uri: "/webhooks/github", method: .post, headers: headers, body: ByteBuffer(string: body)
        ) { response in
            let answer = try JSONSerialization.jsonObject(with: Data(response.body.readableBytesView)) as? [String: Any]
            return "\(response.status.code) \(answer?["status"] as? String ?? "")"
        }
    }

    private func mergeRuns(_ query: String, _ client: any TestClientProtocol) async throws -> [[String: Any]] {
        try await client.execute(uri: "/api/v1/merge_runs\(query)", method: .get, headers: viewer) { response in
            #expect(response.status == .ok)
            let list = try JSONSerialization.jsonObject(with: Data(response.body.readableBytesView)) as? [[String: Any]]
            return try #require(list)
        }
    }

    /// Returns once every merge run has ended; the queue rings after each job.
    private func waitForTheEnd(_ store: Store) async throws {
        let work = store.changes.work()
        if try await store.mergeRuns().allSatisfy(\.isFinished) { return }
        for await _ in work where try await store.mergeRuns().allSatisfy(\.isFinished) { return }
    }

    /// A dbt Cloud whose runs succeed at once.
    private func dbtCloud() -> ScriptedTransport {
        let started = Mutex(0)
        return ScriptedTransport { call in
            if call.method == .post {
                let id = started.withLock { count in
                    count += 1
                    return count
                }
                return .reply(200, #"{"data": {"id": \#(id), "status": 1}}"#)
            }
            return call.url.contains("/runs/?") ? .reply(200, #"{"data": []}"#) : .reply(200, #"{"data": {"id": 1, "status": 10}}"#)
        }
    }

    @Test("A push starts the job once, however often it is delivered, and its commit's status ends in success")
    func once() async throws {
        let (script, host) = (dbtCloud(), StatusHost())
        let place = try await ServerPlace(merging: ["prod": Self.merging()], host: host, dbtCloud: script)
        try await place.test { client in
            try await withThrowingTaskGroup(of: String.self) { group in
                for number in 1...8 { group.addTask { try await self.deliver(self.push(), id: "d\(number)", client) } }
                let words = try await group.reduce(into: []) { $0.append($1) }
                #expect(words.sorted() == Array(repeating: "200 duplicate", count: 7) + ["202 accepted"])
            }
            try await waitForTheEnd(place.store)
            #expect(try await deliver(push(), id: "d1", client) == "200 duplicate")
            let runs = try await mergeRuns("?ci_config_id=2", client)
            #expect(runs.count == 1)
            #expect(runs[0]["status"] as? String == "success" && runs[0]["sha"] as? String == Self.sha)
            #expect(runs[0]["branch"] as? String == "main" && runs[0]["job_id"] as? Int == 10)
            #expect(runs[0]["ci_config"] as? String == "prod" && runs[0]["repository"] as? String == "acme/shop")
            #expect((runs[0]["dbt_cloud_run"] as? [String: Any])?["id"] as? Int == 1)
            #expect((runs[0]["message"] as? String)?.isEmpty == false && runs[0]["finished_at"] is String)
        }
        #expect(script.calls.filter { $0.method == .post }.count == 1)
        let statuses = host.statuses.withLock { $0 }
        #expect(statuses.map(\.sha) == [Self.sha, Self.sha])
        #expect(statuses.map(\.status.context) == ["plumbline/prod/merge", "plumbline/prod/merge"])
        #expect(statuses.map(\.status.state) == [.pending, .success])
        #expect(statuses.allSatisfy { $0.status.targetURL?.hasSuffix("/runs/1/") == true })
    }

    @Test("Other branches, tags and deletions start nothing")
    func ignored() async throws {
        let script = dbtCloud()
        let place = try await ServerPlace(merging: ["prod": Self.merging()], dbtCloud: script)
        let bodies = [
            push("refs/heads/fix"), push("refs/tags/main"), push("refs/heads/main", after: String(repeating: "0", count: 40)),
            push("refs/heads/feature/main"),
        ]
        try await place.test { client in
            for (index, body) in bodies.enumerated() {
                let answer = try await deliver(body, id: "d\(index)", client)
                #expect(answer == "200 ignored")
            }
            let runs = try await mergeRuns("", client)
            #expect(runs.isEmpty)
        }
        #expect(script.calls.isEmpty)
    }

    @Test("Every configuration of the repository decides for itself")
    func several() async throws {
        let script = dbtCloud()
        let merging = ["a": Self.merging(), "b": Self.merging("main"), "c": Self.merging("staging")]
        let place = try await ServerPlace(merging: merging, host: StatusHost(), dbtCloud: script)
        try await place.test { client in
            #expect(try await deliver(push(), id: "d1", client) == "202 accepted")
            try await waitForTheEnd(place.store)
            let names = try await mergeRuns("", client).map { $0["ci_config"] as? String }
            #expect(Set(names) == ["a", "b"])
            #expect(try await deliver(push("refs/heads/staging"), id: "d2", client) == "202 accepted")
            try await waitForTheEnd(place.store)
            // Newest first.
            let newest = try await mergeRuns("?limit=1", client).map { $0["ci_config"] as? String }
            #expect(newest == ["c"])
        }
        #expect(script.calls.filter { $0.method == .post }.count == 3)
    }

    @Test("What is wrong with a question about merge runs is explained")
    func wrongQuestions() async throws {
        let place = try await ServerPlace()
        try await place.test { client in
            for (query, code) in [("?ci_config_id=x", 400), ("?ci_config_id=99", 404), ("?limit=0", 400)] {
                try await client.execute(uri: "/api/v1/merge_runs\(query)", method: .get, headers: viewer) { response in
                    #expect(response.status.code == code, "\(query)")
                    #expect(response.headers[.contentType] == "application/problem+json")
                }
            }
            try await client.execute(uri: "/api/v1/merge_runs", method: .get) { #expect($0.status == .unauthorized) }
        }
    }
}

/// A host that keeps the statuses set on it, and has no open pull request.
private final class StatusHost: QuietHost {
    let statuses = Mutex<[(sha: String, status: CommitStatus)]>([])

    func changeRequest(_ number: Int) async throws(SourceControlError) -> ChangeRequest { ServerPlace.change }
    func openChangeRequests() async throws(SourceControlError) -> [ChangeRequest] { [] }
    func changedFiles(of number: Int) async throws(SourceControlError) -> ChangedFiles { ChangedFiles(paths: []) }
    func mergeBase(of base: String, and head: String) async throws(SourceControlError) -> Commit { Commit(sha: "base1") }
    func history(from sha: String, limit: Int) async throws(SourceControlError) -> [Commit] { [Commit(sha: sha)] }
    func tip(of branch: String) async throws(SourceControlError) -> Commit { Commit(sha: "base1") }
    func setStatus(_ status: CommitStatus, on sha: String) async throws(SourceControlError) {
        statuses.withLock { $0.append((sha, status)) }
    }
    func writeComment(
        _ markdown: String, marker: CommentMarker, on number: Int, known: String?
    ) async throws(SourceControlError) -> WrittenComment { WrittenComment(id: "1", url: "http://host/c/1") }
}
