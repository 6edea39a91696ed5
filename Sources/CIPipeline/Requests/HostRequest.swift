import Foundation
import SourceControl
import Store

/// Something that a person asked for on the host, as the queue keeps it.
enum HostRequest: Hashable, Sendable, Codable {
    /// - progress: what is done of it by now; nil at first.
    case comment(ChangeComment, repository: Int, progress: CommentProgress? = nil)
    /// The host's own button beside a check.
    /// - context: the check's name; nil for all of the commit.
    case rerun(sha: String, context: String?, repository: Int, by: String)

    /// Requests with equal lines are answered one after the other: "cancel" and then "rerun" is not the same the other way round.
    var line: String {
        switch self {
        case .comment(let comment, let repository, _): "\(repository):\(comment.number)"
        case .rerun(let sha, _, let repository, _): "\(repository):\(sha)"
        }
    }

    /// - Throws: `DecodingError` for what is no request.
    init(_ job: JobRecord) throws {
        self = try JSONDecoder().decode(HostRequest.self, from: Data(job.payload.utf8))
    }

    /// As the queue keeps it.
    func payload() throws -> String { String(decoding: try JSONEncoder().encode(self), as: UTF8.self) }
}

/// How far the commands of a comment are done, so that none is done twice because an answer to it did not get through.
struct CommentProgress: Hashable, Sendable, Codable {
    /// How many are done, in their order.
    var done = 0
    /// What is to be said about them.
    var sentences: [String] = []
    var isHelpWanted = false
}

/// What became of something a person asked for on the host.
package enum RequestOutcome: Hashable, Sendable {
    /// With what is done now, as a sentence.
    case accepted(String)
    /// With the reason as a sentence.
    case ignored(String)
}

/// What became of something that was asked for.
package enum RequestAnswer: Hashable, Sendable {
    case taken
    /// It cannot be done now, with the reason as a sentence.
    case impossible(String)
}
