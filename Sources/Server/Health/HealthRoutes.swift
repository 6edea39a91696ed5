import CIPipeline
import Hummingbird
import NIOCore
import Store

/// Whether the server lives, is ready, and how it fares; open to everyone.
struct HealthRoutes: Sendable {
    let server: ServerContext

    func add(to router: Router<ServerRequestContext>) {
        router.get("health") { _, _ in try JSONReply.response(["status": "ok"]) }
        router.get("ready") { _, _ in try await ready() }
        router.get("metrics") { _, _ in try await metrics() }
    }

    private struct Readiness: Encodable {
        let database: Bool
        let workers: Bool
    }

    private func ready() async throws -> Response {
        let state = Readiness(database: await server.store.isReady(), workers: server.pipeline.isWorking)
        return try JSONReply.response(state, status: state.database && state.workers ? .ok : .serviceUnavailable)
    }

    private func metrics() async throws -> Response {
        let figures = try await server.store.figures()
        var page = PrometheusText()
        page.add(
            "plumbline_http_requests_total", "counter", help: "Requests answered, by status.",
            server.figures.byStatus.sorted { $0.key < $1.key }.map { ([("status", "\($0.key)")], $0.value) })
        page.add(
            "plumbline_runs", "gauge", help: "Pull request runs, by phase.",
            RunPhase.allCases.map { ([("phase", $0.rawValue)], figures.runsByPhase[$0.rawValue] ?? 0) })
        page.add(
            "plumbline_diffs", "gauge", help: "Data diffs, by status.",
            ["waiting", "running", "success", "failed", "cancelled"].map { ([("status", $0)], figures.diffsByStatus[$0] ?? 0) })
        page.add("plumbline_jobs", "gauge", help: "Work in the queue.", [([], figures.jobs)])
        page.add("plumbline_runs_at_work", "gauge", help: "Runs worked on in this process.", [([], server.pipeline.runningCount)])
        return Response(
            status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
            body: .init(byteBuffer: ByteBuffer(string: page.text)))
    }
}
