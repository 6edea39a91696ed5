import HTTPTransport
import SourceControl

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
