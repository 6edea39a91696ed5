import Foundation
import HTTPTransport
import SourceControl

/// What is tried, for messages.
struct Attempt {
    /// As in "read pull request 5".
    let what: String
    /// The fine-grained token permission it needs, in GitHub's words.
    let permission: String
    /// What a 404 is about, as in "pull request 5".
    let subject: String

    init(_ what: String, permission: String, subject: String) {
        self.what = what
        self.permission = permission
        self.subject = subject
    }
}

/// Makes the calls of one repository: headers, paging, JSON, errors.
struct GitHubExchange: Sendable {
    let repository: String
    let base: BaseURL
    let credential: any GitHubCredential
    let transport: any HTTPTransport
    /// Besides the token, what no message may show.
    var hidden: [Secret] = []

    /// The elements of a list, all pages together.
    struct Pages<Element> {
        var elements: [Element] = []
        /// False when pages were left unread.
        var isComplete = true
    }

    /// Sends a call and reads its answer.
    func value<Value: Decodable>(_ call: HTTPCall, _ attempt: Attempt) async throws(SourceControlError) -> Value {
        try decode(try await send(call, attempt), attempt)
    }

    /// Sends a call with a JSON body and reads its answer.
    func value<Value: Decodable>(_ call: HTTPCall, body: some Encodable, _ attempt: Attempt) async throws(SourceControlError) -> Value {
        let full: HTTPCall
        do throws(HTTPTransportError) {
            full = try call.carrying(json: body)
        } catch {
            throw SourceControlError(.rejected, error.message)
        }
        return try await value(full, attempt)
    }

    /// One page of a list and the address of the next.
    func page<Element: Decodable>(_ url: String, _ attempt: Attempt) async throws(SourceControlError) -> ([Element], next: String?) {
        let reply = try await send(HTTPCall(.get, url), attempt)
        return (try decode(reply, attempt), LinkHeader.nextPage(after: url, in: reply.headers))
    }

    /// All pages of a list, at most `limit` of them.
    func pages<Element: Decodable>(_ url: String, limit: Int = 100, _ attempt: Attempt) async throws(SourceControlError) -> Pages<Element> {
        var result = Pages<Element>()
        var next: String? = url
        for _ in 0..<limit {
            guard let current = next else { break }
            let (elements, following): ([Element], String?) = try await page(current, attempt)
            result.elements += elements
            next = following
        }
        result.isComplete = next == nil
        return result
    }

    /// The answer to a call, refusals included; only failures to get one are thrown.
    func reply(_ call: HTTPCall, _ attempt: Attempt) async throws(SourceControlError) -> (HTTPReply, GitHubFailure) {
        let secret = try await credential.token(refused: nil)
        let first = try await send(call, with: secret, attempt)
        guard first.0.status == 401, credential.app != nil else { return first }
        // The token may have been revoked before its time; another is asked for once.
        return try await send(call, with: try await credential.token(refused: secret), attempt)
    }

    private func send(_ call: HTTPCall, _ attempt: Attempt) async throws(SourceControlError) -> HTTPReply {
        let (reply, failure) = try await reply(call, attempt)
        guard reply.isSuccess else { throw failure.error(reply, attempt) }
        return reply
    }

    private func send(
        _ call: HTTPCall, with secret: Secret, _ attempt: Attempt
    ) async throws(SourceControlError) -> (HTTPReply, GitHubFailure) {
        var call = call
        if !secret.isEmpty { call.headers["Authorization"] = "Bearer \(secret.reveal())" }
        call.headers["Accept"] = "application/vnd.github+json"
        call.headers["X-GitHub-Api-Version"] = "2022-11-28"
        let failure = GitHubFailure(
            repository: repository, base: base, redactor: Redactor([secret] + hidden), isApp: credential.app != nil)
        do throws(HTTPTransportError) {
            var reply = try await transport.send(call)
            // The transport follows reads. A renamed repository redirects writes too, and they must stay writes.
            for _ in 0..<3 {
                guard let target = MovedAddress.target(of: reply, from: call.url) else { break }
                call.url = target
                reply = try await transport.send(call)
            }
            return (reply, failure)
        } catch {
            throw failure.error(error, attempt)
        }
    }

    private func decode<Value: Decodable>(_ reply: HTTPReply, _ attempt: Attempt) throws(SourceControlError) -> Value {
        do {
            return try JSONDecoder().decode(Value.self, from: reply.body)
        } catch {
            throw GitHubFailure(repository: repository, base: base, redactor: Redactor([]), isApp: false).unreadable(reply, attempt)
        }
    }
}
