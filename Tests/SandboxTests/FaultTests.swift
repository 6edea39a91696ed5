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

    @Test("A fault lets requests pass first, and counts those that others hit")
    func after() {
        var plan = FaultPlan()
        plan.add(Fault(path: "/api", after: 1, status: 500, count: 2))
        plan.add(Fault(path: "/api", after: 4, status: 429))
        plan.add(Fault(path: "/api/v3", drop: true))
        #expect(plan.take(method: "GET", path: "/github") == nil)
        let statuses = (0...5).map { _ in plan.take(method: "GET", path: "/api/v2/accounts")?.status }
        #expect(statuses == [nil, 500, 500, nil, 429, nil])
        #expect(plan.faults.map(\.path) == ["/api/v3"])
    }

    @Test("A fault in the middle of polling, planned beforehand, with a proxy's page for a body")
    func body() async throws {
        try await LiveSandbox.run { sandbox in
            let page = "<html><h1>502 Bad Gateway</h1></html>"
            let fault = #"{"path": "/api/v2/accounts/1/jobs", "method": "GET", "after": 2, "status": 502, "body": "\#(page)"}"#
            #expect(try await sandbox.send(.post, "/sandbox/faults", json: fault).status == 201)
            var replies: [HTTPReply] = []
            for _ in 0...3 { replies.append(try await sandbox.send(.get, "/api/v2/accounts/1/jobs/10/")) }
            #expect(replies.map(\.status) == [200, 200, 502, 200])
            #expect(String(decoding: replies[2].body, as: UTF8.self) == page)
            #expect(replies[2].headers["Content-Type"] == "text/html; charset=utf-8")

            let broken = #"{"path": "/api", "status": 200, "body": "{\"data\":", "headers": {"Content-Type": "application/json"}}"#
            _ = try await sandbox.send(.post, "/sandbox/faults", json: broken)
            let cut = try await sandbox.send(.get, "/api/v2/accounts/1/")
            #expect(cut.headers["Content-Type"] == "application/json")
            #expect(String(decoding: cut.body, as: UTF8.self) == #"{"data":"#)
        }
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

    @Test("A dropped connection has no answer, neither at once nor after a delay")
    func drop() async throws {
        let faults = [Fault(path: "/github/user", drop: true), Fault(path: "/github/user", delaySeconds: 0.1, drop: true)]
        try await LiveSandbox.run(faults: faults) { sandbox in
            for _ in faults {
                let error = await #expect(throws: HTTPTransportError.self) { try await sandbox.send(.get, "/github/user") }
                #expect(error?.code == .connectionLost)
            }
            let next = try await sandbox.send(.get, "/github/user")
            #expect(next.status == 200)
        }
    }

    @Test("A request that hangs ends when its client leaves")
    func hang() async throws {
        try await LiveSandbox.run(faults: [Fault(path: "/github/user", delaySeconds: 600)]) { sandbox in
            let port = try #require(URL(string: sandbox.url)?.port)
            let transport = sandbox.transport
            let request = Task { try await transport.send(HTTPCall(.get, sandbox.url + "/github/user", timeout: .seconds(5))) }
            _ = try await eventually("the fault is used up") {
                try await sandbox.json(.get, "/sandbox/faults").array.isEmpty ? true : nil
            }
            let error = await #expect(throws: HTTPTransportError.self) { try await request.value }
            #expect(error?.code == .timedOut)
            _ = try await eventually("the sandbox has let go of the connection") {
                try PythonTools.isConnected(port: port) ? nil : true
            }
        }
    }

    @Test("Stopping the sandbox cuts a request that hangs", .timeLimit(.minutes(15)))
    func stop() async throws {
        let hanging = try await LiveSandbox.run(faults: [Fault(path: "/github/user", delaySeconds: 600)]) { sandbox in
            let transport = sandbox.transport
            let request = Task { try await transport.send(HTTPCall(.get, sandbox.url + "/github/user", timeout: .seconds(300))) }
            _ = try await eventually("the fault is used up") {
                try await sandbox.json(.get, "/sandbox/faults").array.isEmpty ? true : nil
            }
            return request
        }
        await #expect(throws: HTTPTransportError.self) { try await hanging.value }
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
        arguments: [
            #"{"path": "/"}"#, #"{"status": 500}"#, "{", #"{"path": "/", "status": 99}"#, #"{"path": "/", "drop": true, "body": "x"}"#,
            #"{"path": "/", "drop": true, "after": -1}"#, #"{"path": "/", "delay_seconds": 1e300}"#,
        ])
    func refused(body: String) async throws {
        try await LiveSandbox.run { sandbox in
            let answer = try await sandbox.send(.post, "/sandbox/faults", json: body)
            #expect(answer.status == 400)
            #expect(try JSON(answer.body)["error"].string?.contains("fault") == true)
        }
    }
}
