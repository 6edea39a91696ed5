import Foundation

/// Sends one call and brings back the reply.
///
/// Every host client takes one of these, so that retries are added around it and tests replace it.
package protocol HTTPTransport: Sendable {
    /// Sends `call` and reads the whole reply, at most `call.replyLimit` bytes of body.
    ///
    /// A reply of any status is a success here; only the client knows what a 404 means.
    func send(_ call: HTTPCall) async throws(HTTPTransportError) -> HTTPReply

    /// Sends `call` and writes the body of a 2xx reply to the file at `path`, without holding it in memory.
    ///
    /// The file is there whole or not at all: the body goes to a neighbour with `.partial` at the end, which then takes the name.
    /// - Returns: the reply; its body is empty after a 2xx status, and at most 64 KiB of the answer after any other, which writes no file.
    func download(_ call: HTTPCall, to path: String) async throws(HTTPTransportError) -> HTTPReply
}

extension HTTPTransport {
    /// Downloads through `send`, for transports that have the body in memory anyway.
    package func download(_ call: HTTPCall, to path: String) async throws(HTTPTransportError) -> HTTPReply {
        var reply = try await send(call)
        guard reply.isSuccess else { return reply }
        do {
            try reply.body.write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw .cannotWrite(path)
        }
        reply.body = Data()
        return reply
    }
}
