import Foundation
import HTTPTransport
import SourceControl

/// What is tried, for messages.
struct Attempt {
    /// As in "read merge request 5".
    let what: String
    /// The least role in the project that may do it.
    let role: String

    init(_ what: String, role: String = "Reporter") {
        self.what = what
        self.role = role
    }
}

/// Makes the calls of one project: header, paging, JSON, errors.
struct GitLabExchange: Sendable {
    let project: String
    let base: BaseURL
    let token: Secret
    let transport: any HTTPTransport

    func value<Value: Decodable>(_ call: HTTPCall, _ attempt: Attempt) async throws(SourceControlError) -> Value {
        try decode(try await send(call, attempt), attempt)
    }

    func value<Value: Decodable>(_ call: HTTPCall, body: some Encodable, _ attempt: Attempt) async throws(SourceControlError) -> Value {
        let full: HTTPCall
        do throws(HTTPTransportError) {
            full = try call.carrying(json: body)
        } catch {
            throw SourceControlError(.rejected, error.message)
        }
        return try await value(full, attempt)
    }

    /// All pages of a list, a hundred at most, or until there are `enough` elements.
    func pages<Element: Decodable>(_ url: String, _ attempt: Attempt, enough: Int = .max) async throws(SourceControlError) -> [Element] {
        try await list(url, attempt, enough: enough).elements
    }

    /// The same, with whether pages were left unread.
    func list<Element: Decodable>(
        _ url: String, _ attempt: Attempt, enough: Int = .max
    ) async throws(SourceControlError) -> (elements: [Element], isComplete: Bool) {
        var elements: [Element] = []
        var next: String? = url
        for _ in 0..<100 {
            guard let current = next, elements.count < enough else { break }
            let reply = try await send(HTTPCall(.get, current), attempt)
            elements += try decode(reply, attempt) as [Element]
            next = LinkHeader.nextPage(after: current, in: reply.headers)
        }
        return (elements, next == nil)
    }

    /// A moved project redirects reads, which the transport follows, and refuses everything else under its old path; by its number it is
    /// reached whatever its path.
    private func send(_ call: HTTPCall, _ attempt: Attempt) async throws(SourceControlError) -> HTTPReply {
        let failure = GitLabFailure(project: project, base: base, redactor: Redactor([token]))
        var reply = try await answer(to: call, attempt, failure)
        if reply.status == 405, call.method != .get, let number = try await movedNumber(attempt, failure) {
            var again = call
            again.url = call.url.replacing(
                base.url(["projects", project]), with: base.url(["projects", String(number)]), maxReplacements: 1)
            reply = try await answer(to: again, attempt, failure)
        }
        guard reply.isSuccess else { throw failure.error(reply, attempt) }
        return reply
    }

    /// The project's number when it has another path by now.
    private func movedNumber(_ attempt: Attempt, _ failure: GitLabFailure) async throws(SourceControlError) -> Int? {
        let reply = try await answer(to: HTTPCall(.get, base.url(["projects", project])), attempt, failure)
        guard reply.isSuccess, let found = try? JSONDecoder().decode(ProjectNumber.self, from: reply.body),
            found.path.lowercased() != project.lowercased()
        else { return nil }
        return found.id
    }

    private func answer(to call: HTTPCall, _ attempt: Attempt, _ failure: GitLabFailure) async throws(SourceControlError) -> HTTPReply {
        var call = call
        call.headers["PRIVATE-TOKEN"] = token.reveal()
        call.headers["Accept"] = "application/json"
        do throws(HTTPTransportError) {
            return try await transport.send(call)
        } catch {
            throw failure.error(error, attempt)
        }
    }

    private func decode<Value: Decodable>(_ reply: HTTPReply, _ attempt: Attempt) throws(SourceControlError) -> Value {
        do {
            return try JSONDecoder().decode(Value.self, from: reply.body)
        } catch {
            throw GitLabFailure(project: project, base: base, redactor: Redactor([token])).unreadable(reply, attempt)
        }
    }
}

/// A project by its number and its path of today.
private struct ProjectNumber: Decodable {
    var id: Int
    var path: String

    private enum CodingKeys: String, CodingKey {
        case id
        case path = "path_with_namespace"
    }
}
