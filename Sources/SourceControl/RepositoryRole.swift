/// What a person may do with a repository, from least to most.
///
/// GitHub's words (<https://docs.github.com/en/organizations/managing-user-access-to-your-organizations-repositories>); GitLab's guest is
/// `read`, reporter `triage`, developer `write`, maintainer `maintain`, owner `admin`.
package enum RepositoryRole: Int, Hashable, Sendable, Codable, Comparable, CaseIterable {
    case none, read, triage, write, maintain, admin

    package static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }

    /// Whether the person may change code; commands in comments are obeyed from here on.
    package var mayWrite: Bool { self >= .write }
}

/// A short answer to a comment; hosts show a picture.
package enum CommentReaction: String, Hashable, Sendable, Codable {
    /// The command was taken.
    case seen = "eyes"
    /// Done.
    case agreed = "+1"
    /// Refused: the author has no right to it.
    case refused = "-1"
    /// Not understood.
    case confused
}
