import Foundation
import HTTPTransport

/// Puts an answer that is no success into words.
struct ReplyFailure {
    let base: BaseURL
    let redactor: Redactor
    /// What the user calls the setting that holds the address.
    let setting: String

    /// - Parameters:
    ///   - attempt: what was tried, as in "read run 5".
    ///   - subject: what a 404 is about, as in "Run 5".
    func error(_ reply: HTTPReply, attempt: String, subject: String) -> DbtCloudError {
        let start = "Could not \(attempt) at \(base)"
        let said = serverWords(reply)
        switch reply.status {
        case 401: return DbtCloudError(.unauthorized, "\(start): the key was not accepted\(said). \(unauthorizedHint)")
        case _ where RateLimit.isLimited(reply):
            return DbtCloudError(
                .rateLimited, "\(start): too many requests in a short time\(said).", advice: "Try again later.",
                retryAfter: wait(asked: reply))
        case 403:
            return DbtCloudError(
                .forbidden,
                "\(start): the key lacks the permission\(said). Give its service token Job Viewer to read, Job Admin to start and cancel runs."
            )
        case 404:
            return DbtCloudError(
                .notFound,
                "\(start): \(subject) was not found\(said). Check the number and the account; it may also be that the key may not see it.")
        case 300..<400:
            let target = reply.headers["location"].map { " to \(RedactedURL.text(of: $0))" } ?? ""
            return DbtCloudError(.unexpectedReply, "\(start): the address redirects\(target). Set \(setting) to the address it points to.")
        case 408, 500...:
            return DbtCloudError(
                .unreachable, "\(start): it answered with status \(reply.status)\(said).", advice: "Try again later.",
                retryAfter: wait(asked: reply))
        default:
            return DbtCloudError(.rejected, "\(start): it refused with status \(reply.status)\(said).")
        }
    }

    /// A success whose body is not what the API promises.
    func unreadable(_ reply: HTTPReply, attempt: String) -> DbtCloudError {
        let what = reply.isWebPage ? "a web page (perhaps a sign-in page) came back" : "the answer is not the API's JSON"
        return DbtCloudError(
            .unexpectedReply,
            "Could not \(attempt) at \(base): \(what). Check that \(setting) is the account's Access URL and that no proxy answers for it.")
    }

    func error(_ failure: HTTPTransportError, attempt: String) -> DbtCloudError {
        let code: DbtCloudError.Code =
            switch failure.code {
            case .invalidCall, .insecure: .invalidConfiguration
            case .unreachable, .connectionLost: .unreachable
            case .timedOut: .timedOut
            case .replyTooLarge: .unexpectedReply
            case .cannotWrite: .cannotWrite
            case .cancelled: .cancelled
            }
        return DbtCloudError(code, "Could not \(attempt): \(failure.message)")
    }

    private var unauthorizedHint: String {
        if base.host.lowercased() == "cloud.getdbt.com" {
            return "Most likely the host is wrong: accounts have left cloud.getdbt.com, which then refuses valid keys. "
                + "Set \(setting) to the Access URL in the account settings, for example https://ab123.us1.dbt.com."
        }
        return "The key may be wrong, expired or revoked, or belong to an account on another host: "
            + "compare \(setting) with the Access URL in the account settings."
    }

    private func wait(asked reply: HTTPReply) -> Duration? { RateLimit.wait(asked: reply, wallClock: Date().timeIntervalSince1970) }

    private func serverWords(_ reply: HTTPReply) -> String {
        if reply.isWebPage { return " (a web page came back, not the API)" }
        let envelope = try? JSONDecoder().decode(ErrorEnvelope.self, from: reply.body)
        var words = [envelope?.status?.userMessage, envelope?.status?.developerMessage].compactMap { $0 }
        // The envelope's usual greeting says nothing, and the reason of a refusal may be anywhere.
        words.removeAll { $0 == "Success!" }
        if words.isEmpty, !reply.isSuccess { words = [reason(in: reply.body)] }
        let shown = words.map { redactor.clean($0) }.filter { !$0.isEmpty }
        return shown.isEmpty ? "" : " (it says: \(shown.joined(separator: "; ")))"
    }

    /// What stands in `data` of a refusal, or else the whole answer when it is text.
    private func reason(in body: Data) -> String {
        if let reason = (try? JSONDecoder().decode(ErrorEnvelope.self, from: body))?.reason { return reason }
        let text = String(decoding: body.prefix(2000), as: UTF8.self)
        return text.contains(where: \.isLetter) && !text.contains("\"data\": null") ? text : ""
    }
}

/// The part of an error's envelope that people read.
private struct ErrorEnvelope: Decodable {
    var status: Status?
    /// A text in `data`, alone or as its `reason` or `detail`.
    var reason: String?

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        status = fields.lenient(.status)
        let named = fields.lenient(.data, as: [String: String?].self)
        reason = fields.text(.data) ?? named?["reason"].flatMap { $0 } ?? named?["detail"].flatMap { $0 }
    }

    private enum CodingKeys: String, CodingKey { case status, data }

    struct Status: Decodable {
        var userMessage: String?
        var developerMessage: String?

        init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: CodingKeys.self)
            userMessage = fields.text(.userMessage)
            developerMessage = fields.text(.developerMessage)
        }

        private enum CodingKeys: String, CodingKey {
            case userMessage = "user_message"
            case developerMessage = "developer_message"
        }
    }
}
