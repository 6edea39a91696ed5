import DbtCloud
import Foundation

/// Brings a run's artifacts to a folder; what cannot be had is said and hides nothing.
struct ArtifactDownloads {
    let request: ArtifactRequest

    func download(_ run: DbtCloudRun, with findings: inout RunFindings) async -> [JobRunReport.Artifact] {
        var artifacts: [JobRunReport.Artifact] = []
        for path in request.paths {
            // Without documentation there is no catalog, and nobody asked for it by name.
            if !request.areNamed, path == "catalog.json", run.hasDocsGenerated == false { continue }
            artifacts.append(await download(path, of: run, with: &findings))
        }
        return artifacts
    }

    private func download(_ path: String, of run: DbtCloudRun, with findings: inout RunFindings) async -> JobRunReport.Artifact {
        let file = request.folder + "/" + path
        let folder = URL(fileURLWithPath: file).deletingLastPathComponent().path
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            return .init(path: path, problem: "the folder \(folder) could not be made: \(error.localizedDescription)")
        }
        do throws(DbtCloudError) {
            try await findings.download(path, of: run.id, step: step(for: path, in: run), to: file, timeout: nil)
            return .init(path: path, file: file)
        } catch {
            return .init(path: path, problem: error.message)
        }
    }

    /// Results are those of the last step that built or tested something.
    ///
    /// dbt Cloud's own choice is the last step of all, and with generated documentation that one built nothing.
    private func step(for path: String, in run: DbtCloudRun) -> Int? {
        if let step = request.step { return step }
        guard path == "run_results.json" else { return nil }
        return run.steps.last { $0.status.isFinished && (DbtCommand(stepName: $0.name)?.makesResults ?? false) }?.index
    }
}
