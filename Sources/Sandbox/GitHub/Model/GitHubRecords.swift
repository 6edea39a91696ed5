import Foundation

/// A label of the repository.
struct Label: Sendable, Equatable {
    let id: Int
    var name: String
    var color = "ededed"
    var description: String?
}

/// That somebody set a label, or took it away.
struct LabelEvent: Sendable, Equatable {
    let id: Int
    let number: Int
    let label: Label
    let isAdded: Bool
    let login: String
    let at: Date
}

/// A comment on a pull request's conversation.
struct IssueComment: Sendable, Equatable {
    let id: Int
    let number: Int
    let login: String
    var body: String
    let createdAt: Date
    var updatedAt: Date
    var reactions: [Reaction] = []

    /// GitHub refuses longer ones.
    static let bodyLimit = 65_536
}

/// A reaction to a comment.
struct Reaction: Sendable, Equatable {
    static let contents = ["+1", "-1", "laugh", "confused", "heart", "hooray", "rocket", "eyes"]

    let id: Int
    let login: String
    let content: String
    let createdAt: Date
}

/// A status that somebody set on a commit.
///
/// Later ones of the same context replace earlier ones in the combined view.
struct StatusRecord: Sendable, Equatable {
    static let states = ["error", "failure", "pending", "success"]
    /// GitHub refuses longer descriptions.
    static let descriptionLimit = 140

    let id: Int
    let sha: String
    let state: String
    let targetURL: String?
    let description: String?
    let context: String
    let login: String
    let createdAt: Date
}

/// A remark of a check run on a line of a file.
struct Annotation: Sendable, Equatable {
    static let levels = ["notice", "warning", "failure"]
    /// GitHub refuses more in one call.
    static let batch = 50

    let path: String
    let startLine: Int
    let endLine: Int
    let level: String
    let title: String?
    let message: String
}

/// A check run on a commit.
struct CheckRun: Sendable, Equatable {
    let id: Int
    var name: String
    let headSHA: String
    /// The App that wrote it.
    let appID: Int
    var status = "queued"
    var conclusion: String?
    var detailsURL: String?
    var externalID = ""
    var title: String?
    var summary: String?
    var text: String?
    var annotations: [Annotation] = []
    var startedAt: Date
    var completedAt: Date?
}
