/// How long and how often to repeat a call.
package struct RetryPolicy: Sendable, Equatable {
    /// Sendings in all, the first included.
    package var attempts: Int
    /// Time for everything, waiting included; a wait that would pass it is not begun.
    package var timeLimit: Duration
    /// Wait before the first repetition; each further one doubles it.
    package var firstDelay: Duration
    /// The longest wait when the server names none.
    package var longestDelay: Duration

    package init(attempts: Int, timeLimit: Duration, firstDelay: Duration = .milliseconds(500), longestDelay: Duration = .seconds(15)) {
        self.attempts = attempts
        self.timeLimit = timeLimit
        self.firstDelay = firstDelay
        self.longestDelay = longestDelay
    }

    /// For a server's work that nobody watches: rides over a restart of the host.
    package static let patient = RetryPolicy(attempts: 8, timeLimit: .seconds(300))
    /// For a person or a pipeline's polling that waits for the answer.
    package static let brisk = RetryPolicy(attempts: 4, timeLimit: .seconds(30))
    /// Every call once.
    package static let never = RetryPolicy(attempts: 1, timeLimit: .seconds(300))
}

/// What one sending led to.
package enum AttemptOutcome: Sendable {
    case reply(HTTPReply)
    case failure(HTTPTransportError)
}

/// What to do after a sending.
package enum RetryAction: Sendable, Equatable {
    /// Hand the outcome to the caller.
    case finish
    case retry(after: Duration)
}

/// Decides, sending by sending, whether one call is repeated.
///
/// Pure: time and chance come in as numbers.
///
/// A call that must not happen twice is repeated only when the server surely did not carry it out: no connection came about,
/// or it refused (429, rate limits told by 403, 503 with `Retry-After`).
package struct RetryStateMachine: Sendable {
    private let policy: RetryPolicy
    private let isRepeatable: Bool
    /// Sendings that have come back so far.
    package private(set) var attemptsMade = 0

    package init(policy: RetryPolicy, isRepeatable: Bool) {
        self.policy = policy
        self.isRepeatable = isRepeatable
    }

    /// - Parameters:
    ///   - elapsed: time since the first sending began.
    ///   - wallClock: seconds since 1970-01-01 UTC, for waits that the server gives as a time of day.
    ///   - random: a number from 0 up to 1 that spreads the waits of clients that failed together.
    package mutating func next(after outcome: AttemptOutcome, elapsed: Duration, wallClock: Double, random: Double) -> RetryAction {
        attemptsMade += 1
        guard attemptsMade < policy.attempts, let wait = wait(after: outcome, wallClock: wallClock, random: random) else { return .finish }
        return elapsed + wait <= policy.timeLimit ? .retry(after: wait) : .finish
    }

    private func wait(after outcome: AttemptOutcome, wallClock: Double, random: Double) -> Duration? {
        switch outcome {
        case .failure(let error):
            guard error.isTransient, isRepeatable || !error.mayHaveArrived else { return nil }
            return backOff(random: random)
        case .reply(let reply):
            let asked = RateLimit.wait(asked: reply, wallClock: wallClock)
            if RateLimit.isLimited(reply) { return asked.map { spread($0, random: random) } ?? backOff(random: random) }
            guard [408, 500, 502, 503, 504].contains(reply.status) else { return nil }
            guard isRepeatable || (reply.status == 503 && asked != nil) else { return nil }
            return asked.map { spread($0, random: random) } ?? backOff(random: random)
        }
    }

    /// Doubling waits, each somewhere between its half and its whole.
    private func backOff(random: Double) -> Duration {
        let doubled = policy.firstDelay * (1 << min(attemptsMade - 1, 16))
        return min(doubled, policy.longestDelay) * (0.5 + random / 2)
    }

    /// Never earlier than asked, at most a second later.
    private func spread(_ asked: Duration, random: Double) -> Duration { asked + .seconds(random) }
}
