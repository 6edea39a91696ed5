import Foundation
import HTTPTransport
import TestSupport
import Testing

struct RetryTests {
    private let policy = RetryPolicy(attempts: 4, timeLimit: .seconds(120), firstDelay: .seconds(1), longestDelay: .seconds(8))

    /// One reply, whether the call is repeatable, and the wait in seconds that follows; nil is none.
    struct Case: Sendable, CustomTestStringConvertible {
        var status: Int
        var headers: HeaderList = [:]
        var body = ""
        var repeatable: Double?
        var once: Double?

        var testDescription: String { "\(status) \(headers.fields.map { "\($0.name): \($0.value)" })" }
    }

    // At the wall clock 1_700_000_000 (Tue, 14 Nov 2023 22:13:20 GMT), with random 0.
    @Test(arguments: [
        Case(status: 200), Case(status: 204), Case(status: 301), Case(status: 400), Case(status: 401), Case(status: 403), Case(status: 404),
        Case(status: 422), Case(status: 501),
        Case(status: 429, repeatable: 0.5, once: 0.5), Case(status: 429, headers: ["Retry-After": "7"], repeatable: 7, once: 7),
        Case(status: 429, headers: ["retry-after": "Tue, 14 Nov 2023 22:13:50 GMT"], repeatable: 30, once: 30),
        Case(
            status: 429, headers: ["Retry-After": "Tue, 14 Nov 2023 22:13:50 GMT", "Date": "Tue, 14 Nov 2023 22:13:45 GMT"], repeatable: 5,
            once: 5),
        Case(status: 429, headers: ["Retry-After": "Tue, 14 Nov 2023 22:00:00 GMT"], repeatable: 0, once: 0),
        Case(status: 429, headers: ["Retry-After": "121"]), Case(status: 429, headers: ["Retry-After": "1e300"]),
        Case(status: 429, headers: ["Retry-After": "nonsense"], repeatable: 0.5, once: 0.5),
        Case(status: 403, headers: ["x-ratelimit-remaining": "0", "x-ratelimit-reset": "1700000010"], repeatable: 11, once: 11),
        Case(status: 403, headers: ["x-ratelimit-remaining": "0", "x-ratelimit-reset": "1700009999"]),
        Case(status: 429, headers: ["RateLimit-Remaining": "0", "RateLimit-Reset": "1700000010"], repeatable: 11, once: 11),
        Case(status: 403, headers: ["x-ratelimit-remaining": "12", "x-ratelimit-reset": "1700000010"]),
        Case(status: 403, headers: ["Retry-After": "3"], repeatable: 3, once: 3),
        Case(status: 403, body: #"{"message":"You have exceeded a secondary rate limit."}"#, repeatable: 60, once: 60),
        Case(status: 408, repeatable: 0.5), Case(status: 500, repeatable: 0.5), Case(status: 502, repeatable: 0.5),
        Case(status: 503, repeatable: 0.5), Case(status: 503, headers: ["Retry-After": "2"], repeatable: 2, once: 2),
        Case(status: 504, repeatable: 0.5), Case(status: 500, headers: ["Retry-After": "2"], repeatable: 2),
    ])
    func replies(_ wanted: Case) {
        let reply = HTTPReply(status: wanted.status, headers: wanted.headers, body: Data(wanted.body.utf8))
        #expect(action(.reply(reply), isRepeatable: true) == expected(wanted.repeatable))
        #expect(action(.reply(reply), isRepeatable: false) == expected(wanted.once))
    }

    @Test(arguments: [
        (HTTPTransportError.Code.unreachable, true, true), (.connectionLost, true, false), (.timedOut, true, false),
        (.insecure, false, false),
        (.invalidCall, false, false), (.replyTooLarge, false, false), (.cannotWrite, false, false), (.cancelled, false, false),
    ])
    func failures(_ code: HTTPTransportError.Code, _ repeatable: Bool, _ once: Bool) {
        let failure = AttemptOutcome.failure(HTTPTransportError(code, ""))
        #expect(action(failure, isRepeatable: true) == (repeatable ? .retry(after: .seconds(0.5)) : .finish))
        #expect(action(failure, isRepeatable: false) == (once ? .retry(after: .seconds(0.5)) : .finish))
    }

    @Test func waitsDoubleUpToTheLongestAndEndWithTheAttempts() {
        let policy = RetryPolicy(attempts: 6, timeLimit: .seconds(120), firstDelay: .seconds(1), longestDelay: .seconds(5))
        var machine = RetryStateMachine(policy: policy, isRepeatable: true)
        let actions = (0..<6).map { _ in
            machine.next(after: .reply(HTTPReply(status: 500)), elapsed: .zero, wallClock: 0, random: 0.999_999_999)
        }
        let waits = actions.compactMap { if case .retry(let wait) = $0 { (wait / .milliseconds(100)).rounded() / 10 } else { nil } }
        #expect(waits == [1, 2, 4, 5, 5])
        #expect(actions.last == .finish)
    }

    @Test func noWaitBeginsThatPassesTheTimeLimit() {
        var machine = RetryStateMachine(policy: policy, isRepeatable: true)
        let failure = AttemptOutcome.reply(HTTPReply(status: 429, headers: ["Retry-After": "30"]))
        #expect(machine.next(after: failure, elapsed: .seconds(90), wallClock: 0, random: 0) == .retry(after: .seconds(30)))
        #expect(machine.next(after: failure, elapsed: .seconds(91), wallClock: 0, random: 0) == .finish)
    }

    @Test func theTransportWaitsAndRepeats() async throws {
        let script = ScriptedTransport([.failure(.timedOut), .reply(503, headers: ["Retry-After": "9"]), .reply(200, "ok")])
        let clock = SkippingClock()
        let transport = RetryingTransport(script, policy: policy, clock: clock, wallClock: { 0 }, random: { 0 })
        let reply = try await transport.send(HTTPCall(.get, "http://h/"))
        #expect(reply.status == 200)
        #expect(clock.waits == [.milliseconds(500), .seconds(9)])
    }

    @Test func aPostIsNotSentTwiceUnlessItMayBe() async throws {
        let script = ScriptedTransport([.reply(502), .reply(502), .reply(201), .failure(.unreachable), .reply(201)])
        let transport = RetryingTransport(script, policy: policy, clock: SkippingClock(), random: { 0 })
        #expect(try await transport.send(HTTPCall(.post, "http://h/")).status == 502)
        #expect(try await transport.send(HTTPCall(.post, "http://h/", isRepeatable: true)).status == 201)
        #expect(try await transport.send(HTTPCall(.post, "http://h/")).status == 201)
        #expect(script.calls.count == 5)
    }

    @Test func theLastFailureSaysHowOftenItWasTried() async throws {
        let script = ScriptedTransport([.failure(.unreachable), .failure(.unreachable), .failure(.unreachable), .failure(.unreachable)])
        let transport = RetryingTransport(script, policy: policy, clock: SkippingClock(), random: { 0 })
        let error = await #expect(throws: HTTPTransportError.self) { try await transport.send(HTTPCall(.get, "http://h/")) }
        #expect(error?.message == "unreachable. Tried 4 times.")
    }

    @Test func cancellationEndsTheWait() async throws {
        let script = ScriptedTransport { _ in .failure(.unreachable) }
        let transport = RetryingTransport(
            script, policy: RetryPolicy(attempts: 9, timeLimit: .seconds(9999), firstDelay: .seconds(999), longestDelay: .seconds(999)))
        let task = Task { try await transport.send(HTTPCall(.get, "http://h/")) }
        await script.waitForCall()
        task.cancel()
        let error = await #expect(throws: HTTPTransportError.self) { try await task.value }
        #expect(error?.code == .cancelled)
        #expect(script.calls.count == 1)
    }

    private func action(_ outcome: AttemptOutcome, isRepeatable: Bool) -> RetryAction {
        var machine = RetryStateMachine(policy: policy, isRepeatable: isRepeatable)
        return machine.next(after: outcome, elapsed: .zero, wallClock: 1_700_000_000, random: 0)
    }

    private func expected(_ seconds: Double?) -> RetryAction { seconds.map { .retry(after: .seconds($0)) } ?? .finish }
}
