import AsyncHTTPClient
import Foundation
import NIOCore
import NIOPosix

/// Puts the network library's errors into this program's words.
enum TransportFailure {
    static func explain(_ error: any Error, call: HTTPCall, timeout: Duration, settings: AsyncHTTPTransport.Settings) -> HTTPTransportError
    {
        switch error {
        case is TimeLimitReached: timedOut(call, "not done within \(spell(timeout))")
        case let error as HTTPClientError: explain(error, call: call, settings: settings)
        case let error as NIOConnectionError: unreachable(call, reason(for: error))
        case let error as IOError where neverConnected.contains(error.errnoCode): unreachable(call, words(for: error))
        case let error as IOError: HTTPTransportError(.connectionLost, "\(call.label): the connection broke (\(words(for: error))).")
        case ChannelError.connectTimeout: unreachable(call, "no connection within \(spell(settings.connectTimeout))")
        case is ChannelError: HTTPTransportError(.connectionLost, "\(call.label): the connection broke.")
        default: explainByName(error, call: call)
        }
    }

    /// A host given as a number is connected to directly, and the socket's own error comes through.
    private static let neverConnected: Set<CInt> = [ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, EADDRNOTAVAIL, EHOSTDOWN, ENETDOWN]

    private static func explain(_ error: HTTPClientError, call: HTTPCall, settings: AsyncHTTPTransport.Settings) -> HTTPTransportError {
        switch error {
        case .connectTimeout, .getConnectionFromPoolTimeout:
            unreachable(call, "no connection within \(spell(settings.connectTimeout))")
        case .tlsHandshakeTimeout: insecure(call)
        case .readTimeout, .writeTimeout, .deadlineExceeded:
            timedOut(call, "silent for \(spell(settings.readTimeout))")
        case .remoteConnectionClosed:
            HTTPTransportError(.connectionLost, "\(call.label): the server closed the connection before its answer was complete.")
        case .cancelled, .requestStreamCancelled: .cancelled(call)
        case .invalidURL, .emptyHost, .emptyScheme:
            HTTPTransportError(.invalidCall, "\(call.label): this is not a complete address.")
        case .alreadyShutdown: HTTPTransportError(.cancelled, "\(call.label): the connections are closed already.")
        default:
            HTTPTransportError(
                isAboutTheCall(error) ? .invalidCall : .connectionLost, "\(call.label) failed: \(error.shortDescription).")
        }
    }

    /// Header fields that cannot be sent, an address of another kind: the library has a case with contents for each.
    private static func isAboutTheCall(_ error: HTTPClientError) -> Bool {
        let words = error.shortDescription.lowercased()
        return words.contains("header") || words.contains("scheme")
    }

    /// The TLS library is not imported for its error types alone, so they are known by their module's name.
    private static func explainByName(_ error: any Error, call: HTTPCall) -> HTTPTransportError {
        let name = String(reflecting: type(of: error))
        if name.hasPrefix("NIOSSL") { return insecure(call) }
        return HTTPTransportError(.connectionLost, "\(call.label) failed: the answer could not be read (\(name)).")
    }

    private static func unreachable(_ call: HTTPCall, _ reason: String) -> HTTPTransportError {
        HTTPTransportError(
            .unreachable,
            "Cannot reach \(place(call)) (\(reason)) for \(call.label). "
                + "Check the host and port in the configuration, that the server runs, and that no firewall or proxy is in between."
        )
    }

    private static func insecure(_ call: HTTPCall) -> HTTPTransportError {
        HTTPTransportError(
            .insecure,
            "No secure connection to \(place(call)) for \(call.label): its certificate is not trusted here, or it does not speak TLS at this port. "
                + "Check the address (https or http?) and the machine's certificate store."
        )
    }

    private static func timedOut(_ call: HTTPCall, _ what: String) -> HTTPTransportError {
        HTTPTransportError(.timedOut, "\(call.label): the server was \(what).")
    }

    private static func place(_ call: HTTPCall) -> String {
        guard let url = URL(string: call.url), let host = url.host else { return "the server" }
        return "\(host) at port \(url.port ?? (url.scheme?.lowercased() == "https" ? 443 : 80))"
    }

    private static func reason(for error: NIOConnectionError) -> String {
        if error.connectionErrors.isEmpty, error.dnsAError != nil || error.dnsAAAAError != nil { return "the name is not known" }
        guard let first = error.connectionErrors.first else { return "no connection" }
        if let error = first.error as? IOError { return words(for: error) }
        if first.error is ChannelError { return "no connection in time" }
        return "no connection"
    }

    private static func words(for error: IOError) -> String { String(cString: strerror(error.errnoCode)).lowercased() }

    private static func spell(_ duration: Duration) -> String {
        "\((duration / .seconds(1)).formatted(.number.precision(.fractionLength(0...1)))) s"
    }
}
