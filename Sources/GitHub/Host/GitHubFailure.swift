import Foundation
import HTTPTransport
import SourceControl

/// Puts an answer that is no success into words.
struct GitHubFailure {
    let repository: String
    let base: BaseURL
    let redactor: Redactor
    /// Whether the credential is an App's.
    let isApp: Bool

    private var credential: String { isApp ? "the App" : "the token" }

    func error(_ reply: HTTPReply, _ attempt: Attempt) -> SourceControlError {
        let start = "Could not \(attempt.what) of \(repository) at \(base)"
        let said = serverWords(reply)
        switch reply.status {
        case 401:
            return SourceControlError(
                .unauthorized,
                "\(start): \(credential) was not accepted\(said). Check that it is not expired or revoked and belongs to this host.")
        case _ where RateLimit.isLimited(reply):
            return SourceControlError(.rateLimited, "\(start): the rate limit is used up\(said). Try again later.")
        case 403:
            return SourceControlError(
                .forbidden,
                "\(start): \(credential) may not do that\(said). It needs the repository permission \"\(attempt.permission)\" "
                    + "(fine-grained token or app), and the organisation must have approved it.")
        case 404:
            return SourceControlError(
                .notFound,
                "\(start): \(attempt.subject) was not found\(said). Check the name; it may also be that \(credential) may not see the repository "
                    + "(permission \"\(attempt.permission)\").")
        case 300..<400:
            return SourceControlError(
                .unexpectedReply, "\(start): the address redirects. The repository may have a new name: use that one in the configuration.")
        case 408, 500...:
            return SourceControlError(.unreachable, "\(start): it answered with status \(reply.status)\(said). Try again later.")
        default:
            return SourceControlError(.rejected, "\(start): it refused with status \(reply.status)\(said).")
        }
    }

    func error(_ failure: HTTPTransportError, _ attempt: Attempt) -> SourceControlError {
        let code: SourceControlError.Code =
            switch failure.code {
            case .unreachable, .connectionLost, .timedOut, .insecure: .unreachable
            case .invalidCall: .rejected
            case .replyTooLarge, .cannotWrite: .unexpectedReply
            case .cancelled: .cancelled
            }
        return SourceControlError(code, "Could not \(attempt.what) of \(repository): \(failure.message)")
    }

    /// A success whose body is not what the API promises.
    func unreadable(_ reply: HTTPReply, _ attempt: Attempt) -> SourceControlError {
        let what = reply.isWebPage ? "a web page came back" : "the answer is not the API's JSON"
        return SourceControlError(
            .unexpectedReply,
            "Could not \(attempt.what) of \(repository) at \(base): \(what). Check api_url: https://api.github.com, "
                + "or https://HOST/api/v3 of an Enterprise Server.")
    }

    private func serverWords(_ reply: HTTPReply) -> String {
        if reply.isWebPage { return " (a web page came back, not the API)" }
        guard let said = try? JSONDecoder().decode(ErrorPayload.self, from: reply.body) else { return "" }
        let words = ([said.message] + said.details).map { redactor.clean($0) }.filter { !$0.isEmpty }
        return words.isEmpty ? "" : " (it says: \(words.joined(separator: "; ")))"
    }
}

/// What GitHub says about a refusal.
private struct ErrorPayload: Decodable {
    var message: String
    /// Of a 422: text, or objects with a message or a field and a code.
    var details: [String]

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        message = (try? fields.decode(String.self, forKey: .message)) ?? ""
        if let texts = try? fields.decode([String].self, forKey: .errors) {
            details = texts
        } else {
            details = ((try? fields.decode([Detail].self, forKey: .errors)) ?? []).map(\.text)
        }
    }

    private enum CodingKeys: String, CodingKey { case message, errors }

    private struct Detail: Decodable {
        var message: String?
        var field: String?
        var code: String?

        var text: String { message ?? [field, code].compactMap { $0 }.joined(separator: " ") }
    }
}
