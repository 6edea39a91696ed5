import Synchronization

/// Wakes runs that wait for dbt Cloud, so that they look at once; polling goes on without it.
package final class Nudges: Sendable {
    private struct Waiter {
        let job: Int?
        /// dbt Cloud's run that is followed; nil while none was seen.
        var build: Int?
        let continuation: AsyncStream<Void>.Continuation
    }

    private let waiting = Mutex<[Int: Waiter]>([:])

    package init() {}

    /// Makes the runs look again now that wait for a run of dbt Cloud.
    ///
    /// Those that follow exactly this run look, and those that have not seen theirs yet and wait for this job; a run may be a newer one of the
    /// same commit, so others of the job look, too, once it has begun.
    /// - Parameters:
    ///   - job: dbt Cloud's job; nil when the delivery does not tell.
    ///   - isNew: whether the delivery tells that the run begins.
    package func nudge(build: Int?, job: Int?, isNew: Bool) {
        let concerned = waiting.withLock { waiting in
            waiting.values.filter { waiter in
                if let build, waiter.build == build { return true }
                guard job == nil || waiter.job == nil || waiter.job == job else { return false }
                return isNew || waiter.build == nil || build == nil
            }
        }
        for waiter in concerned { waiter.continuation.yield() }
    }

    /// Nudges for one run, until `end` is called.
    func begin(_ run: Int, job: Int?, build: Int?) -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        waiting.withLock { $0[run] = Waiter(job: job, build: build, continuation: continuation) }
        return stream
    }

    /// Notes which run of dbt Cloud a run waits for.
    func follow(_ build: Int?, by run: Int) {
        guard let build else { return }
        waiting.withLock { $0[run]?.build = build }
    }

    func end(_ run: Int) {
        waiting.withLock { _ = $0.removeValue(forKey: run) }
    }
}
