/// A comment on a merge request.
struct NotePayload: Decodable {
    var id: Int
    var body: String
    /// The username.
    var author: String
    /// Whether GitLab itself wrote it, as in "added 1 commit".
    var isSystem: Bool

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        id = try fields.decode(Int.self, forKey: .id)
        body = (try? fields.decode(String.self, forKey: .body)) ?? ""
        author = (try? fields.decode(Author.self, forKey: .author))?.username ?? ""
        isSystem = (try? fields.decode(Bool.self, forKey: .system)) ?? false
    }

    private enum CodingKeys: String, CodingKey { case id, body, author, system }

    private struct Author: Decodable {
        var username: String
    }
}

/// An answer of which nothing is needed but that it is the API's.
struct CreatedPayload: Decodable {}
