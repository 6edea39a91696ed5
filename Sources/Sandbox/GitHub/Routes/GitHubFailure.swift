import Foundation
import HTTPTypes
import Hummingbird

/// The body of GitHub's errors.
struct GitHubErrorAnswer: Encodable {
    /// What is wrong with one field.
    struct Detail: Encodable, Sendable {
        let resource: String
        let field: String
        let code: String
        var message: String?
    }

    let message: String
    var errors: [Detail]?
    let documentationURL = "https://docs.github.com/rest"
    let status: String

    init(message: String, status: Int, errors: [Detail]? = nil) {
        self.message = message
        self.status = String(status)
        self.errors = errors
    }
}

/// A failure as GitHub tells it.
struct GitHubFailure: HTTPResponseError {
    let status: HTTPResponse.Status
    let message: String
    var errors: [GitHubErrorAnswer.Detail]?

    static let notFound = GitHubFailure(status: .notFound, message: "Not Found")
    static let forbidden = GitHubFailure(status: .forbidden, message: "Resource not accessible by personal access token")

    static let forbiddenApp = GitHubFailure(status: .forbidden, message: "Resource not accessible by integration")

    /// 422 with the field that is wrong.
    static func invalid(_ resource: String, _ field: String, _ code: String = "invalid", _ message: String? = nil) -> GitHubFailure {
        GitHubFailure(
            status: .unprocessableContent,
            message: "Validation Failed",
            errors: [.init(resource: resource, field: field, code: code, message: message)]
        )
    }

    func response(from request: Request, context: some RequestContext) throws -> Response {
        try JSONAnswer.response(GitHubErrorAnswer(message: message, status: status.code, errors: errors), status: status)
    }
}
