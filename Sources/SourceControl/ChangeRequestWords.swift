/// What the host calls a change request, told from its page's address.
extension ChangeRequest {
    /// `#12` on GitHub, `!12` on GitLab.
    package var reference: String { isMergeRequest ? "!\(number)" : "#\(number)" }

    /// `pull request`, or `merge request` on GitLab.
    package var noun: String { isMergeRequest ? "merge request" : Self.noun(onHost: nil) }

    /// The same where only the kind of host is known: `github`, `gitlab`, or nil for any other.
    package static func noun(onHost host: String?) -> String { host == "gitlab" ? "merge request" : "pull request" }

    /// ``noun`` at the beginning of a sentence.
    package var capitalizedNoun: String { noun.prefix(1).uppercased() + noun.dropFirst() }

    /// The host's page of a commit; nil when the change request's own address does not tell where that is.
    package func commitURL(_ sha: String) -> String? {
        let parts = url.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count > 2, ["pull", "merge_requests"].contains(parts[parts.count - 2]) else { return nil }
        return parts.dropLast(2).joined(separator: "/") + "/commit/" + sha
    }

    private var isMergeRequest: Bool { url.contains("/merge_requests/") }
}
