import CIPipeline
import HTTPTransport
import Hummingbird
import Store

/// Sessions of browsers: a random token in a cookie, of which the store has a keyed digest.
struct Sessions: Sendable {
    /// Seconds; a week.
    static let lifetime = 7.0 * 86_400

    let store: Store
    let settings: ServerSettings
    let time: PipelineTime

    private var isSecure: Bool { settings.publicURL.lowercased().hasPrefix("https://") }
    /// Browsers take `__Host-` only over TLS, and then from no other host (RFC 6265bis).
    private var prefix: String { isSecure ? "__Host-" : "" }
    var cookieName: String { prefix + "plumbline_session" }
    private var visitName: String { prefix + "plumbline_visit" }

    /// Who is signed in with the request's cookie, and the token that forms of this session carry.
    func visitor(_ request: Request) async throws -> (user: UserRecord, formToken: String)? {
        guard let token = token(request), let user = try await store.user(session: token, now: time.now()) else { return nil }
        return (user, formToken(for: token))
    }

    /// Signs somebody in with a token that nobody had before, whatever cookie the browser came with.
    func open(_ user: UserRecord, replacing request: Request) async throws -> Cookie {
        if let old = token(request) { try await store.closeSession(old) }
        let token = RandomToken.make()
        try await store.openSession(token, userID: user.id, now: time.now(), expiresAt: time.now() + Self.lifetime)
        return cookie(cookieName, token.reveal(), maxAge: Int(Self.lifetime))
    }

    /// Signs out, and the cookie that makes the browser forget.
    func close(_ request: Request) async throws -> Cookie {
        if let token = token(request) { try await store.closeSession(token) }
        return cookie(cookieName, "", maxAge: 0)
    }

    /// What a form before the sign-in carries, and the cookie it is bound to.
    func visit(_ request: Request) -> (formToken: String, cookie: Cookie) {
        let known = request.cookies[visitName].map { Secret($0.value) }
        let token = known.flatMap { $0.isEmpty ? nil : $0 } ?? RandomToken.make()
        return (formToken(for: token), cookie(visitName, token.reveal(), maxAge: 3600))
    }

    /// Whether a form of somebody not signed in was made for this browser.
    func isVisit(_ request: Request, formToken: String) -> Bool {
        guard let cookie = request.cookies[visitName], !cookie.value.isEmpty else { return false }
        return Secret(self.formToken(for: Secret(cookie.value))).matches(formToken)
    }

    private func token(_ request: Request) -> Secret? {
        request.cookies[cookieName].map { Secret($0.value) }.flatMap { $0.isEmpty ? nil : $0 }
    }

    private func formToken(for token: Secret) -> String { store.vault.digest(Secret("form " + token.reveal())) }

    private func cookie(_ name: String, _ value: String, maxAge: Int) -> Cookie {
        Cookie(name: name, value: value, maxAge: maxAge, path: "/", secure: isSecure, httpOnly: true, sameSite: .lax)
    }
}
