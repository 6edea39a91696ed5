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

@Suite(.timeLimit(.minutes(15))) struct SettingsAPITests {
    private let admin: HTTPFields = [.authorization: "Key admin-key"]
    private let viewer: HTTPFields = [.authorization: "Key viewer-key"]
    static let secret = "s3cr3t-of-dbt"

    /// Sends JSON and reads JSON.
    private func call(
        _ client: any TestClientProtocol, _ method: HTTPRequest.Method, _ path: String, _ body: Any? = nil, headers: HTTPFields? = nil
    ) async throws -> (status: Int, json: [String: Any], text: String) {
        let data = try body.map { try JSONSerialization.data(withJSONObject: $0) }
        let response = try await client.execute(
            uri: "/api/v1/\(path)", method: method, headers: headers ?? admin, body: data.map { ByteBuffer(bytes: $0) })
        let text = String(buffer: response.body)
        #expect(!text.contains(Self.secret) && !text.contains("sealed"))
        let json = try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        return (response.status.code, json ?? [:], text)
    }

    static var whole: [String: Any] {
        [
            "name": "app", "repository": "acme/shop", "data_source": "w",
            "dbt_cloud": [
                "access_url": "https://ab1.us1.dbt.com", "api_key": secret, "account_id": 1, "artifacts_job_id": 10,
                "pull_request_job_id": 11,
            ],
        ]
    }

    @Test func aConfigurationIsMadeChangedAndTurnedOff() async throws {
        let place = try await ServerPlace()
        try await place.test { client in
            let made = try await call(client, .post, "ci_configs", Self.whole)
            #expect(made.status == 201 && made.json["managed_by"] as? String == "app", "\(made.text)")
            let id = try #require(made.json["id"] as? Int)
            #expect((made.json["dbt_cloud"] as? [String: Any])?["has_api_key"] as? Bool == true)
            // What was answered may be sent back; the key stays.
            var answer = made.json
            answer["name"] = "renamed"
            answer["slim_ci"] = true
            let put = try await call(client, .put, "ci_configs/\(id)", answer)
            #expect(put.status == 200 && put.json["id"] as? Int == id && put.json["name"] as? String == "renamed", "\(put.text)")
            #expect(try place.store.dbtCloudKey(of: try await place.store.ciConfig(id))?.reveal() == Self.secret)
            let patch = try await call(client, .patch, "ci_configs/\(id)", ["sampling": ["tolerance": "0.1%"], "diff_threshold": 5])
            #expect(patch.status == 200 && patch.json["slim_ci"] as? Bool == true && patch.json["diff_threshold"] as? Int == 5)
            #expect((patch.json["sampling"] as? [String: Any])?["tolerance"] as? Double == 0.001)
            let back = try await call(client, .patch, "ci_configs/\(id)", ["diff_threshold": NSNull()])
            #expect(back.json["diff_threshold"] is NSNull && back.json["slim_ci"] as? Bool == true)
            let status1 = try await call(client, .delete, "ci_configs/\(id)").status
            #expect(status1 == 204)
            #expect(try await !call(client, .get, "ci_configs").text.contains("renamed"))
            #expect(try await call(client, .get, "ci_configs?include_inactive=true").text.contains("renamed"))
            #expect(try await call(client, .get, "ci_configs/\(id)").json["is_active"] as? Bool == false)
        }
        #expect(!place.lines.all.joined().contains(Self.secret))
    }

    @Test func errorsNameTheirFields() async throws {
        let place = try await ServerPlace()
        try await place.test { client in
            let cases: [([String: Any], String)] = [
                (["name": ""], "name"), (["repository": "no/such"], "repository"), (["data_source": "none"], "data_source"),
                (["name": "shop"], "name"),
                (["slim_cy": true], "slim_cy"), (["slim_ci": "perhaps"], "slim_ci"),
                (["sampling": ["confidence": 99]], "sampling.confidence"),
                (["sync_metadata_schedule": "0 0 31 2 *"], "sync_metadata_schedule"),
                (["sync_metadata_time_zone": "Mars/Base"], "sync_metadata_time_zone"),
                (["primary_key_tag": "two words"], "primary_key_tag"), (["label": " "], "label"), (["forks": "maybe"], "forks"),
                (["dbt_cloud": ["access_url": "x", "api_key": "k"]], "dbt_cloud.account_id"),
                (
                    ["dbt_cloud": ["access_url": "https://x", "account_id": 1, "artifacts_job_id": 1, "pull_request_job_id": 1]],
                    "dbt_cloud.api_key"
                ),
                (["columns_to_ignore": "!a"], "columns_to_ignore"), (["name": "a\nb"], "name"),
            ]
            for (change, field) in cases {
                let answer = try await call(client, .post, "ci_configs", Self.whole.merging(change) { $1 })
                #expect([409, 422].contains(answer.status), "\(field): \(answer.text)")
                let fields = (answer.json["errors"] as? [[String: Any]])?.compactMap { $0["field"] as? String } ?? []
                #expect(fields.contains(field), "\(field): \(answer.text)")
            }
            for body in ["[]", "{", "\"x\""] {
                let response = try await client.execute(
                    uri: "/api/v1/ci_configs", method: .post, headers: admin, body: ByteBuffer(string: body))
                #expect(response.status == .badRequest)
            }
        }
        #expect(try await place.store.ciConfigs().map(\.name) == ["shop"])
    }

    @Test func whatTheFileKeepsIsNotChanged() async throws {
        let place = try await ServerPlace()
        try await place.test { client in
            for (path, body) in [
                ("ci_configs/1", ["slim_ci": true]), ("repositories/1", ["api_url": "https://x.example"]),
                ("data_sources/1", ["concurrency": 2]),
            ] as [(String, [String: Any])] {
                let status2 = try await call(client, .patch, path, body).status
                #expect(status2 == 409, "\(path)")
                let status3 = try await call(client, .delete, path).status
                #expect(status3 == 409, "\(path)")
            }
        }
    }

    @Test func aViewersKeyOnlyReads() async throws {
        let place = try await ServerPlace()
        try await place.test { client in
            for (method, path) in [
                (.post, "ci_configs"), (.put, "ci_configs/1"), (.patch, "ci_configs/1"), (.delete, "ci_configs/1"), (.post, "repositories"),
                (.post, "data_sources"), (.post, "data_sources/1/test"), (.post, "dbt_cloud/accounts"),
            ] as [(HTTPRequest.Method, String)] {
                let status4 = try await call(client, method, path, Self.whole, headers: viewer).status
                #expect(status4 == 403, "\(path)")
            }
            let status5 = try await call(client, .get, "ci_configs/1", headers: viewer).status
            #expect(status5 == 200)
        }
    }

    @Test func repositoriesKeepTheirSecrets() async throws {
        let place = try await ServerPlace()
        try await place.test { client in
            let made = try await call(client, .post, "repositories", ["name": "acme/new", "token": Self.secret])
            #expect(
                made.status == 201 && made.json["has_token"] as? Bool == true && made.json["has_webhook_secret"] as? Bool == true,
                "\(made.text)")
            #expect(made.json["webhook_url"] as? String == "http://127.0.0.1:8080/webhooks/github")
            let id = try #require(made.json["id"] as? Int)
            let hook = try place.store.webhookSecret(of: try await place.store.repository(id))
            let changed = try await call(client, .patch, "repositories/\(id)", ["api_url": "https://git.example/api/v3"])
            #expect(changed.status == 200 && changed.json["api_url"] as? String == "https://git.example/api/v3")
            let repository = try await place.store.repository(id)
            #expect(try place.store.token(of: repository)?.reveal() == Self.secret && place.store.webhookSecret(of: repository) == hook)
            let status6 = try await call(client, .post, "repositories", ["name": "ACME/New", "token": "t"]).status
            #expect(status6 == 409)
            let status7 = try await call(client, .post, "repositories", ["name": "noslash", "token": "t"]).status
            #expect(status7 == 422)
            let status8 = try await call(client, .delete, "repositories/\(id)").status
            #expect(status8 == 204)
        }
    }

    @Test func dataSourcesTakeTheShapeOfTheSDK() async throws {
        let place = try await ServerPlace()
        try await place.test { client in
            let sent: [String: Any] = [
                "name": "pg", "type": "pg", "temp_schema": "scratch", "float_tolerance": 0, "disable_profiling": true,
                "options": ["host": "db", "dbname": "shop", "user": "u", "password": Self.secret],
            ]
            let made = try await call(client, .post, "data_sources", sent)
            #expect(made.status == 201 && made.json["type"] as? String == "postgresql", "\(made.text)")
            #expect((made.json["options"] as? [String: String]) == ["host": "db", "database": "shop", "user": "u"])
            #expect(made.json["secrets"] as? [String] == ["password"])
            let id = try #require(made.json["id"] as? Int)
            let changed = try await call(client, .patch, "data_sources/\(id)", ["options": ["host": "db2"], "concurrency": 2])
            #expect(changed.status == 200, "\(changed.text)")
            let source = try await place.store.dataSource(id)
            #expect(try place.store.options(of: source) == ["host": "db2", "database": "shop", "user": "u", "password": Self.secret])
            #expect(source.concurrency == 2 && source.tempSchema == "scratch")
            #expect(
                try await call(client, .post, "data_sources", sent.merging(["name": "x", "float_tolerance": 0.1]) { $1 }).status == 422)
            #expect(
                try await call(client, .post, "data_sources", ["name": "x", "type": "duckdb", "options": ["path": "rel"]]).status == 422)
            let types = try await call(client, .get, "data_sources/types").text
            #expect(types.contains("configuration_schema") && types.contains("\"secret\":[\"password\",\"uri\"]"))
        }
    }

    @Test func aDataSourceIsTriedOut() async throws {
        let file = try await DuckDBFile(["CREATE SCHEMA scratch"])
        let place = try await ServerPlace()
        try await place.test { client in
            for (path, schema, codes) in [
                (file.path, "scratch", ["ok", "ok", "ok", "skip"]), (file.path, "none", ["ok", "error", "ok", "skip"]),
                ("/nowhere.duckdb", "scratch", ["error", "skip", "skip", "skip"]),
            ] {
                let made = try await call(
                    client, .post, "data_sources",
                    ["name": "\(path)\(schema)", "type": "duckdb", "temp_schema": schema, "options": ["path": path]])
                let id = try #require(made.json["id"] as? Int)
                let job = try #require(
                    try await call(client, .post, "data_sources/\(id)/test", [:] as [String: Any]).json["job_id"] as? Int)
                try await eventually {
                    try await call(client, .get, "data_sources/test/\(job)").json["status"] as? String != "processing"
                }
                let result = try await call(client, .get, "data_sources/test/\(job)")
                let results = try #require(result.json["results"] as? [[String: Any]])
                #expect(results.map { ($0["result"] as? [String: Any])?["code"] as? String } == codes, "\(result.text)")
                #expect(results.map { $0["step"] as? String } == ["connection", "temp_schema", "schema_download", "lineage_download"])
            }
            let status9 = try await call(client, .get, "data_sources/test/999").status
            #expect(status9 == 404)
        }
    }

    @Test func whoAsks() async throws {
        let place = try await ServerPlace()
        try await place.test { client in
            let meta = try await call(client, .get, "organization/meta")
            #expect(meta.json["org_id"] as? Int == 1 && meta.json["key_name"] as? String == "ci")
        }
    }
}
