import HTTPTypes
import Hummingbird
import Store

/// Who may see pages: those signed in, callers with a key, and everyone on the machine itself while the server listens there alone.
///
/// The address of the request is checked too, so that no web page elsewhere can reach the server through a name of its own.
struct PageMiddleware: RouterMiddleware {
    typealias Context = ServerRequestContext

    let check: KeyCheck
    let sessions: Sessions
    let isOpen: Bool
    /// Pages that lead to the sign-in, which everybody sees.
    let isPublic: Bool

    init(server: ServerContext, isPublic: Bool = false) {
        check = KeyCheck(store: server.store)
        sessions = server.sessions
        isOpen = Self.isOpen(server.settings)
        self.isPublic = isPublic
    }

    func handle(
        _ request: Request, context: ServerRequestContext, next: @concurrent (Request, ServerRequestContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        if request.method == .get { context.address = SettingsAddress.own(request.uri.description) }
        if let caller = try await check.caller(request) {
            context.caller = caller
            return try await next(request, context)
        }
        if isOpen, !Self.isLoopback(Self.host(ofAuthority: request.head.authority ?? "")) {
            throw Problem(.misdirectedRequest, "This server answers to its own address only.", hint: "Open it as 127.0.0.1 or localhost.")
        }
        if let (user, formToken) = try await sessions.visitor(request) {
            context.caller = Caller(user)
            context.formToken = formToken
        } else if !isOpen, !isPublic {
            throw Problem.signInNeeded
        }
        return try await next(request, context)
    }

    /// Whether pages may be read without signing in.
    static func isOpen(_ settings: ServerSettings) -> Bool {
        isLoopback(settings.host) && isLoopback(host(ofURL: settings.publicURL))
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
