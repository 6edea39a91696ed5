import GitLab
import HTTPTransport
import SourceControl
import TestSupport
import Testing

struct GitLabHistoryTests {
    private let root = GitLabPlace.root

    @Test func readsCommits() async throws {
        let commit = #"{"id": "m", "message": "M", "committed_date": "2024-01-01T01:00:00.000+01:00", "parent_ids": ["p"]}"#
        let script = ScriptedTransport([.reply(200, commit), .reply(200, "[\(commit)]"), .reply(200, #"{"commit": \#(commit)}"#)])
        let host = try GitLabPlace.host(script)
        let wanted = Commit(sha: "m", message: "M", committedAt: 1_704_067_200, parents: ["p"])
        #expect(try await host.mergeBase(of: "b", and: "h") == wanted)
        #expect(try await host.history(from: "h", limit: 3) == [wanted])
        #expect(try await host.tip(of: "feature/x") == wanted)
        #expect(script.lines[0] == "GET \(root)/repository/merge_base?refs%5B%5D=b&refs%5B%5D=h")
        #expect(script.lines[1] == "GET \(root)/repository/commits?ref_name=h&first_parent=true&per_page=3")
        #expect(script.lines[2] == "GET \(root)/repository/branches/feature%2Fx")
    }

    @Test func commitsOfAMergeRequestComeOldestFirst() async throws {
        let script = ScriptedTransport([.reply(200, #"[{"id": "new"}, {"id": "old"}]"#)])
        #expect(try await GitLabPlace.host(script).commits(of: 5).map(\.sha) == ["old", "new"])
        #expect(script.lines == ["GET \(root)/merge_requests/5/commits?per_page=100"])
    }

    @Test func readsEveryPage() async throws {
        let next = HeaderList([("Link", #"<http://elsewhere/api/v4/projects/1/merge_requests?page=2>; rel="next""#)])
        let script = ScriptedTransport([
            .reply(200, headers: next, "[\(GitLabPlace.request)]"), .reply(200, "[\(GitLabPlace.request)]"),
        ])
        #expect(try await GitLabPlace.host(script).openChangeRequests().count == 2)
        #expect(script.lines[1] == "GET \(root)/merge_requests?page=2", "the token goes to no host that only an answer names")
    }
}
