import GitHub
import HTTPTransport
import SourceControl
import TestSupport
import Testing

struct GitHubCommentTests {
    private let marker = CommentMarker(configuration: "shop")
    private let root = "http://h/repos/acme/shop/issues"

    @Test func createsWhenThereIsNone() async throws {
        let script = ScriptedTransport([
            .reply(200, "[\(comment(1, "hello")), \(comment(2, "> \(marker.text)"))]"), .reply(201, comment(7, "")),
        ])
        let written = try await write(script, known: nil)
        #expect(written == WrittenComment(id: "7", url: "http://c/7"))
        #expect(script.lines == ["GET \(root)/5/comments?per_page=100", "POST \(root)/5/comments"])
        #expect(!script.calls[1].isRepeatable)
        #expect(script.body(1) == #"{"body":"Report\n\n\#(marker.text)"}"#)
    }

    @Test func editsTheOneOnTheSecondPage() async throws {
        let next: HeaderList = ["Link": "<http://h/x?page=2>; rel=\"next\""]
        let script = ScriptedTransport([
            .reply(200, headers: next, "[\(comment(1, "hello"))]"), .reply(200, "[\(comment(8, #"Old\r\n\#(marker.text)\r\n"#))]"),
            .reply(200, comment(8, "")),
        ])
        #expect(try await write(script, known: nil).id == "8")
        #expect(script.lines.last == "PATCH \(root)/comments/8" && script.calls.last?.isRepeatable == true)
    }

    @Test func editsTheKnownOneWithoutSearching() async throws {
        let script = ScriptedTransport([.reply(200, comment(8, ""))])
        #expect(try await write(script, known: "8").id == "8")
        #expect(script.lines == ["PATCH \(root)/comments/8"])
    }

    @Test func writesAnewWhenTheKnownOneWasDeleted() async throws {
        let script = ScriptedTransport([.reply(404, "{}"), .reply(200, "[]"), .reply(201, comment(9, ""))])
        #expect(try await write(script, known: "8").id == "9")
    }

    @Test func leavesAStrangersCopyAlone() async throws {
        let list = "[\(comment(1, marker.text)), \(comment(2, marker.text))]"
        let script = ScriptedTransport([
            .reply(200, list), .reply(403, #"{"message": "Must have admin rights"}"#), .reply(200, comment(2, "")),
        ])
        #expect(try await write(script, known: nil).id == "2")
    }

    @Test func doesNotWriteASecondCommentBecauseOfARateLimit() async throws {
        let limited = ScriptedTransport.Step.reply(403, headers: ["x-ratelimit-remaining": "0"], "{}")
        let script = ScriptedTransport([limited])
        let error = await #expect(throws: SourceControlError.self) { try await write(script, known: "8") }
        #expect(error?.code == .rateLimited && error?.isTransient == true)
        #expect(script.calls.count == 1)
    }

    @Test func tooLongIsRefusedBeforeItIsSent() async throws {
        let script = ScriptedTransport([])
        let host = try GitHubHost(repository: "acme/shop", apiURL: "http://h", token: Secret("t"), transport: script)
        let error = await #expect(throws: SourceControlError.self) {
            try await host.writeComment(String(repeating: "x", count: 65_536), marker: marker, on: 5, known: nil)
        }
        #expect(error?.code == .rejected && error?.message.contains("65536") == true)
        #expect(script.calls.isEmpty)
    }

    private func write(_ script: ScriptedTransport, known: String?) async throws -> WrittenComment {
        let host = try GitHubHost(repository: "acme/shop", apiURL: "http://h", token: Secret("t"), transport: script)
        return try await host.writeComment("Report", marker: marker, on: 5, known: known)
    }

    private func comment(_ id: Int, _ body: String) -> String { #"{"id": \#(id), "body": "\#(body)", "html_url": "http://c/\#(id)"}"# }
}
