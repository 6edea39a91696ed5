import GitLab
import HTTPTransport
import SourceControl
import TestSupport
import Testing

struct GitLabTests {
    private let root = "http://h/api/v4/projects/acme%2Fdata%2Fshop"
    private let marker = CommentMarker(configuration: "shop")
    private let request = """
        {"iid": 5, "title": "T", "state": "opened", "draft": false, "author": {"username": "ada"}, "web_url": "http://m/5", "sha": "h1",
         "source_branch": "x", "target_branch": "main", "source_project_id": 2, "target_project_id": 1, "labels": ["data"],
         "diff_refs": {"base_sha": "m", "head_sha": "h1", "start_sha": "b1"}, "changes_count": "1000+"}
        """

    @Test func readsAMergeRequest() async throws {
        let script = ScriptedTransport([.reply(200, request)])
        let read = try await host(script).changeRequest(5)
        #expect(script.lines == ["GET \(root)/merge_requests/5"] && script.calls[0].headers["private-token"] == "hunter2")
        #expect(read.headSHA == "h1" && read.baseSHA == "b1" && read.isFork && read.labels == ["data"] && read.state == .open)
    }

    @Test func filesAreMarkedWhenGitLabListsFewerThanItCounts() async throws {
        let script = ScriptedTransport([
            .reply(200, request), .reply(200, #"[{"new_path": "b.sql", "old_path": "a.sql"}, {"new_path": "c", "old_path": "c"}]"#),
        ])
        #expect(try await host(script).changedFiles(of: 5) == ChangedFiles(paths: ["b.sql", "a.sql", "c"], isComplete: false))
    }

    @Test func readsCommits() async throws {
        let commit = #"{"id": "m", "message": "M", "committed_date": "2024-01-01T01:00:00.000+01:00", "parent_ids": ["p"]}"#
        let script = ScriptedTransport([.reply(200, commit), .reply(200, "[\(commit)]"), .reply(200, #"{"commit": \#(commit)}"#)])
        let host = try host(script)
        let wanted = Commit(sha: "m", message: "M", committedAt: 1_704_067_200, parents: ["p"])
        #expect(try await host.mergeBase(of: "b", and: "h") == wanted)
        #expect(try await host.history(from: "h", limit: 3) == [wanted])
        #expect(try await host.tip(of: "feature/x") == wanted)
        #expect(script.lines[0] == "GET \(root)/repository/merge_base?refs%5B%5D=b&refs%5B%5D=h")
        #expect(script.lines[1] == "GET \(root)/repository/commits?ref_name=h&first_parent=true&per_page=3")
        #expect(script.lines[2] == "GET \(root)/repository/branches/feature%2Fx")
    }

    @Test func aStatusThatIsSetAlreadyIsNoError() async throws {
        let script = ScriptedTransport([
            .reply(201, "{}"), .reply(400, #"{"message": "Cannot transition status via :enqueue from :pending"}"#),
            .reply(400, #"{"message": {"state": ["is bad"]}}"#),
        ])
        let host = try host(script)
        let status = CommitStatus(state: .failure, context: "c", description: "d")
        try await host.setStatus(status, on: "abc")
        #expect(script.body(0) == #"{"description":"d","name":"c","state":"failed"}"#)
        try await host.setStatus(CommitStatus(state: .error, context: "c", description: "d"), on: "abc")
        #expect(script.body(1).contains(#""state":"failed""#), "GitLab knows no error")
        let error = await #expect(throws: SourceControlError.self) { try await host.setStatus(status, on: "abc") }
        #expect(error?.code == .rejected && error?.message.contains("state is bad") == true)
    }

    @Test func editsItsNoteOrWritesOne() async throws {
        let script = ScriptedTransport([
            .reply(200, request), .reply(404, "{}"), .reply(200, #"[{"id": 1, "body": "hi"}, {"id": 2, "body": "old\n\#(marker.text)"}]"#),
            .reply(200, #"{"id": 2, "body": ""}"#),
            .reply(200, request), .reply(200, "[]"), .reply(201, #"{"id": 3, "body": ""}"#),
        ])
        let host = try host(script)
        #expect(try await host.writeComment("R", marker: marker, on: 5, known: "9") == WrittenComment(id: "2", url: "http://m/5#note_2"))
        #expect(try await host.writeComment("R", marker: marker, on: 5, known: nil).id == "3")
        #expect(script.lines[3] == "PUT \(root)/merge_requests/5/notes/2" && script.calls[6].isRepeatable == false)
    }

    @Test(arguments: [
        (401, SourceControlError.Code.unauthorized), (403, .forbidden), (404, .notFound), (429, .rateLimited), (500, .unreachable),
        (301, .unexpectedReply),
    ])
    func refusals(_ status: Int, _ code: SourceControlError.Code) async throws {
        let host = try host(ScriptedTransport([.reply(status, #"{"message": "no hunter2"}"#)]))
        let error = await #expect(throws: SourceControlError.self) { try await host.changeRequest(5) }
        #expect(error?.code == code && error?.message.contains("acme/data/shop") == true && error?.message.contains("hunter2") == false)
    }

    @Test func webhookTokens() {
        #expect(GitLabWebhook.verify(token: "s", secret: Secret("s")))
        #expect(!GitLabWebhook.verify(token: "t", secret: Secret("s")) && !GitLabWebhook.verify(token: "", secret: Secret("")))
    }

    private func host(_ script: ScriptedTransport) throws -> GitLabHost {
        try GitLabHost(project: "acme/data/shop", apiURL: "http://h/api/v4/", token: Secret("hunter2"), transport: script)
    }
}
