import Foundation
import HTTPTransport
import Testing

@testable import Sandbox

@Suite("The local dbt Cloud's API")
struct DbtCloudAPITests {
    private let account = LiveSandbox.account

    @Test("Token and Bearer, with and without a closing slash, doubled slashes, both versions")
    func access() async throws {
        try await LiveSandbox.run { sandbox in
            for path in [
                "/api/v2/accounts/1/jobs/10/", "/api/v2/accounts/1/jobs/10", "//api/v2/accounts/1//jobs/10", "/api/v3/accounts/1/jobs/10/",
            ] {
                for scheme in ["Token", "Bearer"] {
                    let reply = try await sandbox.send(.get, path, headers: ["Authorization": "\(scheme) sandbox-token"])
                    #expect(reply.status == 200, "\(path)")
                    #expect(try JSON(reply.body)["data"]["id"].int == 10)
                }
            }
            let wrong = try await sandbox.send(.get, "/api/v2/accounts/1/jobs/10/", headers: ["Authorization": "Token nonsense"])
            #expect(wrong.status == 401)
            #expect(try JSON(wrong.body)["status"]["user_message"].string == "Invalid token.")
            for path in [
                "/api/v2/accounts/2/", "/api/v2/accounts/1/jobs/99/", "/api/v2/accounts/1/nonsense/",
                "/api/v2/accounts/1/runs/5/artifacts/x",
            ] {
                let missing = try await sandbox.send(.get, path)
                #expect(missing.status == 404, "\(path)")
                #expect(try JSON(missing.body)["status"]["code"].int == 404)
                #expect(try JSON(missing.body).has("data"))
            }
        }
    }

