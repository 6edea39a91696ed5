/// Decides which news of a wait is worth a line in a log that keeps every line.
///
/// A change of status or step is news at once; the count of nodes, or nothing at all, is news every half minute.
package struct SparseNews: Sendable {
    private var last: (key: String, time: Duration)?
    private static let heartbeat = Duration.seconds(30)

    package init() {}

    /// Whether to print now.
    package mutating func isWorthALine(_ progress: RunProgress, elapsed: Duration) -> Bool {
        let key = "\(progress.status)/\(progress.step?.index ?? 0)"
        if let last, last.key == key, elapsed - last.time < Self.heartbeat { return false }
        last = (key, elapsed)
        return true
    }
}
