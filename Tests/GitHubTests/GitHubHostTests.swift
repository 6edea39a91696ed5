import GitHub
import HTTPTransport
import SourceControl
import TestSupport
import Testing

struct GitHubHostTests {
    private let root = "http://h/github/repos/acme/shop"

    @Test func readsAPullRequest() async throws {
        let script = ScriptedTransport([
            .reply(200, pull(5, extra: #""merged": false, "draft": true, "labels": [{"name": "data"}, {"name": "ci"}]"#))
        ])
        let request = try await host(script).changeRequest(5)
        #expect(script.lines == ["GET \(root)/pulls/5"])
        #expect(script.calls[0].headers["Authorization"] == "Bearer hunter2hunter2")
        let wanted = ChangeRequest(
            number: 5, title: "Change", state: .open, isDraft: true, author: "ada", url: "http://p/5", baseBranch: "main", baseSHA: "b1",
            headBranch: "feature/x", headSHA: "h1", labels: ["data", "ci"])
        #expect(request == wanted)
    }

    @Test(arguments: [
        (#""state": "closed", "merged_at": "2024-01-01T00:00:00Z""#, ChangeRequest.State.merged),
        (#""state": "closed", "merged_at": null"#, .closed),
        (#""state": "open""#, .open),
    ])
    func statesOfListedPullRequests(_ fields: String, _ state: ChangeRequest.State) async throws {
        let script = ScriptedTransport([.reply(200, "[\(pull(5, extra: fields))]")])
        #expect(try await host(script).openChangeRequests().map(\.state) == [state])
        #expect(script.lines == ["GET \(root)/pulls?state=open&per_page=100"])
    }

    @Test(arguments: [
        (#"{"ref": "x", "sha": "h1", "repo": {"full_name": "Acme/Shop"}}"#, false),
        (#"{"ref": "x", "sha": "h1", "repo": {"full_name": "eve/shop"}}"#, true),
        (#"{"ref": "x", "sha": "h1", "repo": null}"#, true), (#"{"ref": "x", "sha": "h1"}"#, false),
    ])
    func forksAreKnownByTheirRepository(_ head: String, _ isFork: Bool) async throws {
        let base = #"{"ref": "main", "sha": "b1", "repo": {"full_name": "acme/shop"}}"#
        let script = ScriptedTransport([.reply(200, #"{"number": 5, "user": null, "base": \#(base), "head": \#(head)}"#)])
        let request = try await host(script).changeRequest(5)
        #expect(request.isFork == isFork && request.author.isEmpty)
    }

    @Test func readsEveryPageOfFilesOnce() async throws {
        let next: HeaderList = ["Link": "<http://elsewhere/x?per_page=100&page=2>; rel=\"next\""]
        let script = ScriptedTransport([
            .reply(200, headers: next, #"[{"filename": "a.sql"}, {"filename": "new.sql", "previous_filename": "old.sql"}]"#),
            .reply(200, #"[{"filename": "old.sql"}]"#),
        ])
        #expect(try await host(script).changedFiles(of: 5) == ChangedFiles(paths: ["a.sql", "new.sql", "old.sql"]))
        #expect(script.lines == ["GET \(root)/pulls/5/files?per_page=100", "GET \(root)/pulls/5/files?per_page=100&page=2"])
    }

    @Test func aListOfThreeThousandFilesMayBeCut() async throws {
        let files = (0..<3000).map { #"{"filename": "\#($0).sql"}"# }.joined(separator: ",")
        #expect(try await host(ScriptedTransport([.reply(200, "[\(files)]")])).changedFiles(of: 5).isComplete == false)
    }

    @Test func findsTheMergeBase() async throws {
        let script = ScriptedTransport([.reply(200, #"{"merge_base_commit": \#(commit("m", parents: ["p"])), "status": "diverged"}"#)])
        let base = try await host(script).mergeBase(of: "b1", and: "h1")
        #expect(base == Commit(sha: "m", message: "m", committedAt: 1_704_067_200, parents: ["p"]))
        #expect(script.lines == ["GET \(root)/compare/b1...h1?per_page=1"])
    }

    @Test func readsTheTipOfABranchWithASlash() async throws {
        let script = ScriptedTransport([.reply(200, "[\(commit("t"))]"), .reply(200, "[]")])
        let host = try host(script)
        #expect(try await host.tip(of: "feature/x&y").sha == "t")
        #expect(script.lines == ["GET \(root)/commits?sha=feature%2Fx%26y&per_page=1"])
        let error = await #expect(throws: SourceControlError.self) { try await host.tip(of: "none") }
        #expect(error?.code == .notFound)
    }

    @Test func historyFollowsFirstParents() async throws {
        // e merges d (main line) and s2 (side branch s1 - s2 from b).
        let next: HeaderList = ["Link": "<http://h/x?page=2>; rel=\"next\""]
        let script = ScriptedTransport([
            .reply(
                200, headers: next, "[\(commit("e", parents: ["d", "s2"])),\(commit("s2", parents: ["s1"])),\(commit("d", parents: ["b"]))]"
            ),
            .reply(200, "[\(commit("s1", parents: ["b"])),\(commit("b", parents: ["a"])),\(commit("a"))]"),
        ])
        #expect(try await host(script).history(from: "e", limit: 10).map(\.sha) == ["e", "d", "b", "a"])
        #expect(script.lines == ["GET \(root)/commits?sha=e&per_page=100", "GET \(root)/commits?page=2"])
    }

    @Test func historyReadsNoMorePagesThanNeeded() async throws {
        let next: HeaderList = ["Link": "<http://h/x?page=2>; rel=\"next\""]
        let script = ScriptedTransport([.reply(200, headers: next, "[\(commit("e", parents: ["d"])),\(commit("d", parents: ["c"]))]")])
        #expect(try await host(script).history(from: "e", limit: 2).map(\.sha) == ["e", "d"])
    }

    @Test func setsAStatus() async throws {
        let script = ScriptedTransport([.reply(201, "{}")])
        let text = String(repeating: "é", count: 141)
        try await host(script).setStatus(
            CommitStatus(state: .failure, context: "plumbline/shop", description: text, targetURL: "http://r/1"), on: "abc")
        #expect(script.lines == ["POST \(root)/statuses/abc"])
        #expect(script.calls[0].isRepeatable)
        let cut = String(repeating: "é", count: 139) + "…"
        #expect(script.body(0) == #"{"context":"plumbline/shop","description":"\#(cut)","state":"failure","target_url":"http://r/1"}"#)
    }

    @Test(arguments: ["acme", "acme/", "/shop", "a/b/c", "acme/sh op", ""])
    func aRepositoryHasTwoNames(_ name: String) {
        #expect(throws: SourceControlError.self) {
            try GitHubHost(repository: name, token: Secret("t"), transport: ScriptedTransport([]))
        }
    }

    @Test func aWrongAddressIsRefusedAtOnce() {
        let error = #expect(throws: SourceControlError.self) {
            try GitHubHost(repository: "acme/shop", apiURL: "api.github.com", token: Secret("t"), transport: ScriptedTransport([]))
        }
        #expect(error?.message.contains("api_url of acme/shop") == true)
    }

    private func host(_ transport: ScriptedTransport) throws -> GitHubHost {
        try GitHubHost(repository: "acme/shop", apiURL: "http://h/github/", token: Secret("hunter2hunter2"), transport: transport)
    }

    private func pull(_ number: Int, extra: String) -> String {
        """
        {"number": \(number), "title": "Change", "user": {"login": "ada"}, "html_url": "http://p/\(number)", \(extra),
         "base": {"ref": "main", "sha": "b1", "repo": {"full_name": "acme/shop"}},
         "head": {"ref": "feature/x", "sha": "h1", "repo": {"full_name": "acme/shop"}}}
        """
    }

    private func commit(_ sha: String, parents: [String] = []) -> String {
        let list = parents.map { #"{"sha": "\#($0)"}"# }.joined(separator: ",")
        return
            #"{"sha": "\#(sha)", "commit": {"message": "\#(sha)", "committer": {"date": "2024-01-01T00:00:00Z"}}, "parents": [\#(list)]}"#
    }
}
