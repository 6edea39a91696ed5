import Foundation

/// The address below which an API lives, for example `https://api.github.com` or `http://127.0.0.1:9100/github`.
///
/// A trailing slash in configuration never doubles: dbt Cloud answers 404 to paths with `//`.
package struct BaseURL: Hashable, Sendable, CustomStringConvertible {
    /// Without trailing slash.
    package let text: String
    package let host: String
    package let port: Int

    /// Checks an address from configuration.
    ///
    /// - Parameter setting: what the user calls it (`access_url`), for the message.
    /// - Throws: `invalidCall` for anything that is not a plain `http` or `https` address.
    package init(_ address: String, setting: String = "address") throws(HTTPTransportError) {
        let trimmed = address.trimmingCharacters(in: .whitespacesAndNewlines)
        func refuse(_ reason: String) -> HTTPTransportError {
            let shown = trimmed.isEmpty ? "empty" : "\"\(RedactedURL.text(of: trimmed))\""
            return HTTPTransportError(.invalidCall, "The \(setting) is \(shown), which \(reason). Give it as https://host[:port][/path].")
        }
        guard !trimmed.isEmpty else { throw refuse("is no address") }
        guard let parts = URLComponents(string: trimmed), let scheme = parts.scheme?.lowercased(), ["http", "https"].contains(scheme) else {
            throw refuse("is not an http or https address")
        }
        guard let host = parts.host, !host.isEmpty else { throw refuse("names no host") }
        guard parts.user == nil, parts.password == nil else { throw refuse("holds a user or password; those belong in their own setting") }
        guard parts.query == nil, parts.fragment == nil else { throw refuse("has a query or fragment") }
        guard parts.port.map({ (1...65_535).contains($0) }) ?? true else { throw refuse("has an impossible port") }
        var kept = trimmed[...]
        while kept.last == "/" { kept.removeLast() }
        text = String(kept)
        self.host = host
        port = parts.port ?? (scheme == "https" ? 443 : 80)
    }

    /// The address of a path below this one.
    ///
    /// Every segment is percent-encoded whole, slashes included, so a name cannot leave its place.
    /// - Parameter trailingSlash: whether the path ends with a slash (dbt Cloud's do).
    package func url(_ segments: [String], query: [(name: String, value: String)] = [], trailingSlash: Bool = false) -> String {
        let path = segments.map { "/" + Self.encode($0) }.joined() + (trailingSlash ? "/" : "")
        let items = query.map { "\(Self.encode($0.name))=\(Self.encode($0.value))" }.joined(separator: "&")
        return text + path + (items.isEmpty ? "" : "?" + items)
    }

    /// Percent-encodes everything but the unreserved characters of RFC 3986, 2.3.
    package static func encode(_ text: String) -> String {
        // `.` and `..` would be taken as steps of the path by whoever normalises it.
        if text == "." || text == ".." { return text.replacing(".", with: "%2E") }
        var encoded = ""
        for byte in text.utf8 {
            let scalar = Unicode.Scalar(byte)
            let isUnreserved =
                byte < 128 && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil || "-._~".utf8.contains(byte))
            encoded += isUnreserved ? String(scalar) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }
        return encoded
    }

    /// Scheme, host and port alone.
    package var origin: String {
        let rest = text.firstRange(of: "://").map { text[$0.upperBound...] } ?? text[...]
        return "\(text[..<rest.startIndex])\(rest.prefix { $0 != "/" })"
    }

    package var description: String { text }
}
