import Foundation

/// Everything the local GitLab knows besides git: merge requests, notes, labels and webhooks as the local GitHub keeps them, and pipelines.
struct GitLabState: Sendable {
    var host = HostState()
    var pipelines = Pipelines()
}

extension PullRequest {
    /// GitLab tells a draft by its title.
    ///
    /// <https://docs.gitlab.com/user/project/merge_requests/drafts/>
    static func isDraft(title: String) -> Bool {
        let title = title.lowercased()
        return ["draft:", "[draft]", "(draft)"].contains { title.hasPrefix($0) }
    }

    /// `opened`, `closed` or `merged`.
    var gitLabState: String { merge != nil ? "merged" : state == .open ? "opened" : "closed" }
}
