import DbtArtifacts
import DbtCloud
import Foundation

/// Looks up what happened in a run that is over: steps, models and tests, the failed step's log.
///
/// All of it is nice to have: whatever cannot be read becomes a note and hides nothing.
struct RunFindings {
    let client: DbtCloudClient
    let clock: any Clock<Duration>
    /// Artifacts and logs appear a moment after a run's end; they are waited for only so often, in all.
    private var patience = 3

    init(client: DbtCloudClient, clock: any Clock<Duration>) {
        self.client = client
        self.clock = clock
    }

    /// Completes the report of `run`.
    mutating func gather(_ run: DbtCloudRun, into report: inout JobRunReport) async {
        let run = await withLog(run)
        report.steps = run.steps.map { JobRunReport.Step($0) }
        if run.status != .success, let step = RunLog.failedStep(of: run) {
            report.failedStep = .init(index: step.index ?? 0, name: step.name, logTail: RunLog.tail(step.logs))
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
            guard let again = try? await client.run(run.id, including: [.trigger, .job, .steps]) else { break }
            run = again
        }
        return run
    }

    private mutating func gatherResults(_ run: DbtCloudRun, folder: String, into report: inout JobRunReport) async {
        var findings = NodeFindings()
        let steps = run.steps.filter {
            ($0.status.isFinished || $0.startedAt != nil) && (DbtCommand(stepName: $0.name)?.makesResults ?? false)
        }
        for step in steps {
            guard let index = step.index else { continue }
            do throws(DbtCloudError) {
                let path = "\(folder)/run_results-\(index).json"
                try await download("run_results.json", of: run.id, step: index, to: path)
                if let results = try? RunResults(contentsOf: path) { findings.add(results, step: index) }
            } catch {
                guard error.code != .notFound else { continue }
                report.notes.append("The results of step \(index) could not be read: \(error.message)")
                break
            }
        }
        if findings.results.contains(where: { $0.kind == .failed || $0.kind == .warned }) {
            await name(&findings, run, folder: folder)
        }
        report.results = findings.results
    }

    /// The files of failed nodes are only in the manifest, which may be large: it is read when there is something to name.
    private func name(_ findings: inout NodeFindings, _ run: DbtCloudRun, folder: String) async {
        let path = folder + "/manifest.json"
        guard (try? await client.downloadArtifact("manifest.json", ofRun: run.id, to: path)) != nil,
            let manifest = try? Manifest(contentsOf: path)
        else { return }
        var subdirectory: String?
        if let project = run.projectID { subdirectory = (try? await client.project(project))?.subdirectory }
        findings.name(by: manifest, subdirectory: subdirectory)
    }

    /// Downloads a file that may appear a moment after the run's end.
    mutating func download(_ path: String, of run: Int, step: Int?, to file: String) async throws(DbtCloudError) {
        while true {
            do throws(DbtCloudError) {
                return try await client.downloadArtifact(path, ofRun: run, step: step, to: file)
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
    init(_ step: DbtCloudRunStep) {
        self.init(
            index: step.index ?? 0, name: step.name, status: step.status.description,
            seconds: step.startedAt.flatMap { start in step.finishedAt.map { $0 - start } })
    }
}
