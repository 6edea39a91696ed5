import GitLab
import HTTPTransport
import SourceControl
import TestSupport
import Testing

struct GitLabStatusTests {
    private let root = GitLabPlace.root
    private let leftover = "repository/commits/abc/statuses?name=c&all=true&per_page=100"
    /// The commit has a pipeline.
    private let known = ScriptedTransport.Step.reply(200, #"{"id": "abc", "last_pipeline": {"id": 9}}"#)
    private let unknown = ScriptedTransport.Step.reply(200, #"{"id": "abc", "last_pipeline": null}"#)

    private func status(_ state: CommitStatus.State) -> CommitStatus {
        CommitStatus(state: state, context: "c", description: "d", targetURL: "http://run")
    }

    @Test(arguments: [(CommitStatus.State.success, "success"), (.failure, "failed"), (.error, "failed")])
    func finalStates(_ state: CommitStatus.State, _ word: String) async throws {
        let script = ScriptedTransport([known, .reply(201, "{}"), .reply(200, "[]")])
        try await GitLabPlace.host(script).setStatus(status(state), on: "abc")
        #expect(script.lines == ["GET \(root)/repository/commits/abc", "POST \(root)/statuses/abc", "GET \(root)/\(leftover)"])
        #expect(script.body(1) == #"{"description":"d","name":"c","state":"\#(word)","target_url":"http://run"}"#)
    }

    @Test func pendingTwiceIsNoError() async throws {
        let refusal = #"{"message": "Cannot transition status via :enqueue from :pending (Reason(s): …)"}"#
        let script = ScriptedTransport([known, .reply(201, "{}"), known, .reply(400, refusal)])
        let host = try GitLabPlace.host(script)
        try await host.setStatus(status(.pending), on: "abc")
        try await host.setStatus(status(.pending), on: "abc")
        #expect(script.calls.count == 4, "a pending status leaves nothing behind that would have to be ended")
    }

    @Test(arguments: [
        #"{"message": "Cannot transition status via :success from :canceled (Reason(s): …)"}"#, #"{"message": {"state": ["is bad"]}}"#,
    ])
    func otherRefusalsAreErrors(_ body: String) async throws {
        let host = try GitLabPlace.host(ScriptedTransport([known, .reply(400, body)]))
        let error = await #expect(throws: SourceControlError.self) { try await host.setStatus(status(.success), on: "abc") }
        #expect(error?.code == .rejected && error?.message.contains("it says") == true)
    }

    @Test func whatWaitsInAnOlderPipelineIsEndedToo() async throws {
        let jobs = """
            [{"name": "c", "status": "success", "pipeline_id": 9}, {"name": "c", "status": "pending", "pipeline_id": 8},
             {"name": "c", "status": "running", "pipeline_id": 8}, {"name": "other", "status": "pending", "pipeline_id": 7}]
            """
        let script = ScriptedTransport([known, .reply(201, "{}"), .reply(200, jobs), .reply(201, "{}")])
        try await GitLabPlace.host(script).setStatus(status(.success), on: "abc")
        #expect(script.calls.count == 4 && script.lines[3] == "POST \(root)/statuses/abc")
        #expect(script.body(3).contains(#""pipeline_id":8"#))
    }

    /// Of one that is merged, of one whose head is another commit, and of the one that is meant.
    private func requests(source: Int) -> String {
        """
        [{"iid": 1, "state": "merged", "sha": "abc", "source_branch": "old", "source_project_id": 1, "target_project_id": 1},
         {"iid": 2, "state": "opened", "sha": "def", "source_branch": "later", "source_project_id": 1, "target_project_id": 1},
         {"iid": 3, "state": "opened", "sha": "abc", "source_branch": "x", "source_project_id": \(source), "target_project_id": 1}]
        """
    }

    @Test func aFirstPipelineIsOfTheMergeRequestsBranch() async throws {
        let script = ScriptedTransport([unknown, .reply(200, requests(source: 1)), .reply(201, "{}")])
        try await GitLabPlace.host(script).setStatus(status(.pending), on: "abc")
        #expect(script.lines[1] == "GET \(root)/repository/commits/abc/merge_requests?per_page=100")
        #expect(script.lines[2] == "POST \(root)/statuses/abc" && script.body(2).contains(#""ref":"x""#))
    }

    @Test func aForksStatusesAreSetInTheFork() async throws {
        let script = ScriptedTransport([unknown, .reply(200, requests(source: 2)), .reply(201, "{}"), .reply(200, "[]")])
        try await GitLabPlace.host(script).setStatus(status(.success), on: "abc")
        let fork = "http://h/api/v4/projects/2"
        #expect(script.lines.suffix(2) == ["POST \(fork)/statuses/abc", "GET \(fork)/\(leftover)"])
        let refused = ScriptedTransport([unknown, .reply(200, requests(source: 2)), .reply(403, "{}")])
        let error = await #expect(throws: SourceControlError.self) {
            try await GitLabPlace.host(refused).setStatus(status(.success), on: "abc")
        }
        #expect(error?.code == .forbidden && error?.message.contains("in the fork, project 2") == true)
    }

    @Test func aCommitOfNoMergeRequestIsLeftToGitLab() async throws {
        let script = ScriptedTransport([unknown, .reply(200, "[]"), .reply(201, "{}")])
        try await GitLabPlace.host(script).setStatus(status(.pending), on: "abc")
        #expect(!script.body(2).contains("ref"))
    }

    @Test func aLongDescriptionIsCut() async throws {
        let script = ScriptedTransport([known, .reply(201, "{}")])
        let long = CommitStatus(state: .pending, context: "c", description: String(repeating: "x", count: 300))
        try await GitLabPlace.host(script).setStatus(long, on: "abc")
        #expect(script.body(1).contains(String(repeating: "x", count: 254) + "…\""))
    }
}
