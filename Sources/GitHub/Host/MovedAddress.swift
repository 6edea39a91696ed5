import Foundation
import HTTPTransport

/// Where something on GitHub has moved to.
///
/// <https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#follow-redirects>
enum MovedAddress {
    /// The address to send the same call to; nil when the reply is none that moves it.
    ///
    /// GitHub's 301, 302 and 307 all keep the method. Another scheme, host or port is not followed, so that no token travels there.
    static func target(of reply: HTTPReply, from address: String) -> String? {
        guard [301, 302, 307, 308].contains(reply.status), let location = reply.headers["location"], let from = URL(string: address),
            let target = URL(string: location, relativeTo: from)?.absoluteURL
        else { return nil }
        guard target.scheme == from.scheme, target.host == from.host, target.port == from.port, target != from else { return nil }
        return target.absoluteString
    }
}
