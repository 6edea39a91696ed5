import Foundation
import Testing

@testable import Sandbox

/// Clients that others wrote judge the sandbox.
@Suite("Real clients", .serialized)
struct RealClientTests {
    @Test("PyGithub walks through a pull request")
    func pyGithub() async throws {
        let venv = try PythonTools.venv()
        try await LiveSandbox.run { sandbox in
            try await PythonTools.run("pygithub_client.py", venv: venv, sandbox.url, sandbox.gitPath)
        }
    }

    @Test("python-gitlab walks through a merge request")
    func pythonGitLab() async throws {
        let venv = try PythonTools.venv()
        try await LiveSandbox.run { sandbox in
            try await PythonTools.run("python_gitlab_client.py", venv: venv, sandbox.url, sandbox.gitPath)
        }
    }

    @Test("dbtc and dbt-cloud-cli trigger, wait, list and download", arguments: ["dbtc_client.py", "dbt_cloud_cli_client.py"])
    func dbtCloud(script: String) async throws {
        let dbt = try PythonTools.venv()
        let venv = try PythonTools.clientsVenv()
        try await LiveSandbox.run(venv: dbt) { sandbox in
            try await PythonTools.run(script, venv: venv, sandbox.url)
        }
    }

    @Test("dbt-jobs-as-code creates, changes and deletes a job with its variables, and then finds nothing to do")
    func jobsAsCode() async throws {
        let venv = try PythonTools.clientsVenv()
        try await LiveSandbox.run { sandbox in
            try await PythonTools.run("dbt_jobs_as_code_client.py", venv: venv, sandbox.url)
        }
    }
}
