import Synchronization

/// The runs that are being worked on in this process, so that one can be stopped at once.
final class RunningTasks: Sendable {
    private let tasks = Mutex<[Int: Task<RunPause, any Error>]>([:])

    /// Works on a run; cancelling the caller cancels the work.
    func perform(_ id: Int, _ body: @escaping @Sendable () async throws -> RunPause) async throws -> RunPause {
        // Known before its first step, so that whoever asks the run to end finds it or is seen by it.
        let task = tasks.withLock { tasks in
            let task = Task { try await body() }
            tasks[id] = task
            return task
        }
        defer { tasks.withLock { _ = $0.removeValue(forKey: id) } }
        return try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            task.cancel()
        }
    }

    /// Stops the work on a run, if there is any here.
    func stop(_ id: Int) {
        tasks.withLock { $0[id] }?.cancel()
    }

    var count: Int { tasks.withLock { $0.count } }
}
