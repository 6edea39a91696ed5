import Foundation

/// Repeats calls of another transport as `RetryStateMachine` decides.
package struct RetryingTransport: HTTPTransport {
    private let transport: any HTTPTransport
    private let policy: RetryPolicy
    private let clock: any Clock<Duration>
    private let wallClock: @Sendable () -> Double
    private let random: @Sendable () -> Double
    private let onWait: @Sendable (AttemptOutcome, Duration) -> Void

    /// - Parameters:
    ///   - clock: measures and waits.
    ///   - wallClock: seconds since 1970-01-01 UTC.
    ///   - random: a number from 0 up to 1.
    ///   - onWait: told before each wait what came of the sending, and how long it is waited.
    package init(
        _ transport: any HTTPTransport, policy: RetryPolicy, clock: any Clock<Duration> = ContinuousClock(),
        wallClock: @escaping @Sendable () -> Double = { Date().timeIntervalSince1970 },
        random: @escaping @Sendable () -> Double = { .random(in: 0..<1) },
        onWait: @escaping @Sendable (AttemptOutcome, Duration) -> Void = { _, _ in }
    ) {
        self.transport = transport
        self.policy = policy
        self.clock = clock
        self.wallClock = wallClock
        self.random = random
        self.onWait = onWait
    }

    package func send(_ call: HTTPCall) async throws(HTTPTransportError) -> HTTPReply {
        try await repeating(call) { call throws(HTTPTransportError) in try await transport.send(call) }
    }

    package func download(_ call: HTTPCall, to path: String) async throws(HTTPTransportError) -> HTTPReply {
        try await repeating(call) { call throws(HTTPTransportError) in try await transport.download(call, to: path) }
    }

    private func repeating(
        _ call: HTTPCall, _ attempt: (HTTPCall) async throws(HTTPTransportError) -> HTTPReply
    ) async throws(HTTPTransportError) -> HTTPReply {
        var machine = RetryStateMachine(policy: policy, isRepeatable: call.isRepeatable)
        let elapsed = clock.stopwatch()
        while true {
            let outcome = await outcome(of: call, attempt)
            let action = machine.next(after: outcome, elapsed: elapsed(), wallClock: wallClock(), random: random())
            switch action {
            case .finish: return try finish(outcome, attempts: machine.attemptsMade)
            case .retry(let delay):
                onWait(outcome, delay)
                do {
                    try await clock.sleep(for: delay)
                } catch {
                    throw .cancelled(call)
                }
            }
        }
    }

    private func outcome(
        of call: HTTPCall, _ attempt: (HTTPCall) async throws(HTTPTransportError) -> HTTPReply
    ) async -> AttemptOutcome {
        guard !Task.isCancelled else { return .failure(.cancelled(call)) }
        do {
            return .reply(try await attempt(call))
        } catch {
            return .failure(error)
        }
    }

    private func finish(_ outcome: AttemptOutcome, attempts: Int) throws(HTTPTransportError) -> HTTPReply {
        switch outcome {
        case .reply(let reply): return reply
        case .failure(var error):
            if attempts > 1 { error.message += " Tried \(attempts) times." }
            throw error
        }
    }
}
