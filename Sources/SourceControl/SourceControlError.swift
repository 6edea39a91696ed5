/// What went wrong between this program and a source control host.
package struct SourceControlError: Error, Sendable, CustomStringConvertible {
    package enum Code: String, Sendable {
        case unauthorized, forbidden, notFound, rejected, rateLimited, unreachable, unexpectedReply, cancelled
    }

    package var code: Code
    /// What was tried, on what, and what to do; no secret in it.
    package var message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { message }
    /// Whether trying the same again later may work.
    package var isTransient: Bool { [.rateLimited, .unreachable].contains(code) }
}
