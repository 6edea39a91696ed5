import NIOCore
import ServiceLifecycle

/// Lets a request wait, but never longer than its client does.
struct Patience {
    /// The connection of the request.
    let channel: any Channel

    /// Waits.
    /// - Throws: an error when the client closes the connection before the time is over, or the sandbox stops.
    func wait(_ time: Duration) async throws {
        let (departures, continuation) = AsyncStream<Void>.makeStream()
        let watch = DepartureWatch(departures: continuation)
        try await channel.pipeline.addHandler(watch, position: .first).get()
        defer { channel.pipeline.removeHandler(watch, promise: nil) }
        try await cancelWhenGracefulShutdown {
            try await withThrowingTaskGroup(of: Void.self) { group in
                defer { group.cancelAll() }
                group.addTask { try await Task.sleep(for: time) }
                group.addTask {
                    for await _ in departures { break }
                    throw CancellationError()
                }
                try await group.next()
            }
        }
    }
}

/// Tells when the other end of a connection has closed it.
///
/// The server allows half-closed connections, so a client that leaves is only seen as the end of the input.
private final class DepartureWatch: ChannelInboundHandler, RemovableChannelHandler, Sendable {
    typealias InboundIn = ByteBuffer

    private let departures: AsyncStream<Void>.Continuation

    init(departures: AsyncStream<Void>.Continuation) {
        self.departures = departures
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed? = event as? ChannelEvent { departures.finish() }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        departures.finish()
        context.fireChannelInactive()
    }
}
