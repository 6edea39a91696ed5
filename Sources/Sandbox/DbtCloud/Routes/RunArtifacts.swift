import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// The files a run's steps left.
///
/// Without a step it is the last one's that left any, as in dbt Cloud.
struct RunArtifacts {
    let run: Run

    /// - Throws: `DbtCloudFailure` when the step is unknown or left nothing.
    func list(step: Int?) throws -> [String] {
        guard step == nil, !run.hasArtifacts else { return RunFolders.files(in: try folder(step)) }
        return []
    }

    /// The file itself, without the frame of the other answers.
    func response(path: String, step: Int?) throws -> Response {
        let path = path.removingPercentEncoding ?? path
        let folder = try folder(step)
        // Only what the list names can be had; so no path leads out of the folder.
        guard RunFolders.files(in: folder).contains(path), let data = FileManager.default.contents(atPath: folder + "/" + path) else {
            throw DbtCloudFailure.notFound("artifact \(path) of run \(run.id)")
        }
        let type = path.hasSuffix(".json") ? "application/json" : path.hasSuffix(".html") ? "text/html" : "text/plain; charset=utf-8"
        return Response(status: .ok, headers: [.contentType: type], body: .init(byteBuffer: ByteBuffer(bytes: data)))
    }

    private func folder(_ step: Int?) throws -> String {
        let candidate =
            if let step { run.steps.first { $0.index == step }?.artifactsFolder } else {
                run.steps.last { $0.artifactsFolder != nil }?.artifactsFolder
            }
        guard let candidate else {
            throw DbtCloudFailure.notFound("artifacts of run \(run.id)" + (step.map { ", step \($0)" } ?? ""))
        }
        return candidate
    }
}
