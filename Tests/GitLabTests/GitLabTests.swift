import GitLab
import HTTPTransport
import SourceControl
import TestSupport
import Testing

struct GitLabTests {
    private let root = GitLabPlace.root
    private let marker = CommentMarker(configuration: "shop")
    private let request = GitLabPlace.request

    @Test func readsAMergeRequest() async throws {
        let script = ScriptedTransport([.reply(200, request)])
        let read = try await GitLabPlace.host(script).changeRequest(5)
        #expect(script.lines == ["GET \(root)/merge_requests/5"] && script.calls[0].headers["private-token"] == "hunter2")
        #expect(read.headSHA == "h1" && read.baseSHA == "b1" && read.isFork && read.labels == ["data"] && read.state == .open)
        #expect(read.author == "ada" && read.headBranch == "x" && read.baseBranch == "main" && !read.isDraft && read.url == "http://m/5")
    }

    @Test(arguments: [
        (#""opened""#, #""closed""#, ChangeRequest.State.closed), (#""opened""#, #""merged""#, .merged),
        (#""opened""#, #""locked""#, .open),
    ])
    func states(_ from: String, _ to: String, _ state: ChangeRequest.State) async throws {
        let script = ScriptedTransport([.reply(200, request.replacing(from, with: to))])
        #expect(try await GitLabPlace.host(script).changeRequest(5).state == state)
    }

    @Test func draftsAndForksWhoseProjectIsGone() async throws {
        let script = ScriptedTransport([
            .reply(200, request.replacing(#""draft": false"#, with: #""draft": true"#).replacing("_id\": 2", with: "_id\": 1")),
            .reply(200, request.replacing("_id\": 2", with: "_id\": null")),
        ])
        let host = try GitLabPlace.host(script)
        let draft = try await host.changeRequest(5)
        #expect(draft.isDraft && !draft.isFork)
        #expect(try await host.changeRequest(5).isFork)
    }

    @Test(arguments: [(#""1000+""#, false), (#""2""#, true), (#""3""#, false), ("null", false)])
    func filesAreMarkedWhenGitLabListsFewerThanItCounts(_ count: String, _ isComplete: Bool) async throws {
        let script = ScriptedTransport([
            .reply(200, request.replacing(#""1000+""#, with: count)),
            .reply(200, #"[{"new_path": "b.sql", "old_path": "a.sql"}, {"new_path": "c", "old_path": "c"}]"#),
        ])
        #expect(
            try await GitLabPlace.host(script).changedFiles(of: 5)
                == ChangedFiles(paths: ["b.sql", "a.sql", "c"], isComplete: isComplete))
    }

    @Test func editsItsNoteOrWritesOne() async throws {
        let script = ScriptedTransport([
            .reply(200, request), .reply(404, "{}"), .reply(200, #"[{"id": 1, "body": "hi"}, {"id": 2, "body": "old\n\#(marker.text)"}]"#),
            .reply(200, #"{"id": 2, "body": ""}"#),
            .reply(200, request), .reply(200, "[]"), .reply(201, #"{"id": 3, "body": ""}"#),
        ])
        let host = try GitLabPlace.host(script)
        #expect(try await host.writeComment("R", marker: marker, on: 5, known: "9") == WrittenComment(id: "2", url: "http://m/5#note_2"))
        #expect(try await host.writeComment("R", marker: marker, on: 5, known: nil).id == "3")
        #expect(script.lines[3] == "PUT \(root)/merge_requests/5/notes/2" && script.calls[6].isRepeatable == false)
    }

    @Test func commentsLeaveOutWhatGitLabNotesDown() async throws {
        let notes = """
            [{"id": 1, "body": "/plumbline rerun", "author": {"username": "ada"}, "system": false},
             {"id": 2, "body": "added 1 commit", "author": {"username": "ada"}, "system": true}]
            """
        let comments = try await GitLabPlace.host(ScriptedTransport([.reply(200, notes)])).comments(on: 5)
        #expect(comments == [ChangeComment(number: 5, author: "ada", body: "/plumbline rerun", id: "1", association: .none)])
    }

    @Test func aReactionThatIsThereIsNoError() async throws {
        let script = ScriptedTransport([
            .reply(201, "{}"), .reply(404, #"{"message": "404 Award Emoji Name has already been taken Not Found"}"#), .reply(404, "{}"),
        ])
        let host = try GitLabPlace.host(script)
        let comment = ChangeComment(number: 5, author: "ada", body: "", id: "7", association: .none)
        try await host.react(.agreed, to: comment)
        #expect(script.lines == ["POST \(root)/merge_requests/5/notes/7/award_emoji?name=thumbsup"])
        try await host.react(.seen, to: comment)
        await #expect(throws: SourceControlError.self) { try await host.react(.seen, to: comment) }
    }

    @Test(arguments: [
        (401, SourceControlError.Code.unauthorized), (403, .forbidden), (404, .notFound), (405, .unexpectedReply), (409, .unreachable),
        (429, .rateLimited), (500, .unreachable), (301, .unexpectedReply), (422, .rejected),
    ])
    func refusals(_ status: Int, _ code: SourceControlError.Code) async throws {
        let host = try GitLabPlace.host(ScriptedTransport([.reply(status, #"{"message": "no hunter2"}"#)]))
        let error = await #expect(throws: SourceControlError.self) { try await host.changeRequest(5) }
        #expect(error?.code == code && error?.message.contains("acme/data/shop") == true && error?.message.contains("hunter2") == false)
    }

    @Test func errorsSayWhichRightIsMissing() async throws {
        let refused = ScriptedTransport.Step.reply(403, #"{"error": "insufficient_scope", "error_description": "needs more"}"#)
        let commit = ScriptedTransport.Step.reply(200, #"{"last_pipeline": {}}"#)
        let host = try GitLabPlace.host(ScriptedTransport([refused, commit, refused]))
        let read = await #expect(throws: SourceControlError.self) { try await host.changeRequest(5) }
        #expect(read?.message.contains("the role Reporter") == true && read?.message.contains("insufficient_scope; needs more") == true)
        let status = CommitStatus(state: .success, context: "c", description: "d")
        let write = await #expect(throws: SourceControlError.self) { try await host.setStatus(status, on: "abc") }
        #expect(write?.message.contains("the role Developer") == true)
    }

    @Test(arguments: ["shop", "acme/", "/shop", "acme//shop", "acme/my shop"])
    func namesThatAreNone(_ name: String) {
        #expect(throws: SourceControlError.self) {
            try GitLabHost(project: name, token: Secret("t"), transport: ScriptedTransport([]))
        }
    }

    @Test func aGitLabBelowAPathIsReached() async throws {
        let script = ScriptedTransport([.reply(200, request)])
        let host = try GitLabHost(project: "a/b", apiURL: "https://h/git/lab/api/v4", token: Secret("t"), transport: script)
        _ = try await host.changeRequest(1)
        #expect(script.lines == ["GET https://h/git/lab/api/v4/projects/a%2Fb/merge_requests/1"])
    }
}
