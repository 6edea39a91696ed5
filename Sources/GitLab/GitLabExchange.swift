import Foundation
import HTTPTransport
import SourceControl

/// Makes the calls of one project: header, paging, JSON, errors.
struct GitLabExchange: Sendable {
    let project: String
    let base: BaseURL
    let token: Secret
    let transport: any HTTPTransport

    func value<Value: Decodable>(_ call: HTTPCall, _ attempt: String) async throws(SourceControlError) -> Value {
        try decode(try await send(call, attempt), attempt)
    }

    func value<Value: Decodable>(_ call: HTTPCall, body: some Encodable, _ attempt: String) async throws(SourceControlError) -> Value {
        let full: HTTPCall
        do throws(HTTPTransportError) {
            full = try call.carrying(json: body)
        } catch {
            throw SourceControlError(.rejected, error.message)
        }
        return try await value(full, attempt)
    }

    /// All pages of a list, a hundred at most, or until there are `enough` elements.
    func pages<Element: Decodable>(_ url: String, _ attempt: String, enough: Int = .max) async throws(SourceControlError) -> [Element] {
        var elements: [Element] = []
        var next: String? = url
        for _ in 0..<100 {
            guard let current = next, elements.count < enough else { break }
            let reply = try await send(HTTPCall(.get, current), attempt)
            elements += try decode(reply, attempt) as [Element]
            next = LinkHeader.nextPage(after: current, in: reply.headers)
        }
        return elements
    }

    private func send(_ call: HTTPCall, _ attempt: String) async throws(SourceControlError) -> HTTPReply {
        var call = call
        call.headers["PRIVATE-TOKEN"] = token.reveal()
        call.headers["Accept"] = "application/json"
        let reply: HTTPReply
        do throws(HTTPTransportError) {
            reply = try await transport.send(call)
        } catch {
            throw failure(error, attempt)
        }
        guard reply.isSuccess else { throw failure(reply, attempt) }
        return reply
    }

    private func decode<Value: Decodable>(_ reply: HTTPReply, _ attempt: String) throws(SourceControlError) -> Value {
        do {
            return try JSONDecoder().decode(Value.self, from: reply.body)
        } catch {
            let what = reply.isWebPage ? "a web page came back" : "the answer is not the API's JSON"
            throw SourceControlError(
                .unexpectedReply, "Could not \(attempt) of \(project) at \(base): \(what). Check api_url: https://HOST/api/v4.")
        }
    }

    private func failure(_ error: HTTPTransportError, _ attempt: String) -> SourceControlError {
        let code: SourceControlError.Code =
            switch error.code {
            case .unreachable, .connectionLost, .timedOut, .insecure: .unreachable
            case .invalidCall: .rejected
            case .replyTooLarge, .cannotWrite: .unexpectedReply
            case .cancelled: .cancelled
            }
        return SourceControlError(code, "Could not \(attempt) of \(project): \(error.message)")
    }

    private func failure(_ reply: HTTPReply, _ attempt: String) -> SourceControlError {
        let start = "Could not \(attempt) of \(project) at \(base)"
        let said = serverWords(reply)
        switch reply.status {
        case 401:
            return SourceControlError(
                .unauthorized,
                "\(start): the token was not accepted\(said). Check that it is not expired or revoked and belongs to this host.")
        case _ where RateLimit.isLimited(reply):
            return SourceControlError(.rateLimited, "\(start): the rate limit is used up\(said). Try again later.")
        case 403:
            return SourceControlError(
                .forbidden, "\(start): the token may not do that\(said). It needs the scope \"api\" and the role Developer or higher.")
        case 404:
            return SourceControlError(
                .notFound, "\(start): it was not found\(said). Check the name; it may also be that the token may not see the project.")
        case 300..<400:
            return SourceControlError(.unexpectedReply, "\(start): the address redirects. The project may have moved: use its new path.")
        case 408, 500...:
            return SourceControlError(.unreachable, "\(start): it answered with status \(reply.status)\(said). Try again later.")
        default: return SourceControlError(.rejected, "\(start): it refused with status \(reply.status)\(said).")
        }
    }

    /// `message` is text, or an object of lists by field; `error` is text.
    private func serverWords(_ reply: HTTPReply) -> String {
        if reply.isWebPage { return " (a web page came back, not the API)" }
        let texts = (try? JSONDecoder().decode([String: String].self, from: reply.body)) ?? [:]
        let lists = (try? JSONDecoder().decode([String: [String: [String]]].self, from: reply.body))?["message"] ?? [:]
        let words =
            [texts["message"], texts["error"]].compactMap { $0 }
            + lists.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.joined(separator: ", "))" }
        return words.isEmpty ? "" : " (it says: \(Redactor([token]).clean(words.joined(separator: "; "))))"
    }
}
