import CIPipeline
import Hummingbird
import NIOCore
import ServiceLifecycle
import Store

/// Server-Sent Events of a run: any event means "look again".
struct RunEventStream: Sendable {
    let server: ServerContext

    /// Bytes sent when nothing happens, so that a reader that has gone away is noticed.
    private static let heartbeat = Duration.seconds(15)

    private enum Signal: Sendable {
        case change
        case beat
    }

    /// A stream that ends with the run, the reader or the server.
    func response(_ id: Int) async throws -> Response {
        _ = try await server.store.run(id)
        let signals = signals(of: id)
        return Response(
            status: .ok, headers: [.contentType: "text/event-stream; charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody { writer in
                try await writer.write(ByteBuffer(string: "retry: 2000\n\n"))
                if try await !isFinished(id) {
                    for await signal in signals.cancelOnGracefulShutdown() {
                        switch signal {
                        case .beat: try await writer.write(ByteBuffer(string: ": still here\n\n"))
                        case .change: try await writer.write(ByteBuffer(string: "event: progress\ndata: {}\n\n"))
                        }
                        if try await isFinished(id) { break }
                    }
                }
                if try await isFinished(id) { try await writer.write(ByteBuffer(string: "event: done\ndata: {}\n\n")) }
                try await writer.finish(nil)
            })
    }

    private func isFinished(_ id: Int) async throws -> Bool { try await server.store.run(id).isFinished }

    private func signals(of id: Int) -> AsyncStream<Signal> {
        let changes = server.store.changes.stream()
        let time = server.time
        let (stream, continuation) = AsyncStream.makeStream(of: Signal.self, bufferingPolicy: .bufferingNewest(2))
        let work = Task {
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    for await change in changes where change.runID == id { continuation.yield(.change) }
                }
                group.addTask {
                    while (try? await time.sleep(Self.heartbeat)) != nil { continuation.yield(.beat) }
                }
                await group.waitForAll()
            }
        }
        continuation.onTermination = { _ in work.cancel() }
        return stream
    }
}
