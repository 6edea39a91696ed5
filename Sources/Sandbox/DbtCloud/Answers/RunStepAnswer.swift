import Foundation

/// A run step as the API shows it.
struct RunStepAnswer: Encodable {
    struct Command: Encodable {
        let runStepID: Int
        let dbtCommand: String
    }

    struct Invocation: Encodable {
        let runStepID: Int
        let runID: Int
    }

    let id: Int
    let runID: Int
    let accountID: Int
    let index: Int
    let name: String
    let status: Int
    let statusHumanized: String
    let statusColor: String
    let logs: String
    @ExplicitNull var debugLogs: String?
    @ExplicitNull var truncatedDebugLogs: String?
    @ExplicitNull var logPath: String?
    @ExplicitNull var debugLogPath: String?
    @ExplicitNull var startedAt: String?
    @ExplicitNull var finishedAt: String?
    let createdAt: String
    let updatedAt: String
    let duration: String
    let durationHumanized: String
    @ExplicitNull var runStepCommand: Command?
    @ExplicitNull var runStepInvocation: Invocation?

    /// - Parameter full: with the whole debug log; otherwise only its last 1,000 lines are there.
    init(_ step: RunStep, run: Run, full: Bool, now: Date) {
        let seconds = (step.finishedAt ?? now).timeIntervalSince(step.startedAt)
        // The debug log may hold half a character at its end while dbt still writes.
        let debugLog = step.debugLogFile.flatMap { FileManager.default.contents(atPath: $0) }.map { String(decoding: $0, as: UTF8.self) }
        id = step.id
        runID = run.id
        accountID = DbtCloudAccount.id
        index = step.index
        name = step.name
        status = step.status.rawValue
        statusHumanized = step.status.name
        statusColor = step.status.color
        logs = step.log
        debugLogs = full ? debugLog ?? "" : ""
        truncatedDebugLogs = debugLog.map { RunStep.tail($0) }
        logPath = nil
        debugLogPath = nil
        startedAt = TimeText.dbtCloud(step.startedAt)
        finishedAt = step.finishedAt.map(TimeText.dbtCloud)
        createdAt = TimeText.dbtCloud(step.startedAt)
        updatedAt = TimeText.dbtCloud(step.finishedAt ?? now)
        duration = TimeText.clock(seconds)
        durationHumanized = TimeText.words(seconds)
        runStepCommand = step.command.map { Command(runStepID: step.id, dbtCommand: $0) }
        runStepInvocation = step.command.map { _ in Invocation(runStepID: step.id, runID: run.id) }
    }
}
