/// Where a merge's run stands.
package enum MergePhase: String, Hashable, Sendable, Codable, CaseIterable {
    /// The job has not been started.
    case queued
    /// The call that starts the job was sent, and its answer is not known.
    case starting
    case running
    case success
    case failed
    case cancelled
    case timedOut = "timed_out"
    /// The job could not be started, or its run could not be followed.
    case error

    /// Whether the outcome is known.
    package var isEnd: Bool { ![.queued, .starting, .running].contains(self) }

    /// Those in which a run may still have to be started.
    package static let beforeStart: [MergePhase] = [.queued, .starting]
}
