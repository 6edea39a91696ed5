import GitHub
import HTTPTransport
import SourceControl
import TestSupport
import Testing

struct GitHubErrorTests {
    @Test(arguments: [
        (401, #"{"message": "Bad credentials hunter2hunter2"}"#, SourceControlError.Code.unauthorized, ["Bad credentials ***", "expired"]),
        (
            403, #"{"message": "Resource not accessible by personal access token"}"#, .forbidden,
            ["Commit statuses: write", "not accessible"]
        ),
        (404, "{}", .notFound, ["commit 1234567", "may not see"]), (429, "{}", .rateLimited, ["rate limit"]),
        (
            422, #"{"message": "Validation Failed", "errors": [{"field": "sha", "code": "invalid"}, {"message": "No commit"}]}"#, .rejected,
            ["sha invalid", "No commit"]
        ),
        (422, #"{"message": "Validation Failed", "errors": ["plain words"]}"#, .rejected, ["plain words"]),
        (500, "", .unreachable, ["status 500"]), (307, "", .unexpectedReply, ["new name"]),
        (200, "<html>hunter2hunter2</html>", .unexpectedReply, ["web page", "api_url"]), (200, "[", .unexpectedReply, ["JSON"]),
    ])
    func eachRefusalIsOneClearMessage(_ status: Int, _ body: String, _ code: SourceControlError.Code, _ words: [String]) async throws {
        let error = try #require(await failure(.reply(status, body)))
        #expect(error.code == code)
        for word in words + ["set the status plumbline/shop", "acme/shop", "http://h"] {
            #expect(error.message.contains(word), "\(error.message)")
        }
        #expect(!error.message.contains("hunter2") && !error.message.contains("\n"))
    }

    @Test(arguments: [
        (HTTPTransportError.Code.unreachable, SourceControlError.Code.unreachable), (.timedOut, .unreachable), (.cancelled, .cancelled),
        (.replyTooLarge, .unexpectedReply),
    ])
    func transportFailuresKeepTheirWords(_ code: HTTPTransportError.Code, _ mapped: SourceControlError.Code) async throws {
        let error = try #require(await failure(.failure(HTTPTransportError(code, "Cannot reach h."))))
        #expect(error.code == mapped && error.message.contains("Cannot reach h."))
    }

    @Test func aFailingTokenFunctionStopsTheCall() async throws {
        let script = ScriptedTransport([])
        let refuse: @Sendable () async throws(SourceControlError) -> Secret = { () throws(SourceControlError) in
            throw SourceControlError(.unauthorized, "The app is not installed.")
        }
        let host = try GitHubHost(repository: "acme/shop", apiURL: "http://h", token: refuse, transport: script)
        let error = await #expect(throws: SourceControlError.self) { try await host.changeRequest(1) }
        #expect(error?.message == "The app is not installed." && script.calls.isEmpty)
    }

    private func failure(_ step: ScriptedTransport.Step) async throws -> SourceControlError? {
        let host = try GitHubHost(
            repository: "acme/shop", apiURL: "http://h", token: Secret("hunter2hunter2"), transport: ScriptedTransport([step]))
        return await #expect(throws: SourceControlError.self) {
            try await host.setStatus(CommitStatus(state: .pending, context: "plumbline/shop", description: "d"), on: "1234567890")
        }
    }
}
