import CryptoExtras
import Foundation
import HTTPTransport
import SourceControl
import Synchronization
import TestSupport
import Testing

@testable import GitHub

/// Waiting for an App's token ends when the one who waits is cancelled.
@Suite(.timeLimit(.minutes(15))) struct TokenWaitTests {
    /// Answers nothing until it is told to, or its caller is cancelled.
    private final class SlowTransport: HTTPTransport {
        let cancelled = Mutex(0)
        private let begun = AsyncStream.makeStream(of: Void.self)
        private let gate = AsyncStream.makeStream(of: Void.self)

        func send(_ call: HTTPCall) async throws(HTTPTransportError) -> HTTPReply {
            begun.continuation.yield()
            if call.method == .get { for await _ in gate.stream { break } }
            guard !Task.isCancelled else {
                cancelled.withLock { $0 += 1 }
                throw HTTPTransportError(.cancelled, "cancelled")
            }
            let body = call.method == .get ? #"{"id": 9}"# : #"{"token": "one", "expires_at": "2026-01-01T01:00:00Z"}"#
            return HTTPReply(status: 200, headers: [:], body: Data(body.utf8))
        }

        func waitForCall() async { for await _ in begun.stream { return } }
        func open() { gate.continuation.yield() }
    }

    private func app(_ transport: SlowTransport) throws -> GitHubApp {
        let pem = try _RSA.Signing.PrivateKey(keySize: .bits2048).pemRepresentation
        return try GitHubApp(
            id: "42", privateKey: Secret(pem), transport: transport, now: { Timestamp.seconds("2026-01-01T00:00:00Z") ?? 0 })
    }

    private func ask(_ app: GitHubApp) -> Task<Secret, any Error> {
        Task { try await app.token(for: "acme/shop", refused: nil).secret }
    }

    private func expectCancelled(_ task: Task<Secret, any Error>) async {
        let error = await #expect(throws: SourceControlError.self) { try await task.value }
        #expect(error?.code == .cancelled)
    }

    /// GitHub has not answered: only the cancellation can have ended the wait.
    @Test func oneWhoIsCancelledStopsWaitingAndTheOthersGetTheToken() async throws {
        let transport = SlowTransport()
        let app = try app(transport)
        let (first, second) = (ask(app), ask(app))
        await transport.waitForCall()
        try await eventually { await app.waiterCount == 2 }
        first.cancel()
        await expectCancelled(first)
        transport.open()
        #expect(try await second.value == Secret("one"))
        #expect(transport.cancelled.withLock { $0 } == 0)
    }

    @Test func theRequestEndsWithTheLastWhoWaits() async throws {
        let transport = SlowTransport()
        let app = try app(transport)
        let tasks = [ask(app), ask(app)]
        await transport.waitForCall()
        try await eventually { await app.waiterCount == 2 }
        for task in tasks { task.cancel() }
        for task in tasks { await expectCancelled(task) }
        try await eventually { transport.cancelled.withLock { $0 } > 0 }
        let fresh = ask(app)
        await transport.waitForCall()
        transport.open()
        #expect(try await fresh.value == Secret("one"))
    }

    @Test func whoIsCancelledBeforeDoesNotAsk() async throws {
        let transport = SlowTransport()
        let app = try app(transport)
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            return try await app.token(for: "acme/shop", refused: nil).secret
        }
        task.cancel()
        await expectCancelled(task)
        #expect(await app.waiterCount == 0)
    }
}
