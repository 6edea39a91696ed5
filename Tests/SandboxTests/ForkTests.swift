import Foundation
import GitHub
import HTTPTransport
import SourceControl
import Testing

@testable import Sandbox

/// The client that talks to the real one; the sandbox has a type of that name, too.
private typealias Client = GitHub.GitHubHost

/// Pull requests from forks, and what settings are checked against, on the local GitHub.
@Suite("Forks, labels and files on the local GitHub")
struct ForkTests {
    private func host(_ sandbox: LiveSandbox) throws -> Client {
        try Client(
            repository: "acme/storefront", apiURL: sandbox.url + "/github", token: Secret("sandbox-token"), transport: sandbox.transport)
    }

    private func bearer(_ name: String) -> [String: String] { ["Authorization": "Bearer sandbox-\(name)-token"] }

    @Test("A pull request from a fork has its own head repository, and its label a setter")
    func forks() async throws {
        let webhooks = WebhookRecorder()
        try await LiveSandbox.run(webhooks: webhooks) { sandbox in
            let repository = LiveSandbox.repository
            let made = try await sandbox.send(.post, repository + "/forks", json: "{}", headers: bearer("reader"))
            let fork = try JSON(made.body)
            #expect(made.status == 202 && fork["full_name"].string == "sandbox-reader/storefront" && fork["fork"].bool == true)
            let path = try #require(fork["clone_url"].string)
            let head = try await sandbox.push("theirs", ["models/x.sql": "select 1 as x\n"], to: path)
            let body = #"{"title": "T", "head": "sandbox-reader:theirs", "base": "main"}"#
            #expect(try await sandbox.send(.post, repository + "/pulls", json: body, headers: bearer("reader")).status == 201)
            let host = try host(sandbox)
            let pull = try await host.changeRequest(1)
            #expect(pull.isFork && pull.headSHA == head && pull.author == "sandbox-reader")
            #expect(try await host.changedFiles(of: 1).paths == ["models/x.sql"])
            let event = try await webhooks.event("pull_request.opened")
            let read = try GitHubWebhook.parse(event: "pull_request", deliveryID: "d", body: event.call.body ?? Data())
            #expect(read.changeRequest?.isFork == true)

            let label = #"{"labels": ["datafold"]}"#
            let labels = repository + "/issues/1/labels"
            #expect(try await sandbox.send(.post, labels, json: label, headers: bearer("reader")).status == 403)
            #expect(try await sandbox.send(.post, labels, json: label, headers: bearer("triager")).status == 200)
            #expect(try await host.labeler(of: "datafold", on: 1) == "sandbox-triager")
            _ = try await sandbox.send(.delete, labels + "/datafold")
            _ = try await sandbox.send(.post, labels, json: label)
            #expect(try await host.labeler(of: "datafold", on: 1) == "sandbox")
            let next = try await sandbox.push("theirs", ["models/y.sql": "select 1 as y\n"], to: path)
            #expect(try await host.changeRequest(1).headSHA == next)
            _ = try await webhooks.event("pull_request.synchronize")
            try await host.setStatus(CommitStatus(state: .success, context: "c", description: "d"), on: next)
            #expect(try await sandbox.runs(job: 11).isEmpty, "nothing of a fork is built")
        }
    }

    @Test("Labels and files are found as settings are checked against them")
    func contents() async throws {
        try await LiveSandbox.run { sandbox in
            let host = try host(sandbox)
            #expect(try await host.hasLabel("data fold") == false)
            #expect(try await sandbox.send(.post, LiveSandbox.repository + "/labels", json: #"{"name": "Data Fold"}"#).status == 201)
            #expect(try await host.hasLabel("data fold") == true)
            #expect(try await host.hasLabel("data") == false)
            let paths = try #require(try await host.filePaths())
            #expect(paths.contains("models/base.sql") && !paths.contains("models"))
        }
    }
}
