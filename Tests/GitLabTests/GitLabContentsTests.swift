import GitLab
import HTTPTransport
import SourceControl
import TestSupport
import Testing

/// What settings are checked against, who set a label, and a project that was moved.
struct GitLabContentsTests {
    private let root = GitLabPlace.root

    @Test func aLabelIsFoundByItsWholeName() async throws {
        let labels = #"[{"name": "Datafold later"}, {"name": "DataFold"}]"#
        let script = ScriptedTransport([.reply(200, labels), .reply(200, #"[{"name": "datafold later"}]"#), .reply(403, "{}")])
        let host = try GitLabPlace.host(script)
        #expect(try await host.hasLabel("datafold") == true)
        #expect(script.lines == ["GET \(root)/labels?search=datafold&include_ancestor_groups=true&per_page=100"])
        #expect(try await host.hasLabel("datafold") == false)
        await #expect(throws: SourceControlError.self) { try await host.hasLabel("datafold") }
    }

    @Test func allPagesOfTheTreeAreRead() async throws {
        let url = "\(root)/repository/tree?recursive=true&pagination=keyset&per_page=100"
        let next: HeaderList = ["Link": "<\(url)&page_token=x>; rel=\"next\""]
        let script = ScriptedTransport([
            .reply(200, headers: next, #"[{"path": "dbt", "type": "tree"}, {"path": "dbt/a.sql", "type": "blob"}]"#),
            .reply(200, #"[{"path": "sub", "type": "commit"}, {"path": "README.md", "type": "blob"}]"#),
        ])
        #expect(try await GitLabPlace.host(script).filePaths() == ["dbt/a.sql", "README.md"])
        #expect(script.lines == ["GET \(url)", "GET \(url)&page_token=x"])
    }

    @Test func aTreeWithoutEndIsNone() async throws {
        let script = ScriptedTransport { call in
            .reply(200, headers: ["Link": "<\(call.url)1>; rel=\"next\""], #"[{"path": "a", "type": "blob"}]"#)
        }
        #expect(try await GitLabPlace.host(script).filePaths() == nil)
        #expect(script.calls.count == 100)
    }

    @Test func theLastWhoSetALabelIsNamed() async throws {
        let events = """
            [{"action": "add", "label": {"name": "Datafold"}, "user": {"username": "eve"}},
             {"action": "remove", "label": {"name": "datafold"}, "user": {"username": "ann"}},
             {"action": "add", "label": {"name": "datafold"}, "user": {"username": "max"}},
             {"action": "add", "label": {"name": "other"}, "user": {"username": "eve"}}, {"action": "add", "label": null, "user": null}]
            """
        let script = ScriptedTransport([.reply(200, events), .reply(200, "[]")])
        let host = try GitLabPlace.host(script)
        #expect(try await host.labeler(of: "DATAFOLD", on: 5) == "max")
        #expect(script.lines == ["GET \(root)/merge_requests/5/resource_label_events?per_page=100"])
        #expect(try await host.labeler(of: "datafold", on: 5) == nil)
    }

    @Test func aMovedProjectIsWrittenToByItsNumber() async throws {
        let moved = ScriptedTransport.Step.reply(405, #"{"message": "405 Non GET methods are not allowed for moved projects"}"#)
        let project = ScriptedTransport.Step.reply(200, #"{"id": 81, "path_with_namespace": "acme/data/store"}"#)
        let commit = ScriptedTransport.Step.reply(200, #"{"last_pipeline": {}}"#)
        let script = ScriptedTransport([commit, moved, project, .reply(201, "{}")])
        try await GitLabPlace.host(script).setStatus(CommitStatus(state: .pending, context: "c", description: "d"), on: "abc")
        #expect(
            script.lines.dropFirst() == [
                "POST \(root)/statuses/abc", "GET \(root)", "POST http://h/api/v4/projects/81/statuses/abc",
            ])
        #expect(script.body(1) == script.body(3))
    }

    @Test func whatIsNotAllowedForAnotherReasonStaysSo() async throws {
        let script = ScriptedTransport([
            .reply(200, #"{"last_pipeline": {}}"#), .reply(405, "{}"), .reply(200, #"{"id": 81, "path_with_namespace": "Acme/data/shop"}"#),
        ])
        let error = await #expect(throws: SourceControlError.self) {
            try await GitLabPlace.host(script).setStatus(CommitStatus(state: .pending, context: "c", description: "d"), on: "abc")
        }
        #expect(error?.code == .unexpectedReply && script.calls.count == 3)
    }
}
