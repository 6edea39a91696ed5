import CIPipeline
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import SourceControl
import Store
import Web

/// An error as the API tells it (RFC 9457, `application/problem+json`), and pages show it.
struct Problem: Error, Hashable, Sendable {
    var status: HTTPResponse.Status
    /// What was asked for or tried, as a sentence.
    var detail: String
    /// What to do about it.
    var hint: String?
    var headers: [String: String] = [:]
    /// A browser may be sent to the sign-in instead.
    var leadsToSignIn = false
    /// What is wrong with each field of what was sent.
    var errors: [FieldProblem] = []

    init(_ status: HTTPResponse.Status, _ detail: String, hint: String? = nil) {
        self.status = status
        self.detail = detail
        self.hint = hint
    }

    /// Sorts any error; what is unexpected keeps its words for the log.
    init(_ error: any Error) {
        switch error {
        case let problem as Problem: self = problem
        case let error as StoreError where error.code == .notFound: self.init(.notFound, error.message)
        case let error as StoreError where error.code == .conflict:
            self.init(.conflict, error.message)
            errors = error.field.map { [FieldProblem(field: $0, message: error.message)] } ?? []
        case let error as SourceControlError where error.code != .cancelled: self.init(.badGateway, error.message)
        case let error as RunTrouble: self.init(.badGateway, error.message)
        case is DeadlinePassed: self.init(.gatewayTimeout, "The host did not answer in time.", hint: "Try again; it may be busy or down.")
        case let error as HTTPError: self.init(error.status, error.body ?? "\(error.status.reasonPhrase).")
        case let error as any HTTPResponseError: self.init(error.status, "\(error.status.reasonPhrase).")
        default: self.init(.internalServerError, "Something went wrong inside Plumbline.", hint: "The server's log has the details.")
        }
    }

    private struct Document: Encodable {
        let type = "about:blank"
        let title: String
        let status: Int
        let detail: String
        let hint: String?
        let instance: String
        let errors: [FieldProblem]?
    }

    /// The answer for programs.
    func json(instance: String) -> Response {
        let document = Document(
            title: status.reasonPhrase, status: status.code, detail: detail, hint: hint, instance: instance,
            errors: errors.isEmpty ? nil : errors)
        let data = (try? JSONReply.encoder().encode(document)) ?? Data("{}".utf8)
        return Response(
            status: status, headers: [.contentType: "application/problem+json", .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(bytes: data)))
    }

    /// The answer for people.
    func page(_ context: PageContext) -> Response {
        HTMLReply.response(
            WebPages.error(ErrorPage(status: status.code, message: detail, hint: hint), context: context), status: status)
    }
}

/// What is wrong with one field, for example `sampling.tolerance`.
struct FieldProblem: Hashable, Sendable, Encodable {
    let field: String
    let message: String
}

/// Answers in JSON: snake case, sorted.
enum JSONReply {
    static func encoder() -> JSONEncoder {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }

    static func response(_ value: some Encodable, status: HTTPResponse.Status = .ok) throws -> Response {
        Response(
            status: status, headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(bytes: try encoder().encode(value))))
    }
}

/// Answers with a page.
enum HTMLReply {
    static func response(_ html: String, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: "text/html; charset=utf-8", .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(string: html)))
    }
}