    @Test("Lists tell limit, offset, order and counts")
    func lists() async throws {
        try await LiveSandbox.run { sandbox in
            let page = try await sandbox.json(.get, account + "/jobs/?limit=1&offset=1&order_by=-id")
            #expect(page["data"].array.map { $0["id"].int } == [10])
            #expect(page["extra"]["filters"]["limit"].int == 1)
            #expect(page["extra"]["filters"]["offset"].int == 1)
            #expect(page["extra"]["order_by"].string == "-id")
            #expect(page["extra"]["pagination"]["count"].int == 1)
            #expect(page["extra"]["pagination"]["total_count"].int == 2)
            #expect(try await sandbox.send(.get, account + "/runs/?limit=101").status == 400)
            #expect(
                try await sandbox.json(.get, account + "/environments/")["data"].array.map { $0["name"].string } == ["Production", "CI"])
            #expect(try await sandbox.json(.get, "/api/v3/accounts/1/environments/?project_id=2")["data"].array.isEmpty)
        }
    }

    @Test("A trigger is read from JSON and from a form, and a run without dbt fails with the reason")
    func trigger() async throws {
        try await LiveSandbox.run { sandbox in
            let form = try await sandbox.json(.post, account + "/jobs/10/run/", form: "cause=API-triggered+job&git_branch=main")["data"]
            #expect(form["status"].int == 1)
            #expect(form["href"].string?.hasPrefix(sandbox.url + "/deploy/1/projects/1/runs/") == true)
            #expect(form["trigger"]["cause"].string == "API-triggered job")
            let run = try await sandbox.finished(form["id"].int ?? 0)
            #expect(run["status"].int == 20)
            #expect(run["status_message"].string?.contains("PLUMBLINE_VENV") == true)
            #expect(run["run_steps"].array.map { $0["name"].string } == ["Clone git repository", "Create profile from connection DuckDB"])
            #expect(run["git_sha"].string?.count == 40)

            #expect(try await sandbox.send(.post, account + "/jobs/10/run/", json: "{}").status == 400)
            let text = try await sandbox.send(.post, account + "/jobs/11/run/", json: #"{"cause": "c", "github_pull_request_id": "3"}"#)
            #expect(text.status == 400)
            #expect(try JSON(text.body)["status"]["user_message"].string?.contains("github_pull_request_id") == true)
            let unknown = try await sandbox.json(.post, account + "/jobs/10/run/", json: #"{"cause": "c", "git_sha": "feedbeef"}"#)["data"]
            let failed = try await sandbox.finished(unknown["id"].int ?? 0)
            #expect(failed["status_message"].string?.contains("feedbeef") == true)
        }
    }

    @Test("Runs are filtered, ordered and found by every form of a list")
    func filters() async throws {
        try await LiveSandbox.run { sandbox in
            for job in [10, 10, 11] {
                let run = try await sandbox.json(.post, account + "/jobs/\(job)/run/", json: #"{"cause": "c"}"#)["data"]["id"].int ?? 0
                _ = try await sandbox.finished(run)
            }
            func ids(_ query: String) async throws -> [Int?] {
                try await sandbox.json(.get, account + "/runs/?" + query)["data"].array.map { $0["id"].int }
            }
            #expect(try await ids("") == [101, 102, 103])
            #expect(try await ids("order_by=-id&limit=2") == [103, 102])
            #expect(try await ids("job_definition_id=10&id__gt=101") == [102])
            #expect(try await ids("status__in=[10,20]") == [101, 102, 103])
            #expect(try await ids("status=10") == [])
            #expect(try await ids("environment_id=2") == [103])
            #expect(try await ids("pk__in=101,103") == [101, 103])
            #expect(try await ids("finished_at__range=%5B%222000-01-01+00:00:00%22,%222100-01-01T00:00:00Z%22%5D").count == 3)
            #expect(try await ids("created_at__range=2000-01-01,2000-01-02") == [])
            #expect(try await sandbox.send(.get, account + "/runs/?created_at__range=now").status == 400)
            for related in ["trigger,job", "%5B%22trigger%22,%22job%22%5D", "trigger&include_related=job"] {
                let run = try await sandbox.json(.get, account + "/runs/101/?include_related=\(related)")["data"]
                #expect(run["trigger"]["cause"].string == "c")
                #expect(run["job"]["id"].int == 10)
            }
            #expect(try await sandbox.json(.get, account + "/runs/101/")["data"]["trigger"].value == .null)
            // A finished run stays as it is.
            #expect(try await sandbox.json(.post, account + "/runs/101/cancel")["data"]["status"].int == 20)
            #expect(try await sandbox.json(.get, account + "/runs/101/artifacts/")["data"].array.isEmpty)
            #expect(try await sandbox.send(.post, account + "/runs/101/retry/").status == 400)
        }
    }

    @Test("Jobs are created, changed and deleted")
    func jobs() async throws {
        try await LiveSandbox.run { sandbox in
            let definition = """
                {"name": "Nightly", "environment_id": 1, "project_id": 1, "execute_steps": ["dbt run"], "settings": {"threads": 2, "target_name": "x"},
                 "triggers": {"github_webhook": false, "schedule": true}, "deferring_job_definition_id": 10, "id": null}
                """
            let created = try await sandbox.send(.post, account + "/jobs/", json: definition)
            #expect(created.status == 201)
            let job = try JSON(created.body)["data"]
            #expect(job["job_type"].string == "scheduled")
            #expect(job["settings"]["threads"].int == 2)
            let one = account + "/jobs/\(job["id"].int ?? 0)/"
            let changed = try await sandbox.json(.post, one, json: #"{"name": "Weekly", "deferring_job_definition_id": null}"#)["data"]
            #expect(changed["name"].string == "Weekly")
            #expect(changed["deferring_job_definition_id"].value == .null)
            #expect(changed["execute_steps"][0].string == "dbt run")
            #expect(try await sandbox.json(.delete, one)["data"]["state"].int == 2)
            #expect(try await sandbox.json(.get, account + "/jobs/")["data"].array.count == 2)
            #expect(try await sandbox.json(.get, account + "/jobs/?state=all")["data"].array.count == 3)
            #expect(try await sandbox.send(.post, one + "run/", json: #"{"cause": "c"}"#).status == 404)
            #expect(try await sandbox.send(.post, account + "/jobs/", json: #"{"name": "x", "environment_id": 7}"#).status == 400)
        }
    }

    @Test("Environment variables: scopes, secrets, and the data of a job as an object")
    func environmentVariables() async throws {
        try await LiveSandbox.run { sandbox in
            let path = "/api/v3/accounts/1/projects/1/environment-variables/"
            #expect(try await sandbox.json(.get, path + "job/?job_definition_id=10")["data"].value == .object([:]))
            _ = try await sandbox.send(.post, path + "bulk/", json: #"{"env_var": {"DBT_A": {"project": "p", "Production": "e"}}}"#)
            let secret = #"{"name": "DBT_ENV_SECRET_B", "type": "job", "job_definition_id": 10, "raw_value": "hidden"}"#
            #expect(try await sandbox.send(.post, path, json: secret).status == 200)
            let data = try await sandbox.json(.get, path + "job/?job_definition_id=10")["data"]
            #expect(data["DBT_A"]["environment"]["value"].string == "e")
            #expect(data["DBT_A"]["project"]["value"].string == "p")
            #expect(data["DBT_ENV_SECRET_B"]["job"]["value"].string == "**********")
            #expect(try await sandbox.send(.post, path, json: #"{"name": "PATH", "type": "project", "raw_value": "x"}"#).status == 400)
            let id = data["DBT_A"]["project"]["id"].int ?? 0
            #expect(try await sandbox.send(.delete, path + "\(id)/").status == 204)
            #expect(try await sandbox.send(.delete, path + "\(id)/").status == 404)
        }
    }
}
