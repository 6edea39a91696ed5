package import Foundation

/// An HTTP method by its name.
package struct HTTPMethod: RawRepresentable, Hashable, Sendable {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    package static let get = Self(rawValue: "GET")
    package static let head = Self(rawValue: "HEAD")
    package static let post = Self(rawValue: "POST")
    package static let put = Self(rawValue: "PUT")
    package static let patch = Self(rawValue: "PATCH")
    package static let delete = Self(rawValue: "DELETE")

    /// Whether repeating a call has the same effect as making it once (RFC 9110, 9.2.2).
    var isIdempotent: Bool { [.get, .head, .put, .delete].contains(self) }
    /// Whether the method only reads, so that a redirect may be followed.
    var isSafe: Bool { [.get, .head].contains(self) }
}

/// One request to another program's HTTP API.
///
/// The name leaves `HTTPRequest` to the server's library, so that a file can use both.
package struct HTTPCall: Sendable {
    package var method: HTTPMethod
    /// The absolute address; `BaseURL` composes it.
    package var url: String
    package var headers: HeaderList
    package var body: Data?
    /// Largest body of a reply kept in memory, in bytes; a longer one is an error.
    package var replyLimit: Int
    /// Time for the whole exchange; the transport's own limit when absent.
    package var timeout: Duration?
    /// Whether the call may be sent again although the server may have carried it out already.
    ///
    /// Setting a status or editing a comment is repeatable, creating a comment or starting a job is not.
    package var isRepeatable: Bool

    /// - Parameter isRepeatable: by default what the method promises; PATCH and POST promise nothing.
    package init(
        _ method: HTTPMethod = .get, _ url: String, headers: HeaderList = [:], body: Data? = nil, replyLimit: Int = 16 << 20,
        timeout: Duration? = nil, isRepeatable: Bool? = nil
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.replyLimit = replyLimit
        self.timeout = timeout
        self.isRepeatable = isRepeatable ?? method.isIdempotent
    }

    /// The same call carrying `value` as JSON.
    package func carrying(json value: some Encodable) throws(HTTPTransportError) -> HTTPCall {
        var call = self
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            call.body = try encoder.encode(value)
        } catch {
            throw HTTPTransportError(.invalidCall, "Cannot write the body of \(label) as JSON.")
        }
        call.headers["content-type"] = "application/json"
        return call
    }

    /// Method and address for messages, without user, password and query.
    package var label: String { "\(method.rawValue) \(RedactedURL.text(of: url))" }
}

/// The answer to an `HTTPCall`.
package struct HTTPReply: Sendable {
    package var status: Int
    package var headers: HeaderList
    package var body: Data

    package init(status: Int, headers: HeaderList = [:], body: Data = Data()) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    package var isSuccess: Bool { (200..<300).contains(status) }

    /// Whether the body is a web page: the sign-in page or gateway of a wrong address, never an API's answer.
    package var isWebPage: Bool {
        if let type = headers["content-type"]?.lowercased(), type.hasPrefix("text/html") { return true }
        return body.first { !" \t\r\n".utf8.contains($0) } == UInt8(ascii: "<")
    }
}
