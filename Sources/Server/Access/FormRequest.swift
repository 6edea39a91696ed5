import Foundation
import HTTPTransport
import HTTPTypes
import Hummingbird
import NIOCore

/// A form that was sent, once it is known that one of our own pages sent it.
///
/// Browsers are asked twice: by `Origin`, which pages elsewhere cannot forge, and by a token that only a page of this session has.
struct FormRequest: Sendable {
    /// What was typed, by field; of several with one name the last.
    let fields: [String: String]

    subscript(_ name: String) -> String { fields[name] ?? "" }

    /// The button that was pressed.
    var action: String { self["action"] }

    private static let largest = 1 << 20

    /// Reads a form of somebody signed in, or of a caller with a key, who needs no token.
    ///
    /// - Throws: `Problem` 401 without a caller, 403 when it comes from elsewhere, 413 when it is too large.
    init(_ request: Request, _ context: ServerRequestContext, _ server: ServerContext) async throws {
        _ = try context.anybody()
        fields = try await Self.fields(of: request)
        guard let token = context.formToken else { return }
        try Self.requireOwnPage(request, server)
        guard Self.isSame(token, fields["csrf"]) else { throw Self.stale }
    }

    /// Reads a form of somebody who is not signed in.
    init(ofVisitor request: Request, _ server: ServerContext) async throws {
        fields = try await Self.fields(of: request)
        try Self.requireOwnPage(request, server)
        guard server.sessions.isVisit(request, formToken: fields["csrf"] ?? "") else { throw Self.stale }
    }

    private static func isSame(_ token: String, _ sent: String?) -> Bool { Secret(token).matches(sent ?? "") }

    private static var stale: Problem {
        Problem(.forbidden, "This form is too old, or was made for another session.", hint: "Load the page again and send it once more.")
    }

    private static func requireOwnPage(_ request: Request, _ server: ServerContext) throws {
        guard let origin = request.headers[.origin] ?? request.headers[.referer].flatMap(origin(of:)), isOwn(origin, request, server)
        else {
            throw Problem(
                .forbidden, "This form was not sent from a page of this server.",
                hint: "Open it at \(server.settings.publicURL), which is the server's public_url.")
        }
    }

    private static func isOwn(_ origin: String, _ request: Request, _ server: ServerContext) -> Bool {
        if origin.lowercased() == self.origin(of: server.settings.publicURL)?.lowercased() { return true }
        let authority = request.head.authority ?? ""
        return PageMiddleware.isOpen(server.settings) && PageMiddleware.isLoopback(PageMiddleware.host(ofAuthority: authority))
            && origin.lowercased() == "http://\(authority.lowercased())"
    }

    /// The scheme, host and port of an address.
    private static func origin(of url: String) -> String? {
        guard let separator = url.firstRange(of: "://") else { return nil }
        return String(url[..<separator.upperBound] + url[separator.upperBound...].prefix { $0 != "/" })
    }

    private static func fields(of request: Request) async throws -> [String: String] {
        let body: ByteBuffer
        do {
            body = try await request.body.collect(upTo: largest)
        } catch is NIOTooManyBytesError {
            throw Problem(.contentTooLarge, "The form is larger than 1 MB.")
        }
        return decode(String(buffer: body))
    }

    /// `application/x-www-form-urlencoded`, with line ends as pages had them.
    static func decode(_ text: String) -> [String: String] {
        text.split(separator: "&").reduce(into: [:]) { fields, pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let words = parts.map { $0.replacing("+", with: " ").removingPercentEncoding ?? "" }
            guard let name = words.first, !name.isEmpty else { return }
            fields[name] = (words.count == 2 ? words[1] : "").replacing("\r\n", with: "\n")
        }
    }
}
