/// How many nodes dbt has done, read from its log.
///
/// dbt writes `3 of 22 START …` when it begins a node and `3 of 22 OK …` (or PASS, ERROR, SKIP …) when it ends.
struct NodeCount: Hashable {
    var done: Int
    var total: Int

    /// Nil when the log does not say.
    init?(log: String) {
        var finished: Set<Int> = []
        var total: Int?
        var isComplete = false
        for line in log.split(whereSeparator: \.isNewline) {
            guard let entry = Self.entry(line) else { continue }
            if entry.total != total {
                // Another dbt command of the same step counts anew.
                finished = []
                total = entry.total
                isComplete = entry.index == 1
            }
            if !entry.isStart { finished.insert(entry.index) }
        }
        guard let total else { return nil }
        // Of a log that was cut only the end is known: nodes end nearly in order.
        done = isComplete ? finished.count : finished.max() ?? 0
        self.total = total
    }

    private static func entry(_ line: Substring) -> (index: Int, total: Int, isStart: Bool)? {
        let words = line.split(separator: " ", omittingEmptySubsequences: true)
        for place in words.indices.dropFirst() where words[place] == "of" && words.indices.contains(place + 2) {
            guard let index = Int(words[place - 1]), let total = Int(words[place + 1]), (1...total).contains(index), total > 0 else {
                continue
            }
            return (index, total, words[place + 2] == "START")
        }
        return nil
    }
}
