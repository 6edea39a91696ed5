import DbtCloud
import HTTPTransport

extension JobRunReport {
    /// The report with every text that came from elsewhere freed of secrets.
    func redacted(by redactor: Redactor) -> JobRunReport {
        var report = self
        report.run?.redact(redactor)
        report.successor = successor.map { Link(runID: $0.runID, url: redactor.blotted($0.url)) }
        for place in steps.indices { report.steps[place].name = redactor.blotted(steps[place].name) }
        report.results = results.map { $0.redacted(by: redactor) }
        report.failedStep = failedStep.map {
            FailedStep(index: $0.index, name: redactor.blotted($0.name), logTail: $0.logTail.map(redactor.blotted))
        }
        report.artifacts = artifacts.map {
            Artifact(path: redactor.blotted($0.path), file: $0.file.map(redactor.blotted), problem: $0.problem.map(redactor.blotted))
        }
        report.notes = notes.map(redactor.blotted)
        report.error = error.map(redactor.blotted)
        return report
    }
}

extension JobRunReport.Run {
    fileprivate mutating func redact(_ redactor: Redactor) {
        url = redactor.blotted(url)
        jobName = jobName.map(redactor.blotted)
        branch = branch.map(redactor.blotted)
        sha = sha.map(redactor.blotted)
        status = redactor.blotted(status)
        statusMessage = statusMessage.map(redactor.blotted)
    }
}

extension JobRunReport.Result {
    fileprivate func redacted(by redactor: Redactor) -> Self {
        var result = self
        result.uniqueID = redactor.blotted(uniqueID)
        result.resourceType = redactor.blotted(resourceType)
        result.name = redactor.blotted(name)
        result.status = redactor.blotted(status)
        result.message = message.map(redactor.blotted)
        result.path = path.map(redactor.blotted)
        return result
    }
}

extension WaitNews {
    /// The news with every text that came from elsewhere freed of secrets.
    func redacted(by redactor: Redactor) -> WaitNews {
        switch self {
        case .note(let text): return .note(redactor.blotted(text))
        case .run(let run, let url, let origin): return .run(run, url: redactor.blotted(url), origin: redactor.blotted(origin))
        case .progress(var progress):
            let title = redactor.blotted(progress.step?.title ?? "")
            progress.step?.title = title
            return .progress(progress)
        case .trouble(let text): return .trouble(redactor.blotted(text))
        case .recovered: return .recovered
        }
    }
}
