import DbtCloud
import HTTPTransport
import TestSupport
import Testing

struct DbtCloudErrorTests {
    @Test(arguments: [
        (
            401, #"{"status": {"code": 401, "user_message": "Invalid token. hunter2hunter2"}}"#, DbtCloudError.Code.unauthorized,
            ["Invalid token. ***", "revoked"]
        ),
        (403, "", .forbidden, ["Job Viewer", "Job Admin"]), (404, #"{"data": null}"#, .notFound, ["run 7 of account 1", "may not see"]),
        (429, "{}", .rateLimited, ["too many"]),
        (400, #"{"status": {"user_message": "Bad", "developer_message": "why"}}"#, .rejected, ["Bad; why"]),
        (
            400, #"{"status": {"code": 400, "user_message": "Success!"}, "data": {"reason": "'3209' is not valid, hunter2hunter2"}}"#,
            .rejected,
            ["it says: '3209' is not valid, ***"]
        ),
        (400, "no such branch", .rejected, ["it says: no such branch"]),
        (503, "<html>gateway</html>", .unreachable, ["status 503", "web page"]), (302, "", .unexpectedReply, ["redirects"]),
        (200, "<!doctype html>hunter2hunter2", .unexpectedReply, ["web page", "access_url"]),
        (200, #"{"data": null}"#, .unexpectedReply, ["JSON"]),
        (200, #"{"data": {"id": 7}}"#, .unexpectedReply, ["JSON"]), (200, "", .unexpectedReply, ["JSON"]),
    ])
    func eachRefusalIsOneClearMessage(_ status: Int, _ body: String, _ code: DbtCloudError.Code, _ words: [String]) async throws {
        let error = try #require(await failure(.reply(status, body)))
        #expect(error.code == code)
        for word in words + ["read run 7"] { #expect(error.message.contains(word), "\(error.message)") }
        #expect(!error.message.contains("hunter2"))
    }

    @Test func theOldHostIsNamedAsTheCause() async throws {
        let error = try #require(await failure(.reply(401, "{}"), at: "https://cloud.getdbt.com/"))
        #expect(error.message.contains("Most likely the host is wrong") && error.message.contains("Access URL"))
        #expect(try #require(await failure(.reply(401, "{}"))).message.contains("Most likely") == false)
    }

    @Test(arguments: [
        (HTTPTransportError.Code.unreachable, DbtCloudError.Code.unreachable, true), (.timedOut, .timedOut, true),
        (.cancelled, .cancelled, false),
        (.insecure, .invalidConfiguration, false), (.replyTooLarge, .unexpectedReply, false), (.cannotWrite, .cannotWrite, false),
    ])
    func transportFailures(_ code: HTTPTransportError.Code, _ mapped: DbtCloudError.Code, _ transient: Bool) async throws {
        let error = try #require(await failure(.failure(HTTPTransportError(code, "Cannot reach h."))))
        #expect(error.code == mapped && error.isTransient == transient && error.message.contains("Cannot reach h."))
    }

    @Test(arguments: [("h", "key", "access_url"), ("https://h", "", "API key"), ("https://h", " \n", "API key")])
    func wrongSettings(_ url: String, _ key: String, _ word: String) {
        let error = #expect(throws: DbtCloudError.self) {
            try DbtCloudClient(accessURL: url, accountID: 1, apiKey: Secret(key), transport: ScriptedTransport([]))
        }
        #expect(error?.code == .invalidConfiguration && error?.message.contains(word) == true)
    }

    private func failure(_ step: ScriptedTransport.Step, at url: String = "http://h") async throws -> DbtCloudError? {
        let client = try DbtCloudClient(
            accessURL: url, accountID: 1, apiKey: Secret("hunter2hunter2"), transport: ScriptedTransport([step]))
        return await #expect(throws: DbtCloudError.self) { try await client.run(7) }
    }
}
