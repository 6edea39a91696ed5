import DbtArtifacts
import DbtCloud
import Foundation
import HTTPTransport

/// Looks up what happened in a run that is over: steps, models and tests, the failed step's log.
///
/// All of it is nice to have: whatever cannot be read becomes a note and hides nothing.
struct RunFindings {
    let client: DbtCloudClient
    let clock: any Clock<Duration>
    /// Artifacts and logs appear a moment after a run's end; they are waited for only so often, in all.
    private var patience = 3
    private let elapsed: () -> Duration
    /// All of it together takes no longer.
    private static let limit = Duration.seconds(60)

    init(client: DbtCloudClient, clock: any Clock<Duration>) {
        self.client = client
        self.clock = clock
        elapsed = clock.stopwatch()
    }

    private var remaining: Duration { max(.seconds(1), Self.limit - elapsed()) }

    /// Completes the report of `run`.
    mutating func gather(_ run: DbtCloudRun, into report: inout JobRunReport) async {
        if run.artifactsSaved == false { patience = 0 }
        let run = await withLog(run)
        report.steps = JobRunReport.Step.all(of: run)
        if run.status != .success, let step = RunLog.failedStep(of: run) {
            report.failedStep = .init(index: RunLog.index(of: step, in: run), name: step.name, logTail: RunLog.tail(step.logs))
        }
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("plumbline-\(UUID().uuidString)").path
        guard (try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)) != nil else {
            report.notes.append("Could not make the folder \(folder) to read dbt's results in.")
            return
        }
        defer { try? FileManager.default.removeItem(atPath: folder) }
        await gatherResults(run, folder: folder, into: &report)
    }

    /// A failed step's log may come a moment after the run's end, or never.
    private mutating func withLog(_ run: DbtCloudRun) async -> DbtCloudRun {
        var run = run
        while run.status != .success, let step = RunLog.failedStep(of: run), step.logs == nil, await mayWait() {
            guard let again = try? await client.run(run.id, including: [.trigger, .job, .steps], timeout: remaining) else { break }
            run = again
        }
        return run
    }

    private mutating func gatherResults(_ run: DbtCloudRun, folder: String, into report: inout JobRunReport) async {
        var findings = NodeFindings()
        for step in resultSteps(of: run) {
            guard elapsed() < Self.limit else {
                report.notes.append("dbt's results were not all read: dbt Cloud took too long to hand them out.")
                break
            }
            do throws(DbtCloudError) {
                let path = "\(folder)/run_results-\(step ?? 0).json"
                try await download("run_results.json", of: run.id, step: step, to: path)
                findings.add(try results(path), step: step ?? 0)
                report.areResultsKnown = true
            } catch {
                guard error.code != .notFound else { continue }
                report.notes.append("dbt's results\(step.map { " of step \($0)" } ?? "") could not be read: \(error.message)")
            }
        }
        if findings.results.contains(where: { $0.kind == .failed || $0.kind == .warned }) {
            if await !name(&findings, run, folder: folder) {
                report.notes.append("The manifest could not be read, so the files of the nodes are not known.")
            }
        }
        report.results = findings.results
    }

    /// The steps that left results; the run's own choice (nil) when dbt Cloud does not tell of steps.
    private func resultSteps(of run: DbtCloudRun) -> [Int?] {
        let commands = run.steps.filter { DbtCommand(stepName: $0.name) != nil }
        guard !commands.isEmpty else { return run.steps.isEmpty ? [nil] : [] }
        return commands.filter { $0.status.isFinished || $0.startedAt != nil }
            .filter { DbtCommand(stepName: $0.name)?.makesResults ?? false }.compactMap(\.index)
    }

    private func results(_ path: String) throws(DbtCloudError) -> RunResults {
        do throws(ArtifactError) {
            return try RunResults(contentsOf: path)
        } catch {
            throw DbtCloudError(.unexpectedReply, "\(error)")
        }
    }

    /// The files of failed nodes are only in the manifest, which may be large: it is read when there is something to name.
    private func name(_ findings: inout NodeFindings, _ run: DbtCloudRun, folder: String) async -> Bool {
        let path = folder + "/manifest.json"
        guard (try? await client.downloadArtifact("manifest.json", ofRun: run.id, to: path, timeout: remaining)) != nil,
            let manifest = try? Manifest(contentsOf: path)
        else { return false }
        var subdirectory: String?
        if let project = run.projectID { subdirectory = (try? await client.project(project))?.subdirectory }
        findings.name(by: manifest, subdirectory: subdirectory)
        return true
    }

    private mutating func download(_ path: String, of run: Int, step: Int?, to file: String) async throws(DbtCloudError) {
        try await download(path, of: run, step: step, to: file, timeout: remaining)
    }

    /// Downloads a file that may appear a moment after the run's end.
    ///
    /// - Parameter timeout: longest time for one download; the transport's own when nil.
    mutating func download(
        _ path: String, of run: Int, step: Int?, to file: String, timeout: Duration?
    ) async throws(DbtCloudError) {
        while true {
            do throws(DbtCloudError) {
                return try await client.downloadArtifact(path, ofRun: run, step: step, to: file, timeout: timeout)
            } catch {
                guard error.code == .notFound, await mayWait() else { throw error }
            }
        }
    }

    private mutating func mayWait() async -> Bool {
        guard patience > 0 else { return false }
        patience -= 1
        return (try? await clock.sleep(for: .seconds(2))) != nil
    }
}

extension JobRunReport.Step {
    /// The steps of a run, in order.
    static func all(of run: DbtCloudRun) -> [Self] {
        run.steps.map { step in
            Self(
                index: RunLog.index(of: step, in: run), name: step.name, status: step.status.description,
                seconds: step.startedAt.flatMap { start in step.finishedAt.map { $0 - start } })
        }
    }
}
