import Foundation
import HTTPTransport
import SourceControl

/// Puts an answer that is no success into words.
///
/// Statuses: <https://docs.gitlab.com/api/rest/troubleshooting/>
struct GitLabFailure {
    let project: String
    let base: BaseURL
    let redactor: Redactor

    func error(_ reply: HTTPReply, _ attempt: Attempt) -> SourceControlError {
        let start = "Could not \(attempt.what) of \(project) at \(base)"
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
                .forbidden,
                "\(start): the token may not do that\(said). It needs the scope \"api\" and the role \(attempt.role) or higher "
                    + "in the project, and for a protected branch the right to merge or push to it.")
        case 404:
            return SourceControlError(
                .notFound, "\(start): it was not found\(said). Check the name; it may also be that the token may not see the project.")
        case 300..<400, 405:
            // A moved project answers GET with a redirect and everything else with 405.
            return SourceControlError(
                .unexpectedReply,
                "\(start): \(reply.status == 405 ? "it is not allowed" : "the address redirects")\(said). "
                    + "The project may have been renamed or moved: use its new path.")
        case 408, 409, 500...:
            // 409: another update of the same status is under way.
            return SourceControlError(.unreachable, "\(start): it answered with status \(reply.status)\(said). Try again later.")
        default: return SourceControlError(.rejected, "\(start): it refused with status \(reply.status)\(said).")
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
        return SourceControlError(code, "Could not \(attempt.what) of \(project): \(failure.message)")
    }

    /// A success whose body is not what the API promises.
    func unreadable(_ reply: HTTPReply, _ attempt: Attempt) -> SourceControlError {
        let what = reply.isWebPage ? "a web page came back" : "the answer is not the API's JSON"
        return SourceControlError(
            .unexpectedReply,
            "Could not \(attempt.what) of \(project) at \(base): \(what). Check api_url: https://HOST/api/v4, "
                + "with the path before /api/v4 where GitLab lives below one.")
    }

    /// `message` is text, a list, or an object of lists by field; `error` is text, with `error_description` beside it.
    private func serverWords(_ reply: HTTPReply) -> String {
        if reply.isWebPage { return " (a web page came back, not the API)" }
        let words = ((try? JSONDecoder().decode(ErrorPayload.self, from: reply.body))?.words ?? []).map { redactor.clean($0) }
        return words.isEmpty ? "" : " (it says: \(words.joined(separator: "; ")))"
    }
}

/// What GitLab says about a refusal.
private struct ErrorPayload: Decodable {
    var words: [String]

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        let texts = CodingKeys.allCases.compactMap { try? fields.decode(String.self, forKey: $0) }
        let list = (try? fields.decode([String].self, forKey: .message)) ?? []
        let byField = (try? fields.decode([String: [String]].self, forKey: .message)) ?? [:]
        words =
            (texts + list + byField.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.joined(separator: ", "))" })
            .filter { !$0.isEmpty }
    }

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case message, error
        case description = "error_description"
    }
}
