package import Foundation
import HTTPTransport

extension DbtCloudClient {
    /// Paths of the artifacts a run left, for example `manifest.json`.
    ///
    /// - Parameter step: index of a step, from 1; the last step when nil.
    package func artifacts(ofRun run: Int, step: Int? = nil) async throws(DbtCloudError) -> [String] {
        let attempt = Attempt("list the artifacts of run \(run)", subject: "the list of artifacts of run \(run)")
        return try await envelope(call(.get, address(["runs", String(run), "artifacts"], query: query(step))), attempt)
    }

    /// A small artifact's bytes, at most `limit` of them.
    ///
    /// - Parameter step: index of a step, from 1. Without it the artifact is the last step's: with generated docs that is
    ///   `dbt docs generate`, whose `run_results.json` knows nothing of the build.
    /// - Throws: `notFound` when the run has no such artifact (yet: they appear a moment after the run's end).
    package func artifact(_ path: String, ofRun run: Int, step: Int? = nil, limit: Int = 64 << 20) async throws(DbtCloudError) -> Data {
        let attempt = artifactAttempt(path, run, step)
        var call = artifactCall(path, run, step)
        call.replyLimit = limit
        let reply = try await send(call, attempt)
        if path.hasSuffix(".json"), reply.isWebPage { throw unreadable(reply, attempt) }
        return reply.body
    }

    /// Writes an artifact of any size to the file at `destination`, which is there whole or not at all.
    ///
    /// - Parameter timeout: longest time for the download; the transport's own when nil.
    /// - Throws: as `artifact(_:ofRun:step:limit:)`, and `cannotWrite`.
    package func downloadArtifact(
        _ path: String, ofRun run: Int, step: Int? = nil, to destination: String, timeout: Duration? = nil
    ) async throws(DbtCloudError) {
        let attempt = artifactAttempt(path, run, step)
        var call = artifactCall(path, run, step)
        call.timeout = timeout
        let reply = try await download(call, to: destination, attempt)
        guard path.hasSuffix(".json"), reply.isWebPage else { return }
        try? FileManager.default.removeItem(atPath: destination)
        throw unreadable(reply, attempt)
    }

    private func artifactCall(_ path: String, _ run: Int, _ step: Int?) -> HTTPCall {
        let segments = path.split(separator: "/").map(String.init)
        return call(.get, address(["runs", String(run), "artifacts"] + segments, query: query(step), trailingSlash: false))
    }

    private func artifactAttempt(_ path: String, _ run: Int, _ step: Int?) -> Attempt {
        let place = step.map { " step \($0)" } ?? ""
        return Attempt("download \(path) of run \(run)\(place)", subject: "\(path) of run \(run)\(place)")
    }

    private func query(_ step: Int?) -> [(name: String, value: String)] { step.map { [("step", String($0))] } ?? [] }
}
