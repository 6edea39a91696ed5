import Foundation

/// Decides whether and how a redirect is followed.
enum Redirect {
    /// The call to make next; nil when the reply is final.
    ///
    /// Only reads follow: a POST sent on would silently become a GET (RFC 9110, 15.4). Never from https to http.
    /// Another scheme, host or port gets no header but `Accept`.
    static func next(after call: HTTPCall, reply: HTTPReply) -> HTTPCall? {
        guard [301, 302, 303, 307, 308].contains(reply.status), call.method.isSafe, let location = reply.headers["location"],
            let from = URL(string: call.url), let target = URL(string: location, relativeTo: from)?.absoluteURL,
            let scheme = target.scheme?.lowercased(), target.host != nil
        else { return nil }
        guard scheme == "https" || (scheme == "http" && from.scheme?.lowercased() == "http") else { return nil }
        var next = call
        next.url = target.absoluteString
        if origin(of: target) != origin(of: from) {
            next.headers = [:]
            next.headers["accept"] = call.headers["accept"]
        }
        return next
    }

    private static func origin(of url: URL) -> [String?] {
        let scheme = url.scheme?.lowercased()
        return [scheme, url.host?.lowercased(), String(url.port ?? (scheme == "https" ? 443 : 80))]
    }
}
