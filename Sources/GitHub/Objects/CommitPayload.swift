import HTTPTransport
import SourceControl

/// A commit as the REST API writes it.
struct CommitPayload: Decodable {
    let sha: String
    let commit: Commit

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        sha = try fields.decode(String.self, forKey: .sha)
        let details = try? fields.decode(Details.self, forKey: .commit)
        let parents = (try? fields.decode([Parent].self, forKey: .parents)) ?? []
        commit = Commit(
            sha: sha, message: details?.message ?? "", committedAt: details?.committer?.date.flatMap { Timestamp.seconds($0) },
            parents: parents.map(\.sha))
    }

    private enum CodingKeys: String, CodingKey { case sha, commit, parents }

    private struct Details: Decodable {
        var message: String?
        var committer: Signature?
    }

    private struct Signature: Decodable {
        var date: String?
    }

    private struct Parent: Decodable {
        var sha: String
    }
}

/// A comparison of two commits, by what is needed of it.
struct ComparisonPayload: Decodable {
    var mergeBase: CommitPayload

    private enum CodingKeys: String, CodingKey { case mergeBase = "merge_base_commit" }
}

/// One file of a pull request.
struct ChangedFilePayload: Decodable {
    var filename: String
    var previousFilename: String?

    private enum CodingKeys: String, CodingKey {
        case filename
        case previousFilename = "previous_filename"
    }
}

/// A comment as the REST API and the webhooks write it.
struct CommentPayload: Decodable {
    var id: String
    var body: String
    var url: String
    var author: String
    var association: String

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        id = String(try fields.decode(Int.self, forKey: .id))
        body = (try? fields.decode(String.self, forKey: .body)) ?? ""
        url = (try? fields.decode(String.self, forKey: .htmlURL)) ?? ""
        author = (try? fields.decode(Account.self, forKey: .user))?.login ?? ""
        association = (try? fields.decode(String.self, forKey: .association)) ?? "NONE"
    }

    func comment(on number: Int) -> ChangeComment {
        ChangeComment(number: number, author: author, body: body, id: id, association: ChangeComment.Association(rawValue: association))
    }

    var written: WrittenComment { WrittenComment(id: id, url: url) }

    private enum CodingKeys: String, CodingKey {
        case id, body, user
        case htmlURL = "html_url"
        case association = "author_association"
    }
}

/// An answer of which nothing is needed but that it is the API's.
struct CreatedPayload: Decodable {}
