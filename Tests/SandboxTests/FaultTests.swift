import Foundation
import HTTPTransport
import Testing

@testable import Sandbox

@Suite("Faults")
struct FaultTests {
    @Test("A fault is used up by the requests it concerns")
    func plan() {
        var plan = FaultPlan()
        plan.add(Fault(path: "/api/v2", method: "get", status: 500, count: 2))
        #expect(plan.take(method: "POST", path: "/api/v2/accounts") == nil)
        #expect(plan.take(method: "GET", path: "/github") == nil)
        #expect(plan.take(method: "GET", path: "/api/v2/accounts") != nil)
        #expect(plan.take(method: "GET", path: "/api/v2/accounts") != nil)
        #expect(plan.take(method: "GET", path: "/api/v2/accounts") == nil)
    }

    @Test("Faults answer in the vendor's manner, with headers, and end")
    func status() async throws {
        try await LiveSandbox.run { sandbox in
            let fault = #"{"path": "/api/v2", "status": 429, "headers": {"Retry-After": "7"}, "count": 1}"#
            #expect(try await sandbox.send(.post, "/sandbox/faults", json: fault).status == 201)
            let failed = try await sandbox.send(.get, "//api/v2/accounts/1/")
            #expect(failed.status == 429)
            #expect(failed.headers["Retry-After"] == "7")
            #expect(try JSON(failed.body)["status"]["is_success"].bool == false)
            #expect(try await sandbox.send(.get, "/api/v2/accounts/1/").status == 200)

            _ = try await sandbox.send(.post, "/sandbox/faults", json: #"{"path": "/github", "status": 403, "count": 5}"#)
            #expect(try JSON(try await sandbox.send(.get, "/github/user").body)["message"].string?.isEmpty == false)
            #expect(try await sandbox.send(.delete, "/sandbox/faults").status == 204)
            #expect(try await sandbox.send(.get, "/github/user").status == 200)
        }
    }

    @Test("A dropped connection has no answer")
    func drop() async throws {
        try await LiveSandbox.run(faults: [Fault(path: "/github/user", drop: true)]) { sandbox in
            await #expect(throws: HTTPTransportError.self) { try await sandbox.send(.get, "/github/user") }
            let next = try await sandbox.send(.get, "/github/user")
            #expect(next.status == 200)
        }
    }

    @Test("A delay without a status delays the true answer")
    func delay() async throws {
        try await LiveSandbox.run(faults: [Fault(path: "/github/user", delaySeconds: 0.3)]) { sandbox in
            let clock = ContinuousClock()
            let start = clock.now
            let reply = try await sandbox.send(.get, "/github/user")
            #expect(reply.status == 200)
            #expect(clock.now - start >= .milliseconds(300))
        }
    }

    @Test(
        "A fault that does nothing, or is no JSON, is refused",
        arguments: [#"{"path": "/"}"#, #"{"status": 500}"#, "{", #"{"path": "/", "status": 99}"#])
    func refused(body: String) async throws {
        try await LiveSandbox.run { sandbox in
            let answer = try await sandbox.send(.post, "/sandbox/faults", json: body)
            #expect(answer.status == 400)
            #expect(try JSON(answer.body)["error"].string?.contains("fault") == true)
        }
    }
}
