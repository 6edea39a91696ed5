package import DbtCloud
import Foundation
package import HTTPTransport

/// One `plumbline trigger`: brings a run about, waits for its end, and says what became of it.
///
/// When the task is cancelled the run is cancelled too, unless the settings say otherwise.
package struct TriggerSession: Sendable {
    private let settings: TriggerSettings
    private let clients: SessionClients
    private let clock: any Clock<Duration>
    private let wallClock: @Sendable () -> Double
    private let tell: @Sendable (WaitNews) -> Void
    private let redactor: Redactor

    /// - Parameters:
    ///   - transport: sends every call once; repeating is done here.
    ///   - wallClock: seconds since 1970-01-01 UTC.
    ///   - tell: called for all that is worth telling meanwhile.
    /// - Throws: when the settings cannot be used at all.
    package init(
        _ settings: TriggerSettings, transport: any HTTPTransport, clock: any Clock<Duration> = ContinuousClock(),
        wallClock: @escaping @Sendable () -> Double = { Date().timeIntervalSince1970 },
        tell: @escaping @Sendable (WaitNews) -> Void = { _ in }
    ) throws(DbtCloudError) {
        self.settings = settings
        self.clock = clock
        self.wallClock = wallClock
        let redactor = Redactor([settings.apiKey])
        self.redactor = redactor
        self.tell = { tell($0.redacted(by: redactor)) }
        clients = try SessionClients(settings, transport: transport, clock: clock, tell: self.tell)
    }

    /// Does everything; trouble is an outcome too.
    package func perform() async -> JobRunReport {
        let elapsed = clock.stopwatch()
        for note in settings.notes { tell(.note(note)) }
        var report = await reportOnRun()
        report.waitedSeconds = elapsed() / .seconds(1)
        // Whatever dbt Cloud or a log echoes, the key goes nowhere.
        return report.redacted(by: redactor)
    }

    private func reportOnRun() async -> JobRunReport {
        let begun: BegunRun
        do throws(DbtCloudError) {
            let limit = settings.waiting?.timeout ?? .seconds(86_400)
            let starter = RunStarter(clients: clients, clock: clock, wallClock: wallClock, limit: limit, tell: tell)
            begun = try await starter.begin(settings.start)
        } catch {
            return notBegun(error)
        }
        tell(.run(begun.run, url: clients.patient.page(of: begun.run), origin: begun.origin))
        guard let waiting = settings.waiting else {
            guard !Task.isCancelled else { return await interrupted(begun, begun.run) }
            return report(begun.run.status == .success ? .success : .started, begun.run)
        }
        let wait = RunWait(looking: clients.looking, settings: waiting, clock: clock, tell: tell)
        switch await wait.wait(for: begun.run) {
        case .interrupted(let run): return await interrupted(begun, run)
        case .outcome(let outcome, let last):
            var waiting = waiting
            waiting.cancelsOnTimeout = waiting.cancelsOnTimeout && begun.isOurs
            return await ended(outcome, last: last, waiting: waiting)
        }
    }

    // MARK: - Ends

    private func notBegun(_ error: DbtCloudError) -> JobRunReport {
        guard error.code == .cancelled || Task.isCancelled else { return JobRunReport(outcome: .trouble, error: "\(error)") }
        // Of a request whose answer got lost a run may have come all the same, and the message says so.
        let message = error.code == .cancelled ? "Interrupted before there was a run." : "Interrupted. \(error)"
        var report = JobRunReport(outcome: .cancelled, error: message)
        report.wasInterrupted = true
        return report
    }

    private func ended(_ outcome: RunOutcome, last: DbtCloudRun, waiting: TriggerSettings.Waiting) async -> JobRunReport {
        switch outcome {
        case .succeeded(let run): return await complete(report(.success, run), run)
        case .failed(let run): return await complete(report(.failed, run), run)
        case .cancelled(let run), .superseded(let run, _): return await complete(await cancelledOrSuperseded(run), run)
        case .timedOut(let run): return await timedOut(run, waiting, error: nil)
        case .unavailable(let error) where error.isTransient: return await timedOut(last, waiting, error: error)
        case .unavailable(let error): return lost(last, "\(error)")
        case .neverAppeared: return lost(last, "The run was not found any more.")
        }
    }

    private func lost(_ run: DbtCloudRun, _ message: String) -> JobRunReport {
        var report = report(.trouble, run)
        report.error = message
        report.notes.append("The run may go on. `plumbline trigger --attach \(run.id)` waits for it again.")
        return report
    }

    private func cancelledOrSuperseded(_ run: DbtCloudRun) async -> JobRunReport {
        guard let job = run.jobID, let successor = await successor(of: run, job: job) else { return report(.cancelled, run) }
        var report = report(.superseded, run)
        report.successor = .init(runID: successor.id, url: clients.patient.page(of: successor))
        return report
    }

    /// A run that takes another's place may be listed a moment after the other was cancelled.
    private func successor(of run: DbtCloudRun, job: Int) async -> DbtCloudRun? {
        for attempt in 1...2 {
            if attempt > 1, (try? await clock.sleep(for: .seconds(2))) == nil { return nil }
            if let runs = try? await clients.brisk.runs(ofJob: job), let next = Supersession.successor(of: run, among: runs) { return next }
            // Without a pull request nothing takes a run's place.
            if run.trigger?.pullRequest == nil { return nil }
        }
        return nil
    }

    private func timedOut(_ run: DbtCloudRun, _ waiting: TriggerSettings.Waiting, error: DbtCloudError?) async -> JobRunReport {
        var report = report(.timedOut, run)
        if let error { report.notes.append("At the end dbt Cloud did not answer: \(error.message)") }
        if waiting.cancelsOnTimeout {
            await cancel(run, noting: &report)
        } else {
            report.notes.append("The run goes on. `plumbline trigger --attach \(run.id)` waits for it again.")
        }
        return report
    }

    private func interrupted(_ begun: BegunRun, _ run: DbtCloudRun) async -> JobRunReport {
        var report = report(.cancelled, run)
        report.wasInterrupted = true
        if settings.keepsRunning {
            report.notes.append("The run goes on, as --keep-running says.")
        } else if !begun.isOurs {
            report.notes.append("The run goes on, because something else started it.")
        } else {
            await cancel(run, noting: &report)
        }
        return report
    }

    /// Cancels the run and notes what came of it.
    private func cancel(_ run: DbtCloudRun, noting report: inout JobRunReport) async {
        do throws(DbtCloudError) {
            let after = try await seenThrough { [clients] () throws(DbtCloudError) in
                try await clients.brisk.cancel(run: run.id, timeout: .seconds(5))
            }
            report.run?.status = after.status.description
            report.notes.append(Self.words(forCancelling: after.status))
        } catch {
            report.notes.append("The run could not be cancelled and may go on. \(error.message)")
        }
    }

    private static func words(forCancelling status: DbtCloudRunStatus) -> String {
        switch status {
        case .success: "The run had already ended with success when it was to be cancelled."
        case .error: "The run had already failed when it was to be cancelled."
        case .cancelled: "The run was cancelled."
        default: "dbt Cloud was asked to cancel the run; it is \(status) still."
        }
    }

    // MARK: - Report

    private func complete(_ report: JobRunReport, _ run: DbtCloudRun) async -> JobRunReport {
        var report = report
        tell(.note("Run \(run.id) ended: \(run.status)."))
        var findings = RunFindings(client: clients.brisk, clock: clock)
        await findings.gather(run, into: &report)
        if let request = settings.artifacts {
            report.artifacts = await ArtifactDownloads(request: request).download(run, with: &findings)
        }
        return report
    }

    private func report(_ outcome: JobRunOutcome, _ run: DbtCloudRun) -> JobRunReport {
        var facts = JobRunReport.Run(
            id: run.id, url: clients.patient.page(of: run), accountID: settings.accountID, status: run.status.description)
        facts.jobID = run.jobID
        facts.jobName = run.job.map(\.name)
        facts.branch = run.gitBranch ?? run.trigger?.gitBranch
        facts.sha = run.gitSHA ?? run.trigger?.gitSHA
        facts.statusMessage = run.statusMessage
        facts.seconds = run.startedAt.flatMap { start in run.finishedAt.map { $0 - start } }
        facts.queuedSeconds = run.createdAt.flatMap { created in run.startedAt.map { $0 - created } }
        var report = JobRunReport(outcome: outcome, run: facts)
        report.steps = JobRunReport.Step.all(of: run)
        if let given = settings.projectID, let actual = run.projectID, given != actual {
            report.notes.append("The job belongs to project \(actual), not to project \(given) as DBT_PROJECT_ID (--project-id) says.")
        }
        return report
    }
}
