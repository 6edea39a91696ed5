import HTTPTransport
import SourceControl

/// A merge request as the REST API writes it.
struct MergeRequestPayload: Decodable {
    let changeRequest: ChangeRequest
    /// How many files it changes; absent while GitLab has not counted, and more than can be listed where it counts to a limit ("1000+").
    let fileCount: Int?
    /// The number of the project whose branch it is.
    let sourceProjectID: Int?

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
        sourceProjectID = source
        let count: String? = read(.changesCount)
        fileCount = count?.hasSuffix("+") == true ? .max : count.flatMap { Int($0) }
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
