import Foundation

/// What became of a run as JSON: what `plumbline trigger --format json` prints.
package struct JobRunJSON: Encodable, Sendable {
    private let report: JobRunReport

    package init(_ report: JobRunReport) {
        self.report = report
    }

    /// Indented text with sorted keys, ending in a line break.
    ///
    /// Signs that a terminal or a CI system could obey are written as `\u` escapes, so the text is safe wherever it is printed.
    package var text: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.keyEncodingStrategy = .convertToSnakeCase
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
            return Self.harmless(String(decoding: try encoder.encode(self), as: UTF8.self)) + "\n"
        }
    }

    /// Only strings hold these signs, and `#` never stands behind a backslash there, so each may become its escape.
    private static func harmless(_ json: String) -> String {
        var safe = String.UnicodeScalarView()
        for scalar in json.unicodeScalars {
            switch scalar.value {
            // `#` begins a command of Azure Pipelines and an old one of GitHub Actions.
            case 0x23, 0x7F...0x9F, 0x2028...0x202E, 0x2066...0x2069:
                let digits = String(scalar.value, radix: 16)
                safe.append(contentsOf: ("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).unicodeScalars)
            default: safe.append(scalar)
            }
        }
        return String(safe)
    }
}

// Every key is written, so that a reader need not tell absent from null.
extension JobRunJSON {
    private enum Key: String, CodingKey {
        case schemaVersion, outcome, exitCode, run, supersededBy, steps, results, failedStep, artifacts, notes, error, waitedSeconds
        case id, url, accountId, jobId, jobName, gitBranch, gitSha, status, statusMessage, durationSeconds, queuedSeconds
        case runId, index, name, uniqueId, resourceType, kind, message, failures, path, step, logTail, file, problem
    }

    private typealias Container = KeyedEncodingContainer<Key>

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(1, forKey: .schemaVersion)
        try container.encode(report.outcome.rawValue, forKey: .outcome)
        try container.encode(report.outcome.exitCode, forKey: .exitCode)
        try container.encode(report.run.map { run in Part { try Self.encode(run, in: &$0) } }, forKey: .run)
        try container.encode(report.successor.map { link in Part { try Self.encode(link, in: &$0) } }, forKey: .supersededBy)
        try container.encode(report.steps.map { step in Part { try Self.encode(step, in: &$0) } }, forKey: .steps)
        try container.encode(report.results.map { result in Part { try Self.encode(result, in: &$0) } }, forKey: .results)
        try container.encode(report.failedStep.map { step in Part { try Self.encode(step, in: &$0) } }, forKey: .failedStep)
        try container.encode(report.artifacts.map { artifact in Part { try Self.encode(artifact, in: &$0) } }, forKey: .artifacts)
        try container.encode(report.notes, forKey: .notes)
        try container.encode(report.error.map { error in Part { try $0.encode(error, forKey: .message) } }, forKey: .error)
        try container.encode(RunDuration.sane(report.waitedSeconds), forKey: .waitedSeconds)
    }

    /// An object inside the document.
    private struct Part: Encodable {
        let write: (inout Container) throws -> Void

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            try write(&container)
        }
    }

    private static func encode(_ run: JobRunReport.Run, in container: inout Container) throws {
        try container.encode(run.id, forKey: .id)
        try container.encode(run.url, forKey: .url)
        try container.encode(run.accountID, forKey: .accountId)
        try container.encode(run.jobID, forKey: .jobId)
        try container.encode(run.jobName, forKey: .jobName)
        try container.encode(run.branch, forKey: .gitBranch)
        try container.encode(run.sha, forKey: .gitSha)
        try container.encode(run.status, forKey: .status)
        try container.encode(run.statusMessage, forKey: .statusMessage)
        try container.encode(RunDuration.sane(run.seconds), forKey: .durationSeconds)
        try container.encode(RunDuration.sane(run.queuedSeconds), forKey: .queuedSeconds)
    }

    private static func encode(_ link: JobRunReport.Link, in container: inout Container) throws {
        try container.encode(link.runID, forKey: .runId)
        try container.encode(link.url, forKey: .url)
    }

    private static func encode(_ step: JobRunReport.Step, in container: inout Container) throws {
        try container.encode(step.index, forKey: .index)
        try container.encode(step.name, forKey: .name)
        try container.encode(step.status, forKey: .status)
        try container.encode(RunDuration.sane(step.seconds), forKey: .durationSeconds)
    }

    private static func encode(_ result: JobRunReport.Result, in container: inout Container) throws {
        try container.encode(result.uniqueID, forKey: .uniqueId)
        try container.encode(result.resourceType, forKey: .resourceType)
        try container.encode(result.name, forKey: .name)
        try container.encode(result.status, forKey: .status)
        try container.encode(result.kind.rawValue, forKey: .kind)
        try container.encode(RunDuration.sane(result.seconds), forKey: .durationSeconds)
        try container.encode(result.message, forKey: .message)
        try container.encode(result.failures, forKey: .failures)
        try container.encode(result.path, forKey: .path)
        try container.encode(result.step, forKey: .step)
    }

    private static func encode(_ step: JobRunReport.FailedStep, in container: inout Container) throws {
        try container.encode(step.index, forKey: .index)
        try container.encode(step.name, forKey: .name)
        try container.encode(step.logTail, forKey: .logTail)
    }

    private static func encode(_ artifact: JobRunReport.Artifact, in container: inout Container) throws {
        try container.encode(artifact.path, forKey: .path)
        try container.encode(artifact.file, forKey: .file)
        try container.encode(artifact.problem, forKey: .problem)
    }
}
