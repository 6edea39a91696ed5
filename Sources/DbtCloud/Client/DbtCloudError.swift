/// What went wrong between this program and dbt Cloud.
package struct DbtCloudError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Code: String, Sendable {
        /// The access URL or another setting cannot be right.
        case invalidConfiguration
        /// 401: the key is not accepted; trying again is of no use.
        case unauthorized
        /// 403: the key lacks a permission.
        case forbidden
        /// 404: not there, or the key may not see it.
        case notFound
        /// Any other refusal of what was asked.
        case rejected
        case rateLimited
        /// No connection, or 5xx.
        case unreachable
        /// No answer in time; what was asked may have been done all the same.
        case timedOut
        /// Something answered, but not dbt Cloud's API.
        case unexpectedReply
        case cancelled
        /// A downloaded artifact could not be written to its file.
        case cannotWrite
    }

    package var code: Code
    /// What was tried, on what, and what came of it, mostly also what to do; no key in it.
    package var message: String
    /// What to do when nothing tries again by itself.
    package var advice: String?
    /// How long dbt Cloud asked to wait before the next call.
    package var retryAfter: Duration?

    package init(_ code: Code, _ message: String, advice: String? = nil, retryAfter: Duration? = nil) {
        self.code = code
        self.message = message
        self.advice = advice
        self.retryAfter = retryAfter
    }

    /// The message with the advice.
    package var description: String { [message, advice].compactMap(\.self).joined(separator: " ") }
    /// Whether trying the same again later may work.
    package var isTransient: Bool { [.rateLimited, .unreachable, .timedOut].contains(code) }
}
