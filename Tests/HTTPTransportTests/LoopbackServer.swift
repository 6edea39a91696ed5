import NIOCore
import NIOPosix
import Synchronization

/// A server at a port of its own that answers each request's head with raw bytes, or badly.
final class LoopbackServer: Sendable {
    enum Answer: Sendable {
        /// Bytes, then the connection ends.
        case bytes(String)
        /// Bytes, then nothing more while the client holds on.
        case bytesThenSilence(String)
        /// Bytes without end while the client holds on.
        case endless(String)
    }

    private let state = Mutex<[String]>([])
    private let (arrivals, arrival) = AsyncStream.makeStream(of: Void.self)
    private let listener: NIOAsyncChannel<NIOAsyncChannel<ByteBuffer, ByteBuffer>, Never>
    let port: Int

    private init() async throws {
        listener = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .bind(host: "127.0.0.1", port: 0) { channel in
                channel.eventLoop.makeCompletedFuture { try NIOAsyncChannel(wrappingChannelSynchronously: channel) }
            }
        port = listener.channel.localAddress?.port ?? 0
    }

    /// Heads of the requests so far.
    var requests: [String] { state.withLock { $0 } }

    /// Returns when a request has come.
    func waitForRequest() async {
        for await _ in arrivals { return }
    }

    func url(_ path: String) -> String { "http://127.0.0.1:\(port)\(path)" }

    /// Serves while `body` runs.
    static func running<Result: Sendable>(
        _ answer: @escaping @Sendable (String) -> Answer, _ body: (LoopbackServer) async throws -> Result
    ) async throws -> Result {
        let server = try await LoopbackServer()
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.serve(answer) }
            defer { group.cancelAll() }
            return try await body(server)
        }
    }

    private func serve(_ answer: @escaping @Sendable (String) -> Answer) async throws {
        try await listener.executeThenClose { connections in
            try await withThrowingDiscardingTaskGroup { group in
                for try await connection in connections {
                    group.addTask { try? await self.converse(connection, answer) }
                }
            }
        }
    }

    private func converse(
        _ connection: NIOAsyncChannel<ByteBuffer, ByteBuffer>, _ answer: @escaping @Sendable (String) -> Answer
    ) async throws {
        try await connection.executeThenClose { inbound, outbound in
            var head = ""
            var parts = inbound.makeAsyncIterator()
            // A TLS hello begins with byte 22 and is answered in plain text too, as a server without TLS does.
            while !head.contains("\r\n\r\n"), !head.hasPrefix("\u{16}"), let part = try await parts.next() { head += String(buffer: part) }
            guard !head.isEmpty else { return }
            state.withLock { $0.append(head) }
            arrival.yield()
            switch answer(head) {
            case .bytes(let text): try await outbound.write(ByteBuffer(string: text))
            case .bytesThenSilence(let text):
                try await outbound.write(ByteBuffer(string: text))
                while try await parts.next() != nil {}
            case .endless(let text):
                // A write that need not wait would keep its thread for itself, and tests run on few.
                while true {
                    try await outbound.write(ByteBuffer(string: text))
                    await Task.yield()
                }
            }
        }
    }
}
