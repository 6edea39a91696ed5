import HTTPTransport
import HTTPTypes
import Hummingbird
import Store
import Web

/// What a form came to, said on the page that the browser is sent to.
///
/// It stays for half a minute, also when the page looks again by itself, and is gone after: a link that is kept does not say it again. It
/// travels in a cookie of that page, encrypted for the session, so that nobody else can put words there.
struct PassingNotice: Sendable {
    private static let cookieName = "plumbline_notice"
    /// Seconds.
    private static let lifetime = 30
    /// Cookies hold about 4,000 bytes.
    private static let longest = 900

    let server: ServerContext

    /// Sends the browser to a page of ours, which says it.
    func redirect(to path: String, _ notice: PageNotice, _ context: ServerRequestContext) throws -> Response {
        var response = Response.redirect(to: path, type: .normal)
        let text = "\(notice.tone.rawValue) \(notice.text.prefix(Self.longest))"
        let value = try server.store.vault.seal(Secret(text), for: purpose(path, context))
        response.setCookie(
            Cookie(
                name: Self.cookieName, value: value, maxAge: Self.lifetime, path: path,
                secure: server.settings.publicURL.lowercased().hasPrefix("https://"), httpOnly: true, sameSite: .lax))
        return response
    }

    /// What is to be said on the page that was asked for.
    func notices(_ request: Request, _ context: ServerRequestContext) -> [PageNotice] {
        guard let sealed = request.cookies[Self.cookieName]?.value,
            let text = try? server.store.vault.open(sealed, for: purpose(request.uri.path, context)).reveal()
        else { return [] }
        let parts = text.split(separator: " ", maxSplits: 1).map(String.init)
        guard parts.count == 2, let tone = PageNotice.Tone(rawValue: parts[0]) else { return [] }
        return [PageNotice(tone, parts[1])]
    }

    private func purpose(_ path: String, _ context: ServerRequestContext) -> String {
        "notice on \(path) for \(context.formToken ?? context.caller?.name ?? "nobody")"
    }
}
