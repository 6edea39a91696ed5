import Foundation
import HTTPTransport
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Store
import Testing

/// A browser as far as routes can tell: it keeps cookies, says where forms come from, and sends what a page's form has.
final class Browser {
    struct Page {
        let status: Int
        let text: String
        let location: String?
        let headers: HTTPFields

        /// The value of a hidden or visible input.
        func value(_ name: String) -> String? {
            guard let place = text.firstRange(of: "name=\"\(name)\"") else { return nil }
            let tag = text[place.upperBound...].prefix { $0 != ">" }
            return tag.firstMatch(of: #/ value="([^"]*)"/#).map { String($0.1) }
        }

        /// What the form's fields are called, in their order.
        var labels: [String] {
            text.matches(of: #/<label for="[^"]*">([^<]*?)(?: <span class="muted">\(needed\)<\/span>)?<\/label>/#).map {
                String($0.1).replacing("&#39;", with: "'")
            }
        }

        /// The row of a form's field.
        func row(_ name: String) -> String {
            let id = "id=\"field-\(name.map { $0.isLetter || $0.isNumber ? String($0) : "-" }.joined())-row\""
            guard let start = text.firstRange(of: id) else { return "" }
            let rest = text[start.lowerBound...]
            return String(rest.dropFirst().firstRange(of: "class=\"field").map { rest[..<$0.lowerBound] } ?? rest)
        }
    }

    let client: any TestClientProtocol
    var cookies: [String: String] = [:]
    var origin: String? = "http://127.0.0.1:8080"

    init(_ client: any TestClientProtocol) { self.client = client }

    func get(_ path: String) async throws -> Page { try await send(.get, path) }

    /// Sends a form; its token comes from the page that has it.
    func post(_ path: String, _ fields: [String: String], from page: Page? = nil) async throws -> Page {
        var fields = fields
        if fields["csrf"] == nil {
            let source: Page = if let page { page } else { try await get(path) }
            fields["csrf"] = source.value("csrf")
        }
        return try await send(.post, path, fields)
    }

    func send(_ method: HTTPRequest.Method, _ path: String, _ fields: [String: String]? = nil) async throws -> Page {
        var headers: HTTPFields = [.accept: "text/html"]
        if !cookies.isEmpty { headers[.cookie] = cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ") }
        if let origin, method == .post { headers[.origin] = origin }
        let body = fields.map { fields in
            headers[.contentType] = "application/x-www-form-urlencoded"
            return ByteBuffer(string: fields.map { "\(Self.encode($0.key))=\(Self.encode($0.value))" }.joined(separator: "&"))
        }
        let response = try await client.execute(uri: path, method: method, headers: headers, body: body)
        for line in response.headers[values: .setCookie] {
            let pair = line.split(separator: ";")[0].split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            cookies[pair[0]] = pair[1].isEmpty ? nil : pair[1]
        }
        return Page(
            status: response.status.code, text: String(buffer: response.body), location: response.headers[.location],
            headers: response.headers)
    }

    private static func encode(_ text: String) -> String { text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "" }

    static let password = "four words nobody knows"

    /// Makes somebody and signs them in.
    func signIn(_ place: ServerPlace, _ email: String = "ann@example.com", role: AccessRole = .admin) async throws {
        let hash = try #require(PasswordHash.make(Secret(Self.password), cost: .small)).text
        _ = try await place.store.addUser(email: email, name: "Ann", role: role, passwordHash: hash, now: 1)
        let page = try await post("/sign-in", ["email": email, "password": Self.password])
        #expect(page.status == 303)
    }
}
