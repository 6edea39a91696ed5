import HTTPTransport
import SourceControl

/// A merge request as the REST API writes it.
struct MergeRequestPayload: Decodable {
    let changeRequest: ChangeRequest
    /// Whether GitLab counts more files than it lists.
    let hasMoreFiles: Bool

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        func read<Value: Decodable>(_ key: CodingKeys) -> Value? { (try? fields.decodeIfPresent(Value.self, forKey: key)) ?? nil }
        let state: String? = read(.state)
        let refs: DiffRefs? = read(.diffRefs)
        let source: Int? = read(.sourceProjectID)
        let target: Int? = read(.targetProjectID)
        changeRequest = ChangeRequest(
            number: try fields.decode(Int.self, forKey: .iid), title: read(.title) ?? "",
            state: state == "merged" ? .merged : state == "closed" ? .closed : .open, isDraft: read(.draft) ?? false,
            author: (read(.author) as Author?)?.username ?? "", url: read(.webURL) ?? "",
            baseBranch: read(.targetBranch) ?? "", baseSHA: refs?.startSHA ?? "",
            headBranch: read(.sourceBranch) ?? "", headSHA: read(.sha) ?? "",
            isFork: target != nil && source != target, labels: read(.labels) ?? [])
        hasMoreFiles = (read(.changesCount) as String?)?.hasSuffix("+") ?? false
    }

    private enum CodingKeys: String, CodingKey {
        case iid, title, state, draft, author, sha, labels
        case webURL = "web_url"
        case targetBranch = "target_branch"
        case sourceBranch = "source_branch"
        case diffRefs = "diff_refs"
        case sourceProjectID = "source_project_id"
        case targetProjectID = "target_project_id"
        case changesCount = "changes_count"
    }

    private struct Author: Decodable {
        var username: String
    }

    private struct DiffRefs: Decodable {
        var startSHA: String?

        private enum CodingKeys: String, CodingKey { case startSHA = "start_sha" }
    }
}

/// One file of a merge request.
struct DiffPayload: Decodable {
    var newPath: String
    var oldPath: String

    private enum CodingKeys: String, CodingKey {
        case newPath = "new_path"
        case oldPath = "old_path"
    }
}

/// A commit as the REST API writes it.
struct GitLabCommitPayload: Decodable {
    let commit: Commit

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        let date = try? fields.decode(String.self, forKey: .committedDate)
        commit = Commit(
            sha: try fields.decode(String.self, forKey: .id), message: (try? fields.decode(String.self, forKey: .message)) ?? "",
            committedAt: date.flatMap { Timestamp.seconds($0) }, parents: (try? fields.decode([String].self, forKey: .parentIDs)) ?? [])
    }

    private enum CodingKeys: String, CodingKey {
        case id, message
        case committedDate = "committed_date"
        case parentIDs = "parent_ids"
    }
}

/// A branch, by its newest commit.
struct BranchPayload: Decodable {
    var commit: GitLabCommitPayload
}

/// A comment on a merge request.
struct NotePayload: Decodable {
    var id: Int
    var body: String
}

/// An answer of which nothing is needed but that it is the API's.
struct CreatedPayload: Decodable {}
