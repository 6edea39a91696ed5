/// One webhook delivery in words that every host shares.
package struct WebhookDelivery: Hashable, Sendable, Codable {
    /// The host's delivery identifier; a repeated delivery has the same one.
    package var id: String
    /// The repository's full name, `owner/name`; empty when the delivery is about none.
    package var repository: String
    package var event: ChangeEvent
    /// The change request as it stood then; only with events about one.
    package var changeRequest: ChangeRequest?
    /// Who caused it, by the name on the host; empty when the host does not tell.
    package var sender: String

    package init(id: String, repository: String, event: ChangeEvent, changeRequest: ChangeRequest? = nil, sender: String = "") {
        self.id = id
        self.repository = repository
        self.event = event
        self.changeRequest = changeRequest
        self.sender = sender
    }
}

/// What happened on the host.
package enum ChangeEvent: Hashable, Sendable, Codable {
    case opened
    /// The head branch has new commits.
    case synchronized
    case reopened
    case labeled(String)
    case unlabeled(String)
    case closed(merged: Bool)
    /// Title or description changed.
    case edited
    /// The change request now goes to another base branch.
    case retargeted(from: String)
    case readyForReview
    case convertedToDraft
    case push(BranchPush)
    case comment(ChangeComment)
    /// Somebody pressed the host's own button to run a check of this commit again.
    case rerunRequested(sha: String, context: String?)
    /// The repository has another name now; deliveries carry the new one.
    case renamed(from: String)
    /// The host tests the webhook.
    case ping
    /// Anything else, by the host's name for it; nothing to do.
    case other(String)
}

/// A branch got another tip.
package struct BranchPush: Hashable, Sendable, Codable {
    /// Name without `refs/heads/`.
    package var branch: String
    /// The earlier tip; nil when the push created the branch.
    package var before: String?
    /// The new tip; nil when the push deleted the branch.
    package var after: String?
    /// The repository's default branch; nil when the delivery does not tell.
    package var defaultBranch: String?

    /// - Parameters:
    ///   - before: all zeros, as hosts send it, counts as none.
    ///   - after: likewise.
    package init(branch: String, before: String?, after: String?, defaultBranch: String? = nil) {
        self.branch = branch
        self.defaultBranch = defaultBranch
        self.before = Self.commit(before)
        self.after = Self.commit(after)
    }

    package var isDeleted: Bool { after == nil }

    private static func commit(_ sha: String?) -> String? {
        guard let sha, sha.contains(where: { $0 != "0" }) else { return nil }
        return sha
    }
}

/// Somebody wrote on a change request.
package struct ChangeComment: Hashable, Sendable, Codable {
    /// The change request's number.
    package var number: Int
    package var author: String
    package var body: String
    /// The host's identifier of the comment.
    package var id: String
    package var association: Association

    package init(number: Int, author: String, body: String, id: String, association: Association) {
        self.number = number
        self.author = author
        self.body = body
        self.id = id
        self.association = association
    }

    /// What the author is to the repository, in GitHub's words (`OWNER`, `MEMBER`, `COLLABORATOR`, `CONTRIBUTOR`, `NONE`, …).
    package struct Association: RawRepresentable, Hashable, Sendable, Codable {
        package let rawValue: String

        package init(rawValue: String) { self.rawValue = rawValue }

        package static let owner = Self(rawValue: "OWNER")
        package static let member = Self(rawValue: "MEMBER")
        package static let collaborator = Self(rawValue: "COLLABORATOR")
        package static let none = Self(rawValue: "NONE")

        /// Whether the author may be obeyed: commands in comments of strangers are not.
        package var isTrusted: Bool { [.owner, .member, .collaborator].contains(self) }
    }
}

/// A webhook delivery that cannot be read.
package struct WebhookError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong with it; nothing of its content.
    package var message: String

    package init(_ message: String) { self.message = message }

    package var description: String { message }
}
