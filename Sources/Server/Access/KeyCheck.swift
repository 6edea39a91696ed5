import HTTPTransport
import HTTPTypes
import Hummingbird
import Store

/// Finds out who asks: `Authorization: Key <key>` or `Bearer <key>`.
struct KeyCheck: Sendable {
    let store: Store

    /// The caller, or nil when no key was sent.
    ///
    /// - Throws: `Problem` 401 for a key that nobody has.
    func caller(_ request: Request) async throws -> Caller? {
        guard let header = request.headers[.authorization] else { return nil }
        let words = header.split(separator: " ", maxSplits: 1)
        guard words.count == 2, ["key", "bearer", "token"].contains(words[0].lowercased()) else { throw refused }
        guard let key = try await store.apiKey(matching: Secret(String(words[1]))) else { throw refused }
        return Caller(name: key.name, role: key.role)
    }

    private var refused: Problem {
        var problem = Problem(
            .unauthorized, "The API key is not known.", hint: "Send 'Authorization: Key <key>' with a key of the configuration's api_keys.")
        problem.headers["www-authenticate"] = "Key"
        return problem
    }
}

/// Lets only callers with a key through; what changes something needs the role `admin`.
struct KeyMiddleware: RouterMiddleware {
    typealias Context = ServerRequestContext

    let check: KeyCheck

    func handle(
        _ request: Request, context: ServerRequestContext, next: @concurrent (Request, ServerRequestContext) async throws -> Response
    ) async throws -> Response {
        guard let caller = try await check.caller(request) else {
            var problem = Problem(.unauthorized, "An API key is needed.", hint: "Send 'Authorization: Key <key>'.")
            problem.headers["www-authenticate"] = "Key"
            throw problem
        }
        guard caller.isAdmin || request.method == .get || request.method == .head else {
            throw Problem(.forbidden, "The key '\(caller.name)' may only read.", hint: "Use a key with the role 'admin'.")
        }
        var context = context
        context.caller = caller
        return try await next(request, context)
    }
}

/// Who may see pages until there is a sign-in: everyone on the machine itself while the server listens there alone, else callers with a
/// key.
///
/// The address of the request is checked too, so that no web page elsewhere can reach the server through a name of its own.
struct PageMiddleware: RouterMiddleware {
    typealias Context = ServerRequestContext

    let check: KeyCheck
    let isOpen: Bool

    init(check: KeyCheck, settings: ServerSettings) {
        self.check = check
        isOpen = Self.isLoopback(settings.host) && Self.isLoopback(Self.host(ofURL: settings.publicURL))
    }

    func handle(
        _ request: Request, context: ServerRequestContext, next: @concurrent (Request, ServerRequestContext) async throws -> Response
    ) async throws -> Response {
        if try await check.caller(request) != nil { return try await next(request, context) }
        guard isOpen else {
            throw Problem(
                .unauthorized, "Pages of a server that can be reached from other machines need an API key.",
                hint: "Send 'Authorization: Key <key>', or listen on 127.0.0.1.")
        }
        guard Self.isLoopback(Self.host(ofAuthority: request.head.authority ?? "")) else {
            throw Problem(.misdirectedRequest, "This server answers to its own address only.", hint: "Open it as 127.0.0.1 or localhost.")
        }
        return try await next(request, context)
    }

    static func isLoopback(_ host: String) -> Bool {
        // Whole addresses only: a name may begin like one.
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        let isIPv4 = parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
        return host.lowercased() == "localhost" || host == "::1" || isIPv4
    }

    static func host(ofURL url: String) -> String {
        let rest = url.firstRange(of: "://").map { url[$0.upperBound...] } ?? url[...]
        return host(ofAuthority: String(rest.prefix { $0 != "/" }))
    }

    static func host(ofAuthority text: String) -> String {
        if text.first == "[" { return String(text.dropFirst().prefix { $0 != "]" }) }
        return String(text.prefix { $0 != ":" })
    }
}
