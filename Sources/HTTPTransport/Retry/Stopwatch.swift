extension Clock where Duration == Swift.Duration {
    /// Starts measuring, on any clock behind `any Clock<Duration>` too.
    ///
    /// - Parameter already: time that counts as measured before.
    /// - Returns: a function that gives the time since.
    package func stopwatch(already: Duration = .zero) -> () -> Duration {
        let start = now
        return { already + start.duration(to: now) }
    }
}
