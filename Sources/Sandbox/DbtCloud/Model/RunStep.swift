import Foundation

/// One step of a run, with the log it has written so far.
struct RunStep: Sendable, Equatable {
    let id: Int
    /// From 1.
    let index: Int
    let name: String
    /// The dbt command of the step; nil for the steps that prepare the run.
    let command: String?
    var status = RunStatus.running
    var startedAt: Date
    var finishedAt: Date?
    var log = ""
    /// File with dbt's debug log of this step.
    var debugLogFile: String?
    /// Folder that holds the copy of `target/` made after this step; nil when the step left none.
    var artifactsFolder: String?

    /// The last lines of a log, as dbt Cloud shows debug logs that were not asked for in full.
    static func tail(_ log: String, lines limit: Int = 1000) -> String {
        var remaining = limit + 1
        var index = log.endIndex
        while index > log.startIndex {
            let before = log.index(before: index)
            if log[before].isNewline, index != log.endIndex {
                remaining -= 1
                if remaining == 1 { return String(log[index...]) }
            }
            index = before
        }
        return log
    }
}
