/// How often to look: often at first, then settling.
package struct PollingPace: Hashable, Sendable {
    package var first: Duration
    package var settled: Duration

    /// - Parameters:
    ///   - first: shortest wait between two looks.
    ///   - settled: longest wait.
    package init(first: Duration = .seconds(1), settled: Duration = .seconds(15)) {
        self.first = first
        self.settled = settled
    }

    /// A quarter of the time waited so far, within the two bounds: news comes at most a quarter late.
    ///
    /// The wait ends at `limit`, so that the last look happens there and not after it.
    func delay(elapsed: Duration, limit: Duration) -> Duration {
        let delay = min(max(elapsed / 4, first), settled)
        return elapsed < limit ? min(delay, limit - elapsed) : first
    }
}
