import Synchronization

/// Tasks that wait for something, first come, first served.
final class WaitingLine<Answer: Sendable>: Sendable {
    private struct Line {
        var waiting: [(id: Int, continuation: CheckedContinuation<Answer?, Never>)] = []
        var lastID = 0
    }

    private let line = Mutex(Line())

    /// Waits for an answer.
    ///
    /// The place in the line is taken before the caller's actor does anything else.
    /// - Returns: nil when the task is cancelled.
    func wait() async -> Answer? {
        let id = line.withLock { line in
            line.lastID += 1
            return line.lastID
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                if Task.isCancelled { return continuation.resume(returning: nil) }
                line.withLock { $0.waiting.append((id, continuation)) }
                // The task may have been cancelled between the look above and the place in the line.
                if Task.isCancelled { leave(id) }
            }
        } onCancel: {
            leave(id)
        }
    }

    /// - Returns: whether somebody waited.
    func resumeFirst(_ answer: Answer) -> Bool {
        let first = line.withLock { $0.waiting.isEmpty ? nil : $0.waiting.removeFirst() }
        first?.continuation.resume(returning: answer)
        return first != nil
    }

    func resumeAll(_ answer: Answer) {
        let all = line.withLock { line in
            defer { line.waiting = [] }
            return line.waiting
        }
        for one in all { one.continuation.resume(returning: answer) }
    }

    private func leave(_ id: Int) {
        let left = line.withLock { line in
            line.waiting.firstIndex { $0.id == id }.map { line.waiting.remove(at: $0) }
        }
        left?.continuation.resume(returning: nil)
    }
}
