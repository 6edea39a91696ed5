/// What kept a call from being answered.
package struct HTTPTransportError: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Code: String, Sendable {
        /// The call could not be made: the address or the body is wrong.
        case invalidCall
        /// No connection: the server has not seen the call.
        case unreachable
        /// TLS was refused: a certificate that is not trusted, or no TLS at that port.
        case insecure
        /// The connection ended before the answer; the server may have carried the call out.
        case connectionLost
        /// No answer in time; the server may have carried the call out.
        case timedOut
        case replyTooLarge
        /// The body of a download could not be written to its file.
        case cannotWrite
        case cancelled
    }

    package var code: Code
    /// What was tried, on which host, and what to do; no header value, no query and no secret in it.
    package var message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { message }

    /// Whether trying the same again later may work.
    package var isTransient: Bool { [.unreachable, .connectionLost, .timedOut].contains(code) }
    /// Whether the server may have carried the call out although no answer came.
    package var mayHaveArrived: Bool { [.connectionLost, .timedOut, .replyTooLarge, .cannotWrite, .cancelled].contains(code) }

    static func cannotWrite(_ path: String) -> Self {
        Self(.cannotWrite, "Cannot write the downloaded file \(path): check that its folder exists, is writable and has space.")
    }

    static func cancelled(_ call: HTTPCall) -> Self { Self(.cancelled, "\(call.label) was cancelled.") }
}
