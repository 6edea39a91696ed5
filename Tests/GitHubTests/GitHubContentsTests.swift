import GitHub
import HTTPTransport
import SourceControl
import TestSupport
import Testing

@Suite struct GitHubContentsTests {
    private func host(_ steps: [ScriptedTransport.Step]) throws -> (GitHubHost, ScriptedTransport) {
        let transport = ScriptedTransport(steps)
        return (try GitHubHost(repository: "acme/shop", token: Secret("t"), transport: transport), transport)
    }

    @Test func aLabelIsLookedFor() async throws {
        let (host, transport) = try host([.reply(200, #"{"name": "Data Fold"}"#), .reply(404, "{}"), .reply(403, "{}")])
        #expect(try await host.hasLabel("data fold") == true)
        #expect(transport.lines == ["GET https://api.github.com/repos/acme/shop/labels/data%20fold"])
        #expect(try await host.hasLabel("x") == false)
        await #expect(throws: SourceControlError.self) { try await host.hasLabel("x") }
    }

    @Test func theLastWhoSetALabelIsNamed() async throws {
        let events = """
            [{"event": "labeled", "actor": {"login": "eve"}, "label": {"name": "Datafold"}},
             {"event": "unlabeled", "actor": {"login": "ann"}, "label": {"name": "datafold"}},
             {"event": "labeled", "actor": {"login": "max"}, "label": {"name": "datafold"}},
             {"event": "labeled", "actor": {"login": "eve"}, "label": {"name": "other"}}, {"event": "closed", "actor": null}]
            """
        let (host, transport) = try host([.reply(200, events), .reply(200, "[]")])
        #expect(try await host.labeler(of: "DATAFOLD", on: 5) == "max")
        #expect(transport.lines == ["GET https://api.github.com/repos/acme/shop/issues/5/events?per_page=100"])
        #expect(try await host.labeler(of: "datafold", on: 5) == nil)
    }

    @Test func aListOfFilesThatWasCutIsNone() async throws {
        let entries = #"[{"path": "dbt", "type": "tree"}, {"path": "dbt/a.sql", "type": "blob"}]"#
        let (host, transport) = try host([
            .reply(200, "{\"tree\": \(entries), \"truncated\": false}"), .reply(200, "{\"tree\": \(entries), \"truncated\": true}"),
        ])
        #expect(try await host.filePaths() == ["dbt/a.sql"])
        #expect(try await host.filePaths() == nil)
        #expect(transport.lines[0] == "GET https://api.github.com/repos/acme/shop/git/trees/HEAD?recursive=1")
    }
}
