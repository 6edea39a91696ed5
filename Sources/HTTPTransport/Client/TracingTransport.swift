/// Tells of every exchange of another transport: method, address, status, time; no header and no body.
package struct TracingTransport: HTTPTransport {
    private let transport: any HTTPTransport
    private let clock: any Clock<Duration>
    private let tell: @Sendable (String) -> Void

    /// - Parameter tell: called with one line after each exchange.
    package init(
        _ transport: any HTTPTransport, clock: any Clock<Duration> = ContinuousClock(), tell: @escaping @Sendable (String) -> Void
    ) {
        self.transport = transport
        self.clock = clock
        self.tell = tell
    }

    package func send(_ call: HTTPCall) async throws(HTTPTransportError) -> HTTPReply {
        try await traced(call) { () throws(HTTPTransportError) in try await transport.send(call) }
    }

    package func download(_ call: HTTPCall, to path: String) async throws(HTTPTransportError) -> HTTPReply {
        try await traced(call) { () throws(HTTPTransportError) in try await transport.download(call, to: path) }
    }

    private func traced(
        _ call: HTTPCall, _ exchange: () async throws(HTTPTransportError) -> HTTPReply
    ) async throws(HTTPTransportError) -> HTTPReply {
        let elapsed = clock.stopwatch()
        do throws(HTTPTransportError) {
            let reply = try await exchange()
            tell("\(call.label): \(reply.status) in \(milliseconds(elapsed())) ms")
            return reply
        } catch {
            tell("\(call.label): \(error.code.rawValue) after \(milliseconds(elapsed())) ms")
            throw error
        }
    }

    private func milliseconds(_ duration: Duration) -> Int { Int(duration / .milliseconds(1)) }
}
